"""Questions brought in at the desk: read, shown before anything is stored, then brought in at one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.models import Member
from quizzes.actions import LoadReport, RowError, load_questions
from quizzes.errors import NotAllowed, UnreadableQuestions
from quizzes.formats import Reading, read_bytes, read_text
from quizzes.models import Question, QuestionBank, QuestionUpload
from quizzes.policies import question_policy
from quizzes.wording import in_words

State = QuestionUpload.State
PASTED = "粘贴的文字.txt"
SHOWN_ROWS = 50
# An import this long under way has lost its worker; nothing of it was stored.
LOST_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Understood:
    """A good row as its importer checks it: `right` is the key in words."""

    number: int
    kind: str
    stem: str
    options: Sequence[str]
    right: str
    explanation: str


@dataclass(frozen=True)
class Preview:
    """What was understood of a file: `rows` are (number, question as a row), `unit` what a person counts."""

    reading: Reading
    report: LoadReport
    unit: str

    @property
    def rows(self) -> list["Understood"]:
        """Return the first of the questions that are good, as they were understood."""
        bad = {error.row for error in self.report.errors}
        rows = zip(self.reading.numbers, self.reading.rows, strict=True)
        good = (_understood(number, row) for number, row in rows if number not in bad)
        return list(islice(good, SHOWN_ROWS))

    @property
    def good(self) -> int:
        """Return how many questions can be asked, repeated ones included."""
        return len(self.reading.rows) - self._bad

    @property
    def fresh(self) -> int:
        """Return how many questions would be stored."""
        return self.good - self.report.duplicates

    @property
    def _bad(self) -> int:
        return len(self.report.errors) - len(self.reading.faults)


def _understood(number: int, row: Mapping[str, Any]) -> Understood:
    kind, options, prompts = row["kind"], row.get("options") or [], row.get("prompts") or []
    right = in_words(kind, prompts, options, row["answer"])
    label = Question.Kind(kind).label
    return Understood(number, label, row["stem"], options, right, row.get("explanation") or "")


def read_upload(upload: QuestionUpload) -> Reading:
    """Return the questions of an upload.

    Raises:
        UnreadableQuestions: nothing in it can be read.
    """
    with upload.file.open("rb") as kept:
        data = kept.read()
    if upload.name == PASTED:
        return read_text(data.decode(), "粘贴的文字", upload.format)
    return read_bytes(data, upload.name, upload.format)


def keep_upload(
    *, member: Member, bank: QuestionBank, name: str, data: bytes, format: str = "auto"
) -> QuestionUpload:
    """Keep a file until its importer has seen what was understood of it.

    Raises:
        NotAllowed: the member may not write questions.
        UnreadableQuestions: nothing in it can be read; then nothing is kept.
    """
    if not question_policy.can_add(member, bank):
        raise NotAllowed("您没有出题的权限，或者这个题库不归您管，请联系管理员。")
    if name == PASTED:
        read_text(data.decode(), "粘贴的文字", format)
    else:
        read_bytes(data, name, format)
    upload = QuestionUpload(bank=bank, name=name[-255:], format=format, created_by=member)
    upload.file.save("questions", ContentFile(data), save=False)
    upload.save()
    return upload


def preview(upload: QuestionUpload) -> Preview:
    """Return what an import would do, as far as the importer may see; nothing is stored.

    Raises:
        UnreadableQuestions: nothing in it can be read.
        NotAllowed: the bank is not the importer's to write in any more.
    """
    reading = read_upload(upload)
    with transaction.atomic():
        report = _load(reading, upload, skip_bad=True)
        transaction.set_rollback(True)
    return Preview(reading, report, _unit(reading))


def start_import(*, upload: QuestionUpload, skip_bad: bool) -> bool:
    """Claim an upload for its import; True for exactly one caller, and again when the import was not heard of for long."""
    now = timezone.now()
    waiting = Q(state=State.WAITING)
    lost = Q(state=State.WORKING, changed_at__lt=now - LOST_AFTER)
    free = QuestionUpload.objects.filter(waiting | lost, pk=upload.pk)
    return bool(free.update(state=State.WORKING, skip_bad=skip_bad, changed_at=now))


def run_import(*, upload: QuestionUpload) -> QuestionUpload:
    """Bring an upload in: all of it or none, or with `skip_bad` all that is good; a second call changes nothing."""
    with transaction.atomic():
        locked = QuestionUpload.objects.select_for_update().get(pk=upload.pk)
        if locked.state not in QuestionUpload.UNDER_WAY:
            return locked
        try:
            reading = read_upload(locked)
        except UnreadableQuestions as error:
            return _finished(locked, State.FAILED, {"message": str(error)})
        try:
            report = _load(reading, locked, skip_bad=locked.skip_bad)
        except NotAllowed as error:
            return _finished(locked, State.FAILED, {"message": str(error)})
        refused = bool(report.errors) and not locked.skip_bad
        return _finished(locked, State.FAILED if refused else State.DONE, _told(report, _unit(reading)))


def _finished(upload: QuestionUpload, state: str, report: dict[str, Any]) -> QuestionUpload:
    upload.state, upload.report = state, report
    upload.save()
    if state == State.DONE and upload.file:
        upload.file.delete(save=True)
    return upload


def _load(reading: Reading, upload: QuestionUpload, *, skip_bad: bool) -> LoadReport:
    return load_questions(
        author=upload.created_by,
        bank=upload.bank,
        rows=reading.rows,
        state=Question.State.DRAFT,
        skip_bad=skip_bad,
        numbers=reading.numbers,
        faults=[RowError(fault.row, fault.message) for fault in reading.faults],
        unit=_unit(reading),
    )


def _told(report: LoadReport, unit: str) -> dict[str, Any]:
    return {
        "unit": unit,
        "questions": report.questions,
        "created": report.created,
        "duplicates": report.duplicates,
        "errors": [[error.row, error.message] for error in report.errors],
        "repeated": [[error.row, error.message] for error in report.repeated],
    }


def _unit(reading: Reading) -> str:
    return "行" if reading.by_line else "题"
