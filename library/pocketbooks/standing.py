"""Whether what a printed edition holds is still what is in force."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from library import standing
from library.models import EditionPage, MaterialPage, PinnedText, PocketBookIssue, RegulationPage
from library.pocketbooks.compiling import article_words, is_of, stands_in, text_in_force, words_at
from library.pocketbooks.printing.composing import compose, place_label
from library.pocketbooks.printing.model import Chapter
from library.publishing import fingerprint
from library.structure import parse


class Held(StrEnum):
    """What became of a text since it was printed."""

    SAME = "same"
    NOT_YET = "not_yet"
    AMENDED = "amended"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


SENTENCES = {
    Held.SAME: "与现行文本一致",
    Held.NOT_YET: "与公布的文本一致，但还没有施行",
    Held.AMENDED: "原文在本书编成以后改过",
    Held.SUPERSEDED: "已有新的版本，书里是旧版",
    Held.REPEALED: "已经废止",
    Held.WITHDRAWN: "网上已经撤下",
    Held.DELETED: "已经从资料库删除",
}


@dataclass(frozen=True)
class PinStanding:
    """A pinned text, what became of it, and the text that holds today, if there is one."""

    pin: PinnedText
    held: Held
    current: MaterialPage | None = None

    @property
    def is_in_force(self) -> bool:
        """Tell whether the printed words still hold."""
        return self.held is Held.SAME

    @property
    def is_outdated(self) -> bool:
        """Tell whether a new edition of the book would read differently."""
        return self.held not in (Held.SAME, Held.NOT_YET)

    @property
    def sentence(self) -> str:
        """Return what became of it, in words."""
        return SENTENCES[self.held]

    @property
    def label(self) -> str:
        """Return what the text is in the book: a chapter, or what an answer rests on."""
        if not self.pin.question:
            return self.pin.title
        places = "、".join(dict.fromkeys(filter(None, map(place_label, self.pin.addresses))))
        return f"第 {self.pin.chapter} 项第 {self.pin.question} 问的依据《{self.pin.title}》{places}"


class Words(StrEnum):
    """How an article that was printed reads in the text that holds today."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


# What is asked of a chapter only where its text may still hold.
COMPARABLE = {Held.SAME, Held.NOT_YET, Held.AMENDED, Held.SUPERSEDED}
VERDICTS = {
    Held.SAME: "仍然有效",
    Held.NOT_YET: "尚未施行",
    Held.REPEALED: "已经废止",
    Held.WITHDRAWN: "不能再确认",
    Held.DELETED: "不能再确认",
}


@dataclass(frozen=True)
class Scan:
    """What a printed code is answered: how its chapter stands, and its article if it is an article's code."""

    stands: PinStanding
    article: Words | None = None
    place: str = ""

    @property
    def is_good(self) -> bool:
        """Tell whether what the code stands beside still holds."""
        return self.stands.is_in_force or (self.stands.is_outdated and self.article is Words.SAME)

    @property
    def verdict(self) -> str:
        """Return the answer in a few characters."""
        return VERDICTS[Held.SAME] if self.is_good else VERDICTS.get(self.stands.held, "已有变化")

    @property
    def sentence(self) -> str:
        """Return the answer in one sentence, without its full stop."""
        if self.article is None or not self.stands.is_outdated:
            return self.stands.sentence
        if self.article is Words.GONE:
            return f"现行文本里已经没有{self.place}"
        if self.article is Words.CHANGED:
            return f"{self.place}已经改过，和现行文本不一样"
        return f"{self.place}和现行文本一致，改的是别处"


def scan(stands: PinStanding, chapter: Chapter, address: str) -> Scan:
    """Answer the code of `chapter`, or of its article at `address`."""
    printed, current = article_words(chapter.blocks, address), stands.current
    if not printed or current is None or stands.held not in COMPARABLE:
        return Scan(stands)
    document = parse(current.body)
    place = place_label(address)
    if document.find(address) is None:
        return Scan(stands, Words.GONE, place)
    live = article_words(compose(document, (address,)), address)
    same = fingerprint(live) == fingerprint(printed)
    return Scan(stands, Words.SAME if same else Words.CHANGED, place)


def standings_of(issue: PocketBookIssue) -> list[PinStanding]:
    """Return how each text of an edition stands today."""
    return [
        standing_of(pin) for pin in issue.pinned.select_related("material").order_by("chapter", "question")
    ]


def standing_of(pin: PinnedText) -> PinStanding:
    """Return how one pinned text stands today."""
    if pin.material is None:
        return PinStanding(pin, Held.DELETED)
    material = pin.material.specific
    current = _current(material)
    if not material.live:
        return PinStanding(pin, Held.WITHDRAWN, current)
    status = _status(material)
    if status == MaterialPage.Status.REPEALED:
        return PinStanding(pin, Held.REPEALED, current)
    if current is not None and current.pk != material.pk:
        return PinStanding(pin, Held.SUPERSEDED, current)
    if not _reads_the_same(pin, material):
        return PinStanding(pin, Held.AMENDED, current)
    held = Held.NOT_YET if status == MaterialPage.Status.NOT_YET else Held.SAME
    return PinStanding(pin, held, current)


def _current(material: MaterialPage) -> MaterialPage | None:
    """Return the live text that holds instead of `material` today, or `material` itself."""
    if isinstance(material, EditionPage):
        work = RegulationPage.objects.parent_of(material).first()
        current = text_in_force(work) if work is not None else material
        # An edition that is still to come is not replaced by the one before it.
        if (
            isinstance(current, EditionPage)
            and current.effective_from < material.effective_from
            and material.live
        ):
            return material
        material = current
    return material if material.live else None


def _status(material: MaterialPage) -> str:
    if isinstance(material, EditionPage):
        return standing.status_on(material, timezone.localdate(), superseded=False)
    return material.status


def _reads_the_same(pin: PinnedText, material: MaterialPage) -> bool:
    if pin.excerpt:
        return all(stands_in(line, material.body) for line in pin.excerpt.splitlines())
    document = parse(material.body if pin.addresses else "")
    return is_of(pin.digest, words_at(document, material.body, pin.addresses))
