"""Verbs of notes: write, change, delete, answer; the words quoted are always taken from the text, never from the browser."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from library.models import MaterialPage
from members.models import Member
from study.models import Note, NoteAnswer
from study.notes.anchoring import Anchor, Quote, anchor_at, is_unique, locate, sentences_of
from study.notes.errors import (
    ChangedElsewhere,
    EmptyNote,
    NobodyToAsk,
    NotInDoubt,
    QuoteNotFound,
    TooLong,
)
from study.notes.texts import Unit, text_in_force, unit_at, units_of, work_of
from study.retrying import again_when_locked

LONGEST_BODY = 20_000
LONGEST_QUOTE = 2_000


@dataclass(frozen=True)
class Draft:
    """What a member wants to write down.

    The words are told by a quote from a selection, or by the numbers of the first and last sentence of the unit (from 0);
    with neither the note is about the unit, without an address about the whole text. `key` makes the same draft sent twice one note.
    """

    kind: str
    body: str = ""
    address: str = ""
    quote: Quote | None = None
    sentences: tuple[int, int] | None = None
    key: uuid.UUID | None = None


def new_key() -> uuid.UUID:
    """Return a key for a form, so that sending it twice writes one note."""
    return uuid.uuid4()


@again_when_locked
def write_note(*, member: Member, material: MaterialPage, draft: Draft, now: datetime) -> Note:
    """Store what `member` marked or wrote beside `material`; the same key again returns the first note.

    Raises:
        QuoteNotFound: the words do not stand in the provision.
        EmptyNote: nothing was written where something has to be, or a highlight marks nothing.
        TooLong: the words are too many.
        NobodyToAsk: a question of somebody who belongs to no organisation.
    """
    key = draft.key or uuid.uuid4()
    known = Note.objects.filter(member=member, key=key).first()
    if known is not None:
        return known
    note = Note(
        member=member,
        key=key,
        kind=draft.kind,
        material=material,
        body=_body(draft.body),
        created_at=now,
        changed_at=now,
    )
    if draft.address:
        _put(note, material, draft)
    _check(note)
    note.follows = text_in_force(work_of(material)) == material
    try:
        with transaction.atomic():
            note.save()
    except IntegrityError:
        # The same draft came twice at once.
        return Note.objects.get(member=member, key=key)
    return note


def _put(note: Note, material: MaterialPage, draft: Draft) -> None:
    unit = unit_at(material, draft.address)
    if unit is None:
        raise QuoteNotFound
    anchor = _anchor(unit, draft.quote, draft.sentences)
    if anchor is None:
        raise QuoteNotFound
    if len(anchor.quote.exact) > LONGEST_QUOTE:
        raise TooLong("引用的原文", LONGEST_QUOTE)
    pairs = [one.pair for one in units_of(material)]
    unique = is_unique(pairs, anchor) if anchor.quote.exact else True
    note.put(anchor, passage=unit.text, place=unit.name, is_unique=unique)


def _anchor(unit: Unit, quote: Quote | None, chosen: tuple[int, int] | None) -> Anchor | None:
    if quote is not None:
        return locate(unit.text, quote, address=unit.address)
    if chosen is None:
        return Anchor(unit.address, 0, 0, Quote(""))
    sentences = sentences_of(unit.text)
    first, last = chosen
    if not 0 <= first <= last < len(sentences):
        return None
    return anchor_at(unit.text, sentences[first].start, sentences[last].end, address=unit.address)


def _body(body: str) -> str:
    body = body.replace("\r\n", "\n").strip()
    if len(body) > LONGEST_BODY:
        raise TooLong("自己写的", LONGEST_BODY)
    return body


def _check(note: Note) -> None:
    kind = Note.Kind(note.kind)
    if kind == Note.Kind.HIGHLIGHT and not note.exact:
        raise EmptyNote("请先选出要划线的句子。")
    if kind != Note.Kind.HIGHLIGHT and not note.body:
        raise EmptyNote(f"还没有写{'问题' if kind == Note.Kind.QUESTION else '内容'}，请写一句再保存。")
    if kind == Note.Kind.QUESTION:
        if note.member.organization_id is None:
            raise NobodyToAsk
        note.organization_id = note.member.organization_id


@again_when_locked
@transaction.atomic
def change_note(*, note: Note, kind: str, body: str, seen: str, now: datetime) -> Note:
    """Change what the member wrote, or make a note of a highlight; a question somebody answered keeps its words.

    `seen` is the version of the note the member had in view. The same words sent twice are saved once.

    Raises:
        ChangedElsewhere: another page or device has changed it since.
        EmptyNote, TooLong, NobodyToAsk: as when writing.
    """
    note = Note.objects.select_for_update().get(pk=note.pk)
    if note.kind == Note.Kind.QUESTION and note.answers.exists():
        raise EmptyNote("这个问题已经有人回答，不能再改；可以另外提一个问题。")
    body = _body(body)
    if seen != note.version and (kind, body) != (note.kind, note.body):
        raise ChangedElsewhere
    note.kind, note.body, note.changed_at = kind, body, now
    _check(note)
    if note.kind != Note.Kind.QUESTION:
        note.organization = None
    note.save()
    return note


def delete_note(*, note: Note) -> None:
    """Delete a note with its answers; nothing of it stays."""
    note.delete()


@again_when_locked
def place_note(
    *, note: Note, material: MaterialPage, address: str, sentences: tuple[int, int], now: datetime
) -> Note:
    """Put a note that is in doubt beside the sentences its member chose in the text that holds now.

    Raises:
        NotInDoubt: there is nothing to decide about it.
        QuoteNotFound: there are no such sentences.
    """
    if not note.doubt:
        raise NotInDoubt
    draft = Draft(kind=note.kind, address=address, sentences=sentences)
    _put(note, material, draft)
    note.material = material
    note.follows, note.changed_at = True, now
    note.save()
    return note


@again_when_locked
def keep_note(*, note: Note, now: datetime) -> Note:
    """Leave a note that is in doubt where it was written; it goes along with no further text.

    Raises:
        NotInDoubt: there is nothing to decide about it.
    """
    if not note.doubt:
        raise NotInDoubt
    note.follows, note.doubt, note.doubt_material, note.doubt_address = False, "", None, ""
    note.changed_at = now
    note.save()
    return note


@again_when_locked
@transaction.atomic
def answer_question(*, note: Note, author: Member, text: str, now: datetime) -> NoteAnswer:
    """Answer a question; the member who asked finds it on the desk. The same answer sent twice is one.

    Raises:
        EmptyNote, TooLong: there is no answer, or too much of one.
    """
    text = _body(text)
    if not text:
        raise EmptyNote("还没有写回答，请写一句再送出。")
    if not Note.objects.select_for_update().filter(pk=note.pk).exists():
        raise EmptyNote("提问的人刚才删去了这个问题，不用再回答。")
    known = NoteAnswer.objects.filter(note=note, author=author, text=text).first()
    return known or NoteAnswer.objects.create(note=note, author=author, text=text, answered_at=now)


def see_answers(*, note: Note, now: datetime) -> None:
    """Record that the member who asked has the answers on the screen."""
    NoteAnswer.objects.filter(note=note, seen_at__isnull=True).update(seen_at=now)
