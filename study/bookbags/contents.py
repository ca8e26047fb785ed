"""What a bag's zip holds: what is open to everybody, because nobody asks the finder of a USB stick who they are."""

import hashlib
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from wagtail.models import Page

from library.models import MaterialPage, MicroLecturePage, PocketBookIssue, PocketBookPage
from library.pocketbooks.compiling import text_in_force
from library.pocketbooks.policies import book_policy
from library.policies import closed_paths, material_policy
from quizzes.models import QuestionVersion, QuizPage
from study.models import BookBag

NOBODY = AnonymousUser()


@dataclass(frozen=True)
class Paper:
    """A quiz on paper: its questions without keys. Only 自测, because a paper of an exam would be out before it."""

    quiz: QuizPage
    versions: tuple[QuestionVersion, ...]


Thing = MaterialPage | PocketBookIssue | MicroLecturePage | Paper


@dataclass(frozen=True)
class Packed:
    """One thing of the zip, with the editor's note on it."""

    thing: Thing
    note: str
    mark: str


@dataclass(frozen=True)
class Contents:
    """Everything the zip of a bag holds, and the titles that stay outside."""

    bag: BookBag
    things: list[Packed] = field(default_factory=list)
    left_out: int = 0

    @property
    def digest(self) -> str:
        """Return the fingerprint of what the zip is made from; another shape of the zip is another fingerprint."""
        said = [SHAPE, self.bag.title, self.bag.intro, str(self.left_out)]
        said += [f"{one.mark}\n{one.note}" for one in self.things]
        return hashlib.sha256("\x00".join(said).encode()).hexdigest()


SHAPE = "1"


def gather(bag: BookBag) -> Contents:
    """Return what the zip of `bag` holds as things stand now."""
    closed = closed_paths(NOBODY)
    things: list[Packed] = []
    left_out = 0
    items = list(bag.items.all())
    pages = Page.objects.filter(pk__in=[item.page_id for item in items]).specific()
    known = {page.pk: page for page in pages}
    for item in items:
        packed = _packed(known[item.page_id], item.note, closed)
        if packed is None:
            left_out += 1
        else:
            things.append(packed)
    return Contents(bag, things, left_out)


def _packed(page: object, note: str, closed: list[str]) -> Packed | None:
    if isinstance(page, QuizPage):
        return _paper(page, note)
    if not isinstance(page, MaterialPage) or not material_policy.can_view(NOBODY, page, closed=closed):
        return None
    if isinstance(page, PocketBookPage):
        issue = page.newest
        if issue is None or not book_policy.can_have(NOBODY, issue):
            return None
        return Packed(issue, note, f"book {issue.pk} {issue.digest}")
    if isinstance(page, MicroLecturePage):
        return _lecture(page, note)
    text = text_in_force(page)
    if not text.body.strip() or not material_policy.can_view(NOBODY, text, closed=closed):
        return None
    return Packed(text, note, f"text {text.pk} {_sum(text.title, text.body)}")


def _lecture(page: MicroLecturePage, note: str) -> Packed | None:
    recording = page.recording
    if recording is None:
        return None
    captions = getattr(recording, "captions", None)
    lines = [f"{line.start} {line.end} {line.text}" for line in captions.lines()] if captions else []
    return Packed(page, note, f"lecture {page.pk} {_sum(page.title, str(recording.file.name), *lines)}")


def _paper(quiz: QuizPage, note: str) -> Packed | None:
    if not quiz.live or quiz.kind != QuizPage.Kind.PRACTICE:
        return None
    # The key and the explanation are not read, so that no template can print them.
    versions = (
        QuestionVersion.objects.filter(
            question__quiz_entries__section__quiz=quiz, question__state="ready", question__current=F("pk")
        )
        .select_related("question")
        .only("stem", "options", "prompts", "number", "question__kind")
        .order_by("question__quiz_entries__section__sort_order", "question__quiz_entries__sort_order", "pk")
    )
    found = tuple(versions)
    if not found:
        return None
    return Packed(Paper(quiz, found), note, f"quiz {quiz.pk} {quiz.title} {[one.pk for one in found]}")


def _sum(*words: str) -> str:
    return hashlib.sha256("\x00".join(words).encode()).hexdigest()
