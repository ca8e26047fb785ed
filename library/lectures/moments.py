"""What a lecture says when: sentences to search for and mentions of articles, both derived from its captions."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from django.db import transaction

from library import citing, indexing
from library.models import EditionPage, LectureMention, LectureMoment, MaterialPage, MicroLecturePage
from library.structure import Citation as Reference
from library.structure import NameIndex, find_in_text
from media.captions import Line
from media.models import Recording
from media.recording import captions_of

BATCH = 500
ENDS = "。！？!?…；"
# A sentence without a full stop ends after so many captions, characters, or milliseconds of silence.
MOST_LINES = 4
MOST_CHARS = 90
SILENCE_MS = 3000


def rebuild_moments(*, lecture: MicroLecturePage) -> None:
    """Derive the sentences and mentions of a published lecture anew; the index follows on commit."""
    lines = captions_of(lecture.recording) if lecture.recording else []
    moments = [
        LectureMoment(lecture=lecture, start_ms=line.start, end_ms=line.end, text=line.text)
        for line in sentences(lines)
    ]
    with transaction.atomic():
        _replace(lecture, moments)
        LectureMention.objects.filter(lecture=lecture).delete()
        LectureMention.objects.bulk_create(_mentions(lecture, lines), batch_size=BATCH)


def remove_moments(*, lecture: MicroLecturePage) -> None:
    """Forget what a lecture that is no longer public says."""
    with transaction.atomic():
        _replace(lecture, [])
        LectureMention.objects.filter(lecture=lecture).delete()


def follow_captions(*, recording: Recording) -> None:
    """Derive anew what the published lectures with this recording say."""
    for lecture in MicroLecturePage.objects.live().filter(recording=recording):
        rebuild_moments(lecture=lecture)


def learn_work(*, work: MaterialPage) -> None:
    """Resolve mentions of a work, or of an article in it, that was not there before."""
    waiting = LectureMention.objects.filter(target=None)
    if not waiting.exists():
        return
    if isinstance(work, EditionPage):
        parent = MaterialPage.objects.parent_of(work).first()
        work = parent.specific if parent else work
    names = citing.names_of(work)
    lectures = waiting.filter(name__in=names).values("lecture")
    for lecture in MicroLecturePage.objects.live().filter(pk__in=lectures):
        rebuild_moments(lecture=lecture)


def forget_work(*, work: MaterialPage) -> None:
    """Mentions of a withdrawn work lead nowhere any more."""
    LectureMention.objects.filter(target_id=work.pk).update(target=None)


def sentences(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield captions joined into sentences, each with its place in the recording."""
    held: list[Line] = []
    for line in lines:
        if held and (line.start - held[-1].end > SILENCE_MS or _is_whole(held)):
            yield _joined(held)
            held = []
        held.append(line)
    if held:
        yield _joined(held)


def find_mentions(lines: list[Line], names: NameIndex) -> list[tuple[Line, Reference]]:
    """Return the works and articles spoken of, each with the captions it is said in.

    In speech a work is named once and its articles follow (“第二十条……第二十二条又说”), so an article without a work
    belongs to the work named last.
    """
    words = ["".join(line.text.split("\n")) for line in lines]
    starts = [0, *accumulate(map(len, words))]
    found, work = [], ""
    for reference in find_in_text("".join(words), names=names):
        if reference.work:
            work = reference.work
        elif work and reference.addresses and reference.text.startswith("第"):
            reference.work = work
        if not reference.work:
            continue
        reference.target = reference.target or names.find(reference.work)
        first = lines[bisect_right(starts, reference.start) - 1]
        last = lines[bisect_right(starts, reference.end - 1) - 1]
        found.append((Line(first.start, last.end, reference.text), reference))
    return found


def _mentions(lecture: MicroLecturePage, lines: list[Line]) -> list[LectureMention]:
    names = citing.known_names()
    found = find_mentions(lines, names)
    known = citing.KnownPlaces([reference for _line, reference in found])
    return [row for line, reference in found for row in _rows(lecture, line, reference, known)]


def _rows(
    lecture: MicroLecturePage, line: Line, reference: Reference, known: "citing.KnownPlaces"
) -> Iterator[LectureMention]:
    target = int(reference.target or 0)
    for address in reference.addresses or [""]:
        unit = citing.unit_of(address)
        is_there = target in known.works and (
            not citing.ARTICLE.match(address) or (target, unit) in known.articles
        )
        yield LectureMention(
            lecture=lecture,
            start_ms=line.start,
            end_ms=line.end,
            text=line.text[:400],
            name=reference.work[:200],
            target_id=target if is_there else None,
            address=address[:200],
            unit=unit[:200],
        )


def _replace(lecture: MicroLecturePage, moments: list[LectureMoment]) -> None:
    gone = list(LectureMoment.objects.filter(lecture=lecture).select_related("lecture"))
    keys = [moment.pk for moment in gone]
    LectureMoment.objects.filter(pk__in=keys).delete()
    LectureMoment.objects.bulk_create(moments, batch_size=BATCH)
    transaction.on_commit(lambda: indexing.follow_rows(LectureMoment, moments, gone), robust=True)


def _is_whole(held: list[Line]) -> bool:
    text = "".join(line.text for line in held)
    return text[-1:] in ENDS or len(held) >= MOST_LINES or len(text) >= MOST_CHARS


def _joined(held: list[Line]) -> Line:
    text = "".join("".join(line.text.split("\n")) for line in held)
    return Line(held[0].start, held[-1].end, text)
