"""Run by test_carrying_over in a process and a database of its own: a site from before quizzes were pages, brought up to date.

And an empty one beside it, copied from the same: migrating to where quizzes were not pages takes the longest. Writes what
it finds in both afterwards as JSON. Settings and DATABASE_URL come from the environment.
"""

import json
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import django

OLD = [("quizzes", "0003_binding"), ("study", "0003_book_bags"), ("cms", "0001_initial")]
NOW = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)


def go_back(executor: Any) -> Any:
    """Bring an empty database to where quizzes were not pages; return its models."""
    leaves = [one for one in executor.loader.graph.leaf_nodes() if one[0] not in ("quizzes", "study")]
    executor.migrate([*leaves, *OLD])
    executor.loader.build_graph()
    return executor.loader.project_state([*leaves, *OLD]).apps


def plant(apps: Any) -> None:
    """Write a library, three quizzes with questions, and what hangs on them."""
    from wagtail.models import Page

    home = Page.get_first_root_node().get_children().first()
    _library(apps, home)
    member = apps.get_model("members", "Member").objects.create(username="me", name="田本人")
    bank = apps.get_model("quizzes", "QuestionBank").objects.create(name="题库")
    questions = [_question(apps, bank, number) for number in range(3)]
    exam = _quiz(apps, questions, slug="七一测验", kind="test", closes_at=NOW, points=(2, 2, 5))
    _quiz(apps, questions[:1], slug="practice", kind="practice", points=(1,), is_published=False)
    _quiz(apps, [], slug="empty", kind="test", points=())
    _attempt(apps, exam, member, questions)
    _recommend(apps, exam, member)


def _library(apps: Any, home: Any) -> None:
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="library", model="libraryindexpage"
    )
    apps.get_model("library", "LibraryIndexPage").objects.create(
        path=f"{home.path}0001",
        depth=home.depth + 1,
        numchild=0,
        title="资料",
        draft_title="资料",
        slug="library",
        url_path=f"{home.url_path}library/",
        content_type_id=kind.pk,
        locale_id=home.locale_id,
    )
    apps.get_model("wagtailcore", "Page").objects.filter(pk=home.pk).update(numchild=1)


def _question(apps: Any, bank: Any, number: int) -> Any:
    question = apps.get_model("quizzes", "Question").objects.create(
        bank=bank, kind="truefalse", state="ready"
    )
    question.current = apps.get_model("quizzes", "QuestionVersion").objects.create(
        question=question, number=1, stem=f"第{number}题", answer=True
    )
    question.save()
    return question


def _quiz(apps: Any, questions: list[Any], *, points: tuple[int, ...], **fields: Any) -> Any:
    values = {"title": f"旧的{fields['slug']}", "is_published": True, "pass_percent": 70} | fields
    quiz = apps.get_model("quizzes", "Quiz").objects.create(**values)
    entry = apps.get_model("quizzes", "QuizQuestion")
    for place, (question, worth) in enumerate(zip(questions, points, strict=True)):
        entry.objects.create(quiz=quiz, question=question, points=worth, sort_order=len(questions) - place)
    return quiz


def _attempt(apps: Any, quiz: Any, member: Any, questions: list[Any]) -> None:
    rules = {"shape": 1, "kind": "test", "time_limit_minutes": 20, "pass_percent": 70}
    attempt = apps.get_model("quizzes", "Attempt").objects.create(
        quiz=quiz, member=member, number=1, rules=rules, started_at=NOW, max_score=9
    )
    for position, question in enumerate(questions, 1):
        apps.get_model("quizzes", "AttemptItem").objects.create(
            attempt=attempt, version=question.current, position=position, points=3, answer=True
        )


def _recommend(apps: Any, quiz: Any, member: Any) -> None:
    place = apps.get_model("members", "Organization").objects.create(
        path="0001", depth=1, numchild=0, name="区委", kind="committee", level="county"
    )
    audience = apps.get_model("members", "Audience").objects.create(name="全体")
    apps.get_model("study", "Recommendation").objects.create(audience=audience, quiz=quiz, organization=place)


def found() -> dict[str, Any]:
    """Return what stands there after the migrations, by the models of today."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from quizzes.models import Attempt, QuizIndexPage, QuizPage
    from study.models import Recommendation

    names = ContentType.objects.filter(app_label="quizzes").values_list("model", flat=True)
    return {
        "index": [page.url_path for page in QuizIndexPage.objects.all()],
        "quizzes": {page.slug: _told(page) for page in QuizPage.objects.with_size()},
        "attempts": [[one.quiz.slug, one.rules] for one in Attempt.objects.select_related("quiz")],
        "recommended": [one.quiz.slug for one in Recommendation.objects.select_related("quiz")],
        "faults_in_the_tree": sum(len(faults) for faults in Page.find_problems()),
        "old_kinds": sorted(name for name in names if "legacy" in name),
    }


def _told(page: Any) -> dict[str, Any]:
    section = page.sections.get()
    rows = section.questions.order_by("sort_order").values_list("question__current__stem", "points")
    return {
        "live": page.live,
        "kind": page.kind,
        "feedback": page.feedback,
        "title": page.specific.title,
        "points": section.points,
        "questions": [list(row) for row in rows],
        "total": page.total_points,
        "parent": page.get_parent().slug,
    }


def come_forward() -> dict[str, Any]:
    """Bring the database to today, and tell."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    return found()


def main() -> None:
    """Go back, come forward with what was planted and with nothing, tell."""
    django.setup()
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    apps = go_back(MigrationExecutor(connection))
    empty = f"{connection.settings_dict['NAME']}.empty"
    with closing(sqlite3.connect(empty)) as copy:
        connection.connection.backup(copy)
    plant(apps)
    told = {"planted": come_forward()}
    connection.close()
    connection.settings_dict["NAME"] = empty
    ContentType.objects.clear_cache()
    told["empty"] = come_forward()
    sys.stdout.write(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
