"""A small site with one of everything that somebody may or may not see."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from library.models import GuidePage, ImportBatch, SourceDocument
from members.models import Audience
from quizzes.actions import learn_from_attempt
from quizzes.models import Attempt, QuizPage, ReviewLog
from tests.library.pocketbooks import books
from tests.people import People, settle_people
from tests.quizzes import builders
from tests.quizzes.reviewing import builders as reviewing
from tests.site import a_site


@dataclass(frozen=True)
class World:
    """The people and the things; `quiz` and `attempt` are of 本人's branch, `closed` is for editors only."""

    people: People
    regulation: Any
    edition: Any
    guide: Any
    closed: Any
    draft: Any
    pocket_book: Any
    closed_book: Any
    quiz: QuizPage
    attempt: Attempt
    handed_in: Attempt
    reviewed: ReviewLog
    audience: Audience
    document: Any
    import_batch: ImportBatch
    things: dict[str, Any] = field(default_factory=dict)


def build_world() -> World:
    """Create it."""
    a_site()
    people = settle_people()
    people.me.category = people.me.Category.FULL
    regulation = builders.publish_regulation()
    guide = builders.publish_guide()
    closed = builders.publish_guide(title="内部导读（示例）", slug="inside")
    restriction = PageViewRestriction.objects.create(page=closed, restriction_type="groups")
    restriction.groups.set([Group.objects.get(name="编辑")])
    draft = GuidePage(title="草稿（示例）", slug="draft", body="还没有写完。", live=False)
    guide.get_parent().add_child(instance=draft)
    people.branch.refresh_from_db()
    audience = Audience.objects.create(name="本支部", subtree=people.branch)
    paper = builders.quiz(title="本支部测验", slug="branch-quiz", audience=audience)
    other = builders.quiz(title="另一次测验", slug="other-quiz", audience=audience)
    attempt = builders.start(people.me, paper)
    handed_in = builders.hand_in(builders.start(people.me, other))
    return World(
        people=people,
        regulation=regulation,
        edition=_with_source(builders.newest_edition(regulation)),
        guide=guide,
        closed=closed,
        draft=draft,
        pocket_book=_book("pocket-book", regulation),
        closed_book=_book("closed-book", closed),
        quiz=paper,
        attempt=attempt,
        handed_in=handed_in,
        reviewed=_review(handed_in),
        audience=audience,
        document=_document(),
        import_batch=ImportBatch.objects.create(kind="guide"),
    )


def _review(attempt: Attempt) -> ReviewLog:
    learn_from_attempt(attempt=attempt)
    card = attempt.member.review_cards.get(question__kind="truefalse")
    return reviewing.answer(card, True, now=timezone.now(), seconds=0)


def _with_source(edition: Any) -> Any:
    source = SourceDocument(
        filename="原件.txt", sha256="0" * 64, format="txt", text="原件", kind="regulation"
    )
    source.file.save("original.txt", ContentFile("原件".encode()), save=False)
    source.save()
    edition.source_document = source
    edition.save()
    return edition


def _book(slug: str, material: Any) -> Any:
    issue = books.issued(books.text(material), slug=slug)
    books.ready_file(issue)
    return issue.book


def _document() -> Any:
    document = get_document_model()(title="附件（示例）")
    document.file.save("annex.txt", ContentFile("附件".encode()), save=False)
    document.save()
    return document
