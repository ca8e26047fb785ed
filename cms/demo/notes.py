"""Notes of the demo's people: marks and 学习心得, a question with and one without an answer, and one in doubt."""

from datetime import datetime, timedelta

from library.models import EditionPage, MaterialPage
from members.models import Member
from study.models import Note
from study.notes.actions import Draft, answer_question, write_note
from study.notes.carrying import carry_notes
from study.notes.texts import text_in_force, units_of

WORK = "study-rules"


def write_notes(*, known: dict[str, Member], now: datetime) -> int:
    """Write them; return how many there are."""
    work = MaterialPage.objects.get(slug=WORK)
    text = text_in_force(work)
    if text is None:
        return 0
    articles = [unit for unit in units_of(text) if unit.name.startswith("第")]
    member, earlier = known["member"], now - timedelta(days=6)

    def write(kind: str, place: int, body: str) -> Note:
        draft = Draft(kind, body=body, address=articles[place].address, sentences=(0, 0))
        return write_note(member=member, material=text, draft=draft, now=earlier)

    write("highlight", 2, "")
    write("note", 5, "我们组正好对得上这一条：先看自己组里是怎么做的。")
    write("reflection", 9, "以前只记得要学，没想过学完要说给别人听。说一遍才知道哪里没懂。")
    asked = write("question", 13, "外出务工赶不回来的同志，用视频参加算不算到会？")
    answer_question(
        note=asked,
        author=known["secretary"],
        text="先按请假登记，回来以后补课；这一条下周会上一起学。",
        now=now,
    )
    write("question", 19, "党小组学习和支部学习排在同一天，两个都要记吗？")
    _leave_one_in_doubt(work, member, earlier)
    return Note.objects.count()


def _leave_one_in_doubt(work: MaterialPage, member: Member, then: datetime) -> None:
    """Let a note written on the edition before stand where its sentence was amended since."""
    text = text_in_force(work)
    before = EditionPage.objects.child_of(work).live().order_by("-effective_from")[1]
    now_says = {unit.text for unit in units_of(text)} if text else set()
    for unit in units_of(before):
        if unit.name.startswith("第") and unit.text not in now_says:
            draft = Draft("note", body="这一条当时划了重点。", address=unit.address, sentences=(0, 0))
            note = write_note(member=member, material=before, draft=draft, now=then)
            # It was the text in force when the note was written.
            Note.objects.filter(pk=note.pk).update(follows=True)
            carry_notes(work=work)
            note.refresh_from_db()
            if note.doubt:
                return
            note.delete()
