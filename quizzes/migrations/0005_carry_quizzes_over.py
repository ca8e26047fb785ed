import uuid
from collections import Counter

from django.db import migrations
from django.db.models import Count, F, Sum

STEPLEN = 4
DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'


def carry_over(apps, schema_editor):
    """Make every old quiz a page with one section, and point attempts and recommendations at it; safe on an empty site."""
    index = _index_page(apps)
    if index is None:
        return
    old = apps.get_model('quizzes', 'LegacyQuiz').objects.order_by('pk')
    for number, quiz in enumerate(old, 1):
        page = _page(apps, index, quiz, number)
        _section(apps, quiz, page)
        apps.get_model('quizzes', 'Attempt').objects.filter(quiz=quiz).update(quiz_page=page)
        apps.get_model('study', 'Recommendation').objects.filter(quiz=quiz).update(quiz_page=page)
    _count_children(apps, index, old.count())
    _rewrite_rules(apps)


def _index_page(apps):
    """Create the place of the quizzes under the home page; None where no site was set up."""
    Page = apps.get_model('wagtailcore', 'Page')
    library = apps.get_model('library', 'LibraryIndexPage').objects.first()
    if library is not None:
        home = Page.objects.get(path=library.path[:-STEPLEN])
    elif apps.get_model('quizzes', 'LegacyQuiz').objects.exists():
        site = apps.get_model('wagtailcore', 'Site').objects.filter(is_default_site=True).first()
        home = site.root_page if site else Page.objects.get(depth=1)
    else:
        return None
    last = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1).order_by('path').last()
    below = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
    slug = _free('quizzes', set(below.values_list('slug', flat=True)))
    step = _number(last.path[-STEPLEN:]) + 1 if last else 1
    QuizIndexPage = apps.get_model('quizzes', 'QuizIndexPage')
    index = QuizIndexPage.objects.create(
        **_tree(home, step, slug), **_kind(apps, 'quizindexpage', home), title='测验', draft_title='测验', live=True
    )
    _count_children(apps, home, below.count())
    return index


def _page(apps, index, quiz, number):
    return apps.get_model('quizzes', 'QuizPage').objects.create(
        **_tree(index, number, quiz.slug),
        **_kind(apps, 'quizpage', index),
        title=quiz.title,
        draft_title=quiz.title,
        live=quiz.is_published,
        has_unpublished_changes=not quiz.is_published,
        intro=quiz.intro,
        kind='exam' if quiz.kind == 'test' else quiz.kind,
        feedback='closed' if quiz.kind == 'test' and quiz.closes_at else 'submitted',
        audience_id=quiz.audience_id,
        organization_id=quiz.organization_id,
        topic_id=quiz.topic_id,
        opens_at=quiz.opens_at,
        closes_at=quiz.closes_at,
        time_limit_minutes=quiz.time_limit_minutes,
        pass_percent=quiz.pass_percent,
        attempts_allowed=quiz.attempts_allowed,
        shuffle_options=quiz.shuffle_options,
    )


def _tree(parent, step, slug):
    """Return what treebeard and Wagtail keep of a page's place."""
    return {
        'path': parent.path + _step(step),
        'depth': parent.depth + 1,
        'numchild': 0,
        'slug': slug,
        'url_path': f'{parent.url_path}{slug}/',
    }


def _kind(apps, model, beside):
    kinds = apps.get_model('contenttypes', 'ContentType').objects
    return {
        'content_type': kinds.get_or_create(app_label='quizzes', model=model)[0],
        'locale_id': beside.locale_id,
        'translation_key': uuid.uuid4(),
    }


def _step(number):
    written = ''
    while number:
        number, digit = divmod(number, len(DIGITS))
        written = DIGITS[digit] + written
    return written.rjust(STEPLEN, '0')


def _number(step):
    return int(step, len(DIGITS))


def _free(slug, taken):
    number = 1
    found = slug
    while found in taken:
        number += 1
        found = f'{slug}-{number}'
    return found


def _count_children(apps, page, count):
    apps.get_model('wagtailcore', 'Page').objects.filter(pk=page.pk).update(numchild=count)


def _section(apps, quiz, page):
    entries = list(apps.get_model('quizzes', 'LegacyQuizQuestion').objects.filter(quiz=quiz).order_by('sort_order', 'pk'))
    usual = Counter(entry.points for entry in entries).most_common(1)
    points = usual[0][0] if usual else 1
    section = apps.get_model('quizzes', 'QuizSection').objects.create(quiz=page, sort_order=0, title='', points=points)
    QuizQuestion = apps.get_model('quizzes', 'QuizQuestion')
    QuizQuestion.objects.bulk_create(
        QuizQuestion(
            section=section,
            question_id=entry.question_id,
            points=None if entry.points == points else entry.points,
            sort_order=place,
        )
        for place, entry in enumerate(entries)
    )


def _rewrite_rules(apps):
    """Bring the rules copied onto attempts from shape 1 to shape 2; see quizzes.papers.rules."""
    attempts = apps.get_model('quizzes', 'Attempt').objects.annotate(
        asked=Count('items'), worth=Sum('items__points'), closing=F('quiz__closes_at')
    )
    for attempt in attempts.iterator():
        rules = attempt.rules
        if rules.get('shape', 1) != 1:
            continue
        is_exam = rules['kind'] == 'test'
        attempt.rules = {
            'shape': 2,
            'kind': 'exam' if is_exam else rules['kind'],
            'feedback': 'closed' if is_exam and attempt.closing else 'submitted',
            'time_limit_minutes': rules.get('time_limit_minutes'),
            'extra_percent': 0,
            'large_print': False,
            'pass_percent': rules['pass_percent'],
            'closes_at': attempt.closing.isoformat() if attempt.closing else None,
            'sections': [{'title': '', 'count': attempt.asked, 'points': attempt.worth or 0}],
        }
        attempt.save(update_fields=['rules'])


class Migration(migrations.Migration):
    """Old quizzes become pages under a page of their own."""

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('quizzes', '0004_quiz_pages'),
        ('study', '0004_quiz_pages'),
    ]

    operations = [migrations.RunPython(carry_over)]
