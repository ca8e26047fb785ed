"""Quotations on a page: checked against the edition that held on the page's day, and answered for where they differ."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from library.citing import known_names
from library.models import EditionPage, MaterialPage, QuotationAnswer
from library.prose import prose_of
from library.quoting import Quotation, Source, Verdict, VerdictKind, check, find_quotations, fold
from library.structure import NameIndex, parse
from members.models import Member

FIELD = "quotation-"
LONGEST_REASON = 200
SHOWN = 40


@dataclass(frozen=True)
class Subject:
    """What is checked: the page, the day its words are of, its text, what stands around it, and named passages."""

    page: Page
    title: str
    day: date
    text: str = ""
    around: list[str] = field(default_factory=list)
    passages: list[tuple[str, MaterialPage, str]] = field(default_factory=list)


@dataclass(frozen=True)
class CheckedQuotation:
    """A quotation that differs from its source: where it stands, what the source says, and why it is meant to."""

    fingerprint: str
    quotation: Quotation
    line: int
    work: str
    url: str
    verdict: Verdict
    note: str = ""
    reason: str = ""

    @property
    def field(self) -> str:
        """Return the name of the input its reason is written in."""
        return FIELD + self.fingerprint

    @property
    def sentence(self) -> str:
        """Say what is the matter."""
        return self.note or _sentence(self.quotation, self.verdict, self.work)

    @property
    def can_be_corrected(self) -> bool:
        """Tell whether the source's words can be put in place of these."""
        return self.verdict.kind == VerdictKind.DIFFERS and "…" not in self.quotation.text and self.line > 0

    @property
    def correction(self) -> str:
        """Return the source's words as they stand inside quotation marks: one line, marks within marks."""
        words = "".join(self.verdict.wording.split("\n")).replace("\t", "")
        return words.replace("“", "‘").replace("”", "’")


def subject_of(page: Any) -> Subject:
    """Return what is to be checked of a page as it stands."""
    return with_values(page, {})


def with_values(page: Any, data: Mapping[str, Any]) -> Subject:
    """Return what is to be checked of a page with the values of a form."""

    def value(name: str) -> Any:
        return data.get(name) or getattr(page, name, None)

    def written(name: str) -> Any:
        return data[name] if name in data else getattr(page, name, None)

    first = page.first_published_at
    day = value("published_on") or value("effective_from") or (timezone.localdate(first) if first else None)
    prose = prose_of(page, written)
    named = {material.pk for _, material, _ in prose.passages}
    known = MaterialPage.objects.in_bulk(named) if named else {}
    passages = [
        (words, known[material.pk], place)
        for words, material, place in prose.passages
        if material.pk in known
    ]
    title, day = value("title") or "", day or timezone.localdate()
    return Subject(page, title, day, prose.text, prose.around, passages)


def quotations_of(page: Any) -> list[CheckedQuotation]:
    """Return the quotations of a page that differ, answered or not."""
    return check_quotations(subject_of(page))


def open_quotations(page: Any) -> list[CheckedQuotation]:
    """Return the quotations of a page, or of a subject, that differ and that nobody has answered for."""
    subject = page if isinstance(page, Subject) else subject_of(page)
    return [found for found in check_quotations(subject) if not found.reason]


def check_quotations(subject: Subject) -> list[CheckedQuotation]:
    """Return the quotations that differ from the edition in force on the subject's day, in reading order."""
    library = _Library(subject)
    found = [
        checked
        for quotation, material in _attributed(subject, library)
        if (checked := library.checked(quotation, material)) is not None
    ]
    if not found or not subject.page.pk:
        return found
    answers = QuotationAnswer.objects.filter(page_id=subject.page.pk)
    reasons = dict(answers.values_list("fingerprint", "reason"))
    return [_with_reason(checked, reasons.get(checked.fingerprint, "")) for checked in found]


def refusal(waiting: list[CheckedQuotation]) -> str:
    """Return the sentence that keeps a text from being published."""
    first = waiting[0]
    words = first.quotation.text
    shown = words if len(words) <= SHOWN else words[:SHOWN] + "……"
    more = f"还有 {len(waiting) - 1} 处也要处理。" if len(waiting) > 1 else ""
    return f"引文“{shown}”：{first.sentence}请改正，或在引文旁写明这样引的理由，再发布。{more}"


def reasons_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the reasons a form was sent with, by the fingerprint of the quotation."""
    return {
        name.removeprefix(FIELD): str(value).strip()[:LONGEST_REASON]
        for name, value in data.items()
        if name.startswith(FIELD) and str(value).strip()
    }


def answer_quotations(*, page: Any, reasons: Mapping[str, str], by: Member) -> int:
    """Store why quotations of `page` differ, of those that do; return how many answers are new or changed."""
    changed = 0
    differing = check_quotations(subject_of(page)) if reasons else []
    for checked in differing:
        reason = reasons.get(checked.fingerprint, "")
        if not reason or reason == checked.reason:
            continue
        QuotationAnswer.objects.update_or_create(
            page_id=page.pk,
            fingerprint=checked.fingerprint,
            defaults={
                "quoted": checked.quotation.text,
                "work": checked.work[:255],
                "reason": reason,
                "answered_by": by,
            },
        )
        changed += 1
    return changed


class _Library:
    """Works as they stood on one day, each read once."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._names: NameIndex | None = None
        self._works: dict[int, MaterialPage | None] = {}
        self._sources: dict[int, Source] = {}

    @property
    def names(self) -> NameIndex:
        if self._names is None:
            self._names = known_names()
        return self._names

    def work(self, name: str) -> MaterialPage | None:
        """Return the live work a name means, other than the one that is checked."""
        key = self.names.find(name)
        if key is None:
            return None
        if int(key) not in self._works:
            self._works[int(key)] = MaterialPage.objects.live().filter(pk=int(key)).first()
        work = self._works[int(key)]
        own = work is not None and (work.pk == self.subject.page.pk or work.title == self.subject.title)
        return None if own else work

    def checked(self, quotation: Quotation, work: MaterialPage) -> CheckedQuotation | None:
        """Return the quotation when it differs from the text in force on the day."""
        texts = self._texts(work)
        if not texts:
            return None
        text, others = texts[0], texts[1:]
        verdict = check(quotation, self._source(text))
        if verdict is None or verdict.kind == VerdictKind.SAME:
            return None
        note = ""
        for other in others:
            said = check(quotation, self._source(other))
            if said is not None and said.kind == VerdictKind.SAME:
                note = f"这是《{work.title}》{other.slug} 版的文字，当时有效的是 {text.slug} 版。"
                break
        before = self.subject.text[: quotation.start]
        return CheckedQuotation(
            fingerprint=hashlib.sha256(f"{fold(quotation.text)}\n{work.pk}".encode()).hexdigest(),
            quotation=quotation,
            line=before.count("\n") + 1 if quotation.start >= 0 else 0,
            work=work.title,
            url=f"{text.url}#{verdict.address}" if verdict.address else str(text.url or ""),
            verdict=verdict,
            note=note,
        )

    def _texts(self, work: MaterialPage) -> list[MaterialPage]:
        """Return the text that held on the day, and the other editions; nothing when none held yet."""
        if isinstance(work, EditionPage) or work.kind == MaterialPage.Kind.EDITION:
            return [work]
        if work.kind != MaterialPage.Kind.REGULATION:
            return [work] if work.body else []
        editions = EditionPage.objects.filter(path__startswith=work.path, depth=work.depth + 1)
        held = list(editions.in_force_on(self.subject.day))
        later = editions.live().filter(effective_from__gt=self.subject.day).order_by("effective_from")
        return [*held, *later] if held else []

    def _source(self, text: MaterialPage) -> Source:
        if text.pk not in self._sources:
            self._sources[text.pk] = Source.of(parse(text.body))
        return self._sources[text.pk]


def _attributed(subject: Subject, library: _Library) -> Iterator[tuple[Quotation, MaterialPage]]:
    for number, text in enumerate([subject.text, *subject.around]):
        if not any(mark in text for mark in '“"「‘'):
            continue
        for quotation in find_quotations(text, library.names):
            work = library.work(quotation.work)
            if work is not None:
                # Only lines of the text itself can be gone to.
                yield (quotation if number == 0 else replace(quotation, start=-1, end=-1)), work
    for words, material, place in subject.passages:
        yield Quotation(-1, -1, words, material.title, place), material


def _sentence(quotation: Quotation, verdict: Verdict, work: str) -> str:
    if verdict.kind == VerdictKind.ELSEWHERE:
        place = verdict.number or "别处"
        return f"这句话在《{work}》的{place}，不在{quotation.place}。"
    if verdict.kind == VerdictKind.ABSENT:
        return f"《{work}》里没有找到这句话。"
    return f"与《{work}》{verdict.number}的原文不一致。"


def _with_reason(checked: CheckedQuotation, reason: str) -> CheckedQuotation:
    return CheckedQuotation(**{**vars(checked), "reason": reason}) if reason else checked
