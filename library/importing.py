"""From a file to a page: one transaction a document, and running it again changes only what has changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from library.errors import NoLibrary, SameTitle, UnknownTopic
from library.extraction import Extracted
from library.models import (
    EditionPage,
    GuidePage,
    LibraryIndexPage,
    MaterialPage,
    RegulationPage,
    SourceDocument,
    SpeechPage,
    TopicPage,
)
from library.particulars import Particulars, default_slug
from members.models import Member

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
PAGE_CLASSES: dict[str, type[MaterialPage]] = {
    MaterialPage.Kind.SPEECH: SpeechPage,
    MaterialPage.Kind.GUIDE: GuidePage,
}


@dataclass
class ImportRun:
    """One run over several documents: remembers what it brought in, so that two texts never fight for one title.

    `reviewed`: an editor has the text in front of them, so it counts even when the file itself is the one already
    in; without it, a file that has not changed leaves a page alone that was edited since.
    """

    by: Member | None = None
    publish: bool = False
    reviewed: bool = False
    seen: dict[tuple[str, str, date | None], tuple[str, str]] = field(default_factory=dict)

    def claim(self, particulars: Particulars, name: str, text: str) -> None:
        """Note that this run brings in this title.

        Raises:
            SameTitle: an earlier file of the run already did, with another text.
        """
        key = (particulars.kind, particulars.title, edition_day(particulars))
        other, theirs = self.seen.setdefault(key, (name, text))
        if not same_text(theirs, text):
            raise SameTitle(name, particulars.title, other)


@dataclass(frozen=True)
class Imported:
    """What came of one document: `outcome` is created, updated or unchanged."""

    page: MaterialPage
    outcome: str


@contextmanager
def captured(
    *, data: bytes, name: str, extracted: Extracted, kind: str, by: Member | None
) -> Iterator[SourceDocument]:
    """Keep the original for what is done inside; when that fails, neither the row nor the file stays."""
    source = None
    try:
        with transaction.atomic():
            known = set(SourceDocument.objects.filter(sha256=extracted.sha256).values_list("pk", flat=True))
            source = save_source(data=data, name=name, extracted=extracted, kind=kind, by=by)
            yield source
    except BaseException:
        # A database forgets by itself; a file store has to be told.
        if source is not None and source.pk not in known:
            source.file.delete(save=False)
        raise


def save_source(
    *, data: bytes, name: str, extracted: Extracted, kind: str, by: Member | None
) -> SourceDocument:
    """Keep the original file exactly as it came; the same bytes are kept once per kind."""
    known = SourceDocument.objects.filter(sha256=extracted.sha256, kind=kind).first()
    if known:
        return known
    source = SourceDocument(
        filename=name[:255],
        sha256=extracted.sha256,
        format=extracted.format,
        encoding=extracted.encoding,
        decisions=extracted.decisions,
        metadata=extracted.metadata,
        text=extracted.text,
        kind=kind,
        uploaded_by=by,
    )
    source.file.save(f"{extracted.sha256[:16]}.{extracted.format}", ContentFile(data), save=False)
    source.save()
    return source


def import_document(
    *, source: SourceDocument, text: str, particulars: Particulars, run: ImportRun
) -> Imported:
    """Bring one document in as a draft, or published when the run says so.

    The same title and kind (and, for a regulation, the same day of effect) is the same page: an equal text leaves it
    untouched, a different one becomes its next revision.

    Raises:
        SameTitle, UnknownTopic, NoLibrary: with the sentence to show; nothing is kept then.
    """
    run.claim(particulars, source.filename, text)
    with transaction.atomic():
        if particulars.kind == MaterialPage.Kind.REGULATION:
            return _import_edition(source, text, particulars, run)
        page_class = PAGE_CLASSES[particulars.kind]
        library = _library()
        page = page_class.objects.child_of(library).filter(title=particulars.title).first()
        return _put(page, page_class(), library, source, text, particulars, run)


def _import_edition(source: SourceDocument, text: str, particulars: Particulars, run: ImportRun) -> Imported:
    library = _library()
    regulation = RegulationPage.objects.child_of(library).filter(title=particulars.title).first()
    if regulation is None:
        regulation = RegulationPage(title=particulars.title, short_title=particulars.short_title[:60])
        _describe(regulation, particulars)
        regulation.slug = _free_slug(library, default_slug(particulars, source.filename))
        regulation.live = run.publish
        library.add_child(instance=regulation)
        _release(regulation, run)
    elif run.publish and not regulation.live:
        _release(regulation, run)
    day = edition_day(particulars) or undated_day(regulation, source.filename)
    edition = EditionPage.objects.child_of(regulation).filter(effective_from=day).first()
    fresh = EditionPage(slug=_free_slug(regulation, day.isoformat()), effective_from=day)
    return _put(edition, fresh, regulation, source, text, particulars, run)


def _put(
    page: Any,
    fresh: MaterialPage,
    parent: Page,
    source: SourceDocument,
    text: str,
    particulars: Particulars,
    run: ImportRun,
) -> Imported:
    if page is not None:
        latest = page.get_latest_revision_as_object()
        if not _changes(latest, source, text, particulars, run):
            if run.publish and not page.live:
                _release(latest, run)
                return Imported(page, UPDATED)
            return Imported(page, UNCHANGED)
        _release(latest, run)
        return Imported(latest, UPDATED)
    fresh.title = particulars.title
    _fill(fresh, source, text, particulars)
    if not fresh.slug:
        fresh.slug = _free_slug(parent, default_slug(particulars, source.filename))
    fresh.live = False
    fresh.owner = run.by
    parent.add_child(instance=fresh)
    _release(fresh, run)
    return Imported(fresh, CREATED)


def _changes(
    latest: Any, source: SourceDocument, text: str, particulars: Particulars, run: ImportRun
) -> bool:
    """Fill `latest` anew and tell whether that changed anything a reader sees."""
    if latest.source_document_id == source.pk and not run.reviewed:
        return False
    before = _said(latest)
    _fill(latest, source, text, particulars)
    return _said(latest) != before


def _said(page: Any) -> list[Any]:
    """Return everything an import can fill in, as comparable values."""
    fields = ("summary", "issuer", "document_number", "source_name", "published_on", "status")
    return [
        page.body.strip().splitlines(),
        *[getattr(page, name) for name in (*fields, "adopted_on", "speaker") if hasattr(page, name)],
        sorted(topic.pk for topic in page.topics.all()),
        sorted(tag.name for tag in page.tags.all()),
    ]


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts differ only in line ends and in space around them, as forms leave them."""
    return one.strip().splitlines() == other.strip().splitlines()


def edition_day(particulars: Particulars) -> date | None:
    """Return the day that tells a regulation's editions apart; None for other kinds, or when no day is known."""
    if particulars.kind != MaterialPage.Kind.REGULATION:
        return None
    return particulars.effective_from or particulars.published_on


def is_undated(particulars: Particulars) -> bool:
    """Tell whether this is a regulation of which no day is known, so that its day of effect is only a stopgap."""
    return particulars.kind == MaterialPage.Kind.REGULATION and edition_day(particulars) is None


def undated_day(work: RegulationPage, filename: str) -> date:
    """Return the day of effect an undated file stands under until somebody puts it right.

    A file brought in before means the edition it made then, whatever its day is now; any other gets today.
    """
    editions = EditionPage.objects.child_of(work).filter(source_document__filename=filename)
    before = editions.order_by("-effective_from").first()
    return before.effective_from if before else timezone.localdate()


def _fill(page: MaterialPage, source: SourceDocument, text: str, particulars: Particulars) -> None:
    page.body = text
    page.source_document = source
    _describe(page, particulars)
    if isinstance(page, EditionPage):
        page.adopted_on = particulars.adopted_on or page.adopted_on
    if isinstance(page, SpeechPage):
        page.speaker = particulars.speaker[:80] or page.speaker


def _describe(page: MaterialPage, particulars: Particulars) -> None:
    page.summary = particulars.summary or page.summary
    page.issuer = particulars.issuer[:120] or page.issuer
    page.document_number = particulars.document_number[:80] or page.document_number
    page.source_name = particulars.source[:200] or page.source_name
    page.published_on = particulars.published_on or page.published_on
    if particulars.status in MaterialPage.Status.values:
        page.status = particulars.status
    if particulars.topics:
        page.topics.set(_topics(particulars.topics))
    if particulars.tags:
        page.tags.set(particulars.tags)


def _release(page: MaterialPage, run: ImportRun) -> None:
    revision = page.save_revision(user=run.by)
    if run.publish:
        revision.publish(user=run.by)


def _topics(slugs: list[str]) -> list[TopicPage]:
    found = {topic.slug: topic for topic in TopicPage.objects.filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in found:
            raise UnknownTopic(slug)
    return [found[slug] for slug in slugs]


def _library() -> LibraryIndexPage:
    library = LibraryIndexPage.objects.first()
    if library is None:
        raise NoLibrary
    return library


def _free_slug(parent: Page, wanted: str) -> str:
    taken = set(parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
