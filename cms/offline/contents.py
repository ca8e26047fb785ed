"""What of a text, a topic or a bag a device keeps: pages, files, papers, and fingerprints that tell when they change."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from math import ceil

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from library import standing
from library.listing import MATERIALS_PER_PAGE
from library.models import (
    EditionPage,
    MaterialPage,
    MicroLecturePage,
    PocketBookFile,
    PocketBookPage,
    TopicPage,
)
from library.pocketbooks.compiling import text_in_force
from library.pocketbooks.policies import book_policy
from library.pocketbooks.printing.form import Format
from library.policies import closed_paths, material_policy
from media.recording import captions_of
from members.models import Member, Organization
from quizzes.models import QuizPage
from quizzes.policies import quiz_policy
from study.models import BookBag

GROUPS = {
    "film": "录像和录音",
    "sound": "只存声音",
    "book": "口袋书文件（EPUB 和 PDF）",
    "document": "课件和讲义",
}
# Of one text; more would begin papers nobody asked for.
MOST_QUIZZES = 2
BOOK_FORMS = (Format.EPUB, Format.PDF)


@dataclass(frozen=True)
class KeptPage:
    """A page to keep; one with a `group` only when that group is chosen. `edition` says which text it shows."""

    url: str
    title: str
    fingerprint: str
    edition: str = ""
    group: str = ""


@dataclass(frozen=True)
class KeptFile:
    """A file to keep; one with a `group` only when that group is chosen. `bytes` is its size, 0 for a small one."""

    url: str
    title: str
    group: str = ""
    bytes: int = 0


@dataclass(frozen=True)
class KeptPaper:
    """A quiz that can be answered without a line: `start` is posted to, and the page it leads to is kept."""

    start: str
    title: str


@dataclass
class Contents:
    """Everything a device keeps under one `key`. `left` are sentences on what stays outside."""

    key: str
    kind: str
    title: str
    url: str
    source: str
    pages: list[KeptPage] = field(default_factory=list)
    files: list[KeptFile] = field(default_factory=list)
    papers: list[KeptPaper] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Return what changes when anything kept under the key would read differently."""
        return summed(
            self.title,
            *(f"{page.url} {page.fingerprint}" for page in self.pages),
            *(f"{file.url} {file.bytes}" for file in self.files),
        )

    def as_json(self) -> dict[str, object]:
        """Return the list as keeping.js reads it."""
        return {**asdict(self), "fingerprint": self.fingerprint, "groups": GROUPS}


def summed(*words: str) -> str:
    """Return a short fingerprint of texts."""
    return hashlib.sha256("\x00".join(words).encode()).hexdigest()[:32]


class Gathering:
    """Puts together what `request.user` may keep, as things stand at `now`."""

    def __init__(self, request: HttpRequest, *, now: datetime) -> None:
        self.request = request
        self.user = request.user
        self.now = now
        self.closed = closed_paths(request.user)
        self._quizzes: set[int] | None = None

    def material(self, page: MaterialPage) -> Contents:
        """Return what to keep of one material."""
        found = self._begin(f"material-{page.pk}", page.kind_label, page.title, self._url(page))
        self._add_material(found, page)
        if not isinstance(page, MicroLecturePage | PocketBookPage):
            for quiz in self._quizzes_on(text_in_force(page)):
                self._add_quiz(found, quiz)
        return found

    def topic(self, page: TopicPage) -> Contents:
        """Return what to keep of a topic: its page, its materials, and its quizzes that need no clock."""
        found = self._begin(f"topic-{page.pk}", "专题", page.title, self._url(page))
        visible = material_policy.visible_to(self.user, closed=self.closed).listed().on_topic(page.pk)
        materials = list(visible.order_by("title").specific())
        words = summed(
            page.title, page.summary, str(list(page.intro.raw_data)), *(one.title for one in materials)
        )
        for number in range(1, max(1, ceil(len(materials) / MATERIALS_PER_PAGE)) + 1):
            query = f"?p={number}" if number > 1 else ""
            found.pages.append(KeptPage(f"{found.url}{query}", page.title, words))
        for one in materials:
            self._add_material(found, one)
        for quiz in page.quizzes.live().order_by("title"):
            self._add_quiz(found, quiz)
        return found

    def bag(self, bag: BookBag) -> Contents:
        """Return what to keep of a book bag, in its order."""
        found = self._begin(f"bag-{bag.pk}", "红色书袋", bag.title, bag.get_absolute_url())
        items = list(bag.items.all())
        known = {
            page.pk: page for page in Page.objects.filter(pk__in=[one.page_id for one in items]).specific()
        }
        notes = [f"{one.page_id} {one.note}" for one in items]
        found.pages.append(KeptPage(found.url, bag.title, summed(bag.title, bag.intro, *notes)))
        for item in items:
            page = known[item.page_id]
            if isinstance(page, QuizPage):
                self._add_quiz(found, page)
            elif isinstance(page, MaterialPage) and material_policy.can_view(
                self.user, page, closed=self.closed
            ):
                self._add_material(found, page)
        return found

    def roll(self, place: Organization) -> Contents:
        """Return what a secretary keeps to record a meeting where there is no line: the page with the roll."""
        record = reverse("study:record_session")
        found = self._begin(
            f"roll-{place.pk}", "学习登记", f"记一次学习：{place.label}", f"{record}?organization={place.pk}"
        )
        members = Member.objects.filter(organization__path__startswith=place.path, is_active=True)
        words = summed(place.name, *members.order_by("pk").values_list("name", flat=True))
        found.pages.append(KeptPage(found.url, found.title, words))
        found.aliases[record] = found.url
        return found

    def _begin(self, key: str, kind: str, title: str, url: str) -> Contents:
        what, _, pk = key.partition("-")
        return Contents(key, kind, title, url, source=reverse("cms:offline_contents", args=[what, pk]))

    def _url(self, page: Page) -> str:
        return page.get_url(self.request) or "/"

    def _add_material(self, found: Contents, page: MaterialPage) -> None:
        if isinstance(page, MicroLecturePage):
            self._add_lecture(found, page)
        elif isinstance(page, PocketBookPage):
            self._add_book(found, page)
        else:
            self._add_text(found, page)

    def _add_text(self, found: Contents, page: MaterialPage) -> None:
        text = text_in_force(page)
        if not material_policy.can_view(self.user, text, closed=self.closed):
            return
        edition, status = "", text.status
        if isinstance(text, EditionPage):
            day = text.effective_from
            edition = f"{day.year}年{day.month}月{day.day}日起施行的版本"
            status = standing.status_on(text, timezone.localdate(), superseded=False)
        if text.pk != page.pk:
            found.aliases[self._url(text)] = self._url(page)
        words = summed(text.title, text.body, status, edition)
        found.pages.append(KeptPage(self._url(page), page.title, words, edition))

    def _add_book(self, found: Contents, page: PocketBookPage) -> None:
        issue = page.newest
        words = summed(page.title, page.summary, issue.digest if issue else "")
        edition = f"第 {issue.number} 版" if issue else ""
        found.pages.append(KeptPage(self._url(page), page.title, words, edition))
        if issue is None or not book_policy.can_have(self.user, issue):
            return
        ready = issue.files.filter(
            state=PocketBookFile.State.READY, format__in=[form.value for form in BOOK_FORMS]
        )
        for file in ready:
            url = f"{self._url(page)}file/{issue.number}/{file.format}/"
            found.files.append(KeptFile(url, f"{page.title}（{file.form.label}）", "book", file.bytes))

    def _add_lecture(self, found: Contents, page: MicroLecturePage) -> None:
        recording = page.recording
        lines = captions_of(recording) if recording else []
        words = summed(
            page.title, str(recording and recording.file.name), *(f"{one.start} {one.text}" for one in lines)
        )
        url = self._url(page)
        found.pages.append(KeptPage(url, page.title, words))
        for quiz in page.quizzes.live():
            self._add_quiz(found, quiz)
        if recording is None:
            return
        if lines:
            found.files.append(
                KeptFile(reverse("lectures:captions", args=[page.pk]), f"{page.title}（字幕）")
            )
        play = reverse("lectures:play", args=[page.pk])
        found.files.append(KeptFile(play, page.title, "film", recording.size))
        if recording.sound:
            sound = reverse("lectures:sound", args=[page.pk])
            found.files.append(KeptFile(sound, f"{page.title}（声音）", "sound", recording.sound_size))
            found.pages.append(KeptPage(f"{url}?sound=1", f"{page.title}（只听声音）", words, group="sound"))
        for document in (page.slides, page.handout):
            if document is not None:
                found.files.append(
                    KeptFile(document.url, document.title, "document", document.get_file_size() or 0)
                )

    def _add_quiz(self, found: Contents, quiz: QuizPage) -> None:
        if quiz.pk not in self._open_quizzes():
            return
        url = reverse("quizzes:quiz", args=[quiz.slug])
        if any(page.url == url for page in found.pages):
            return
        words = summed(quiz.title, quiz.intro, str(quiz.latest_revision_id))
        found.pages.append(KeptPage(url, quiz.title, words))
        # A clock that runs where nobody sees it would hand the paper in; a daily paper is of its day.
        if quiz.kind == QuizPage.Kind.PRACTICE and not quiz.time_limit_minutes:
            found.papers.append(KeptPaper(reverse("quizzes:start", args=[quiz.slug]), quiz.title))
        else:
            found.left.append(f"《{quiz.title}》要联网答，本机只存说明。")

    def _quizzes_on(self, text: MaterialPage) -> list[QuizPage]:
        """Return the few self-tests without a clock that ask most about `text`; each is begun when it is kept."""
        tests = QuizPage.objects.filter(kind=QuizPage.Kind.PRACTICE, time_limit_minutes=None)
        return list(tests.filter(pk__in=self._open_quizzes()).asking_about(text.pk)[:MOST_QUIZZES])

    def _open_quizzes(self) -> set[int]:
        if self._quizzes is None:
            self._quizzes = set(quiz_policy.open_to(self.user, now=self.now).values_list("pk", flat=True))
        return self._quizzes
