"""Notes go along with a text that changes, or are put in doubt; decided anew whenever a text of the work changes."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.cache import cache
from django.db import transaction

from library.models import EditionPage, MaterialPage
from library.structure import Comparison, compare, parse
from study.models import Note
from study.notes.anchoring import Anchor, find_again
from study.notes.texts import Unit, text_in_force, texts_of, units_of, work_of
from study.retrying import again_when_locked

# An edition that came into force this many days ago was looked at since.
RECENT_DAYS = 31
SWEPT_SECONDS = 2 * 24 * 3600
BATCH = 500


@again_when_locked
@transaction.atomic
def carry_notes(*, work: MaterialPage) -> int:
    """Move the notes on `work` to the text that holds now, or put them in doubt; return how many were looked at.

    A note already there whose provision reads as before is left alone. Without a live text nothing is touched.
    """
    here = Note.objects.filter(material__in=texts_of(work), follows=True)
    # An import of hundreds of texts asks this hundreds of times; most have no notes.
    text = text_in_force(work) if here.exists() else None
    if text is None:
        return 0
    notes = here.select_for_update(of=("self",))
    waiting = list(notes.exclude(exact="", address="").select_related("material").order_by("pk"))
    if not waiting:
        _follow_whole(work, text)
        return 0
    units = units_of(text)
    by_address = {unit.address: unit for unit in units}
    new = _NewText(text, units, by_address)
    changed = [note for note in waiting if _carry(note, new)]
    Note.objects.bulk_update(
        changed,
        [
            "material",
            "address",
            "place",
            "exact",
            "prefix",
            "suffix",
            "start",
            "passage",
            "is_unique",
            "doubt",
            "doubt_material",
            "doubt_address",
        ],
        batch_size=BATCH,
    )
    _follow_whole(work, text)
    return len(waiting)


def _follow_whole(work: MaterialPage, text: MaterialPage) -> None:
    """Notes about the whole text go along with the work; they quote nothing that could be lost."""
    whole = Note.objects.filter(material__in=texts_of(work), follows=True, address="", exact="")
    whole.exclude(material=text.pk).update(material=text.pk)


@dataclass
class _NewText:
    """The text that holds now, and what it was compared with."""

    page: MaterialPage
    units: list[Unit]
    by_address: dict[str, Unit]
    _compared: dict[int, Comparison] = field(default_factory=dict)

    def counterpart(self, note: Note) -> str:
        """Return the address of the provision to show beside the old one: what the comparison puts in its place."""
        if note.material_id == self.page.pk:
            return note.address if note.address in self.by_address else ""
        if note.material_id not in self._compared:
            self._compared[note.material_id] = compare(parse(note.material.body), parse(self.page.body))
        article = note.address.partition("/")[0]
        for row in self._compared[note.material_id].rows:
            if row.new and any(node.address == article for node in row.old):
                return row.new[0].address if row.new[0].address in self.by_address else ""
        return ""


def _carry(note: Note, new: _NewText) -> bool:
    """Set the note's place; return whether anything changed."""
    here = new.by_address.get(note.address)
    if note.material_id == new.page.pk and here is not None and note.still_reads(here.text):
        return _settle(note)
    found = _find(note, new, here)
    if isinstance(found, Anchor):
        unit = new.by_address[found.address]
        note.put(found, passage=unit.text, place=unit.name, is_unique=True)
        note.material = new.page
        return True
    note.doubt, note.doubt_material, note.doubt_address = str(found), new.page, new.counterpart(note)
    return True


def _find(note: Note, new: _NewText, here: Unit | None) -> Anchor | str:
    if note.exact:
        pairs = [unit.pair for unit in new.units]
        return find_again(note.passage, note.anchor, was_unique=note.is_unique, units=pairs)
    # A note on a whole provision goes along only when that provision reads the same.
    return note.anchor if here is not None and note.still_reads(here.text) else Note.Doubt.GONE


def _settle(note: Note) -> bool:
    """End a doubt: the text was put back as it was."""
    if not note.doubt:
        return False
    note.doubt, note.doubt_material, note.doubt_address = "", None, ""
    return True


def carry_begun(today: date) -> None:
    """Look at the works of which an edition came into force lately; once a day, whoever asks first."""
    if not cache.add(f"study.notes-carried:{today.isoformat()}", True, SWEPT_SECONDS):
        return
    begun = EditionPage.objects.live().filter(
        effective_from__gt=today - timedelta(days=RECENT_DAYS), effective_from__lte=today
    )
    for work in {work.pk: work for work in map(work_of, begun)}.values():
        carry_notes(work=work)
