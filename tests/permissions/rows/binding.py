"""Import, export, sources, doubts and the coverage map: the editors' desk alone."""

from typing import Any

from django.utils import timezone

from quizzes.models import QuestionUpload, SourceProposal, SourceSearch
from tests.permissions.row import EDITOR_DESK, Row, Statuses
from tests.quizzes import builders

# Acts that lead back to a page answer 302 to the editor too.
ACT: Statuses = (302, 302, 302, 302, 302, 302)


def furnish(world: Any) -> None:
    """Make a bare question with a proposal, and an upload of the editor's."""
    question = builders.question(stem="缺出处的题？")
    search = SourceSearch.objects.create(version=question.current, looked_at=timezone.now())
    proposal = SourceProposal.objects.create(
        search=search, rank=1, material=world.edition, address="art_2", confidence=0.5
    )
    upload = QuestionUpload.objects.create(
        bank=question.bank, name="题目.txt", created_by=world.people.editor, state="done"
    )
    made = {"question": question, "search": search, "proposal": proposal, "upload": upload}
    world.things["binding"] = made


def _bank(world: Any) -> dict[str, Any]:
    return {"bank_id": world.things["binding"]["question"].bank_id}


def _question(world: Any) -> dict[str, Any]:
    return {"question_id": world.things["binding"]["question"].pk}


def _upload(world: Any) -> dict[str, Any]:
    return {"upload_id": world.things["binding"]["upload"].pk}


def _work(world: Any) -> dict[str, Any]:
    return {"work_id": world.regulation.pk}


def _article(world: Any) -> dict[str, Any]:
    return {"work_id": world.regulation.pk, "address": "art_2"}


ROWS = [
    Row("quizzes_stale", EDITOR_DESK),
    Row("quizzes_stale_confirm", ACT, _question, method="post"),
    Row("quizzes_stale_retire", ACT, _question, method="post"),
    Row("quizzes_coverage", EDITOR_DESK),
    Row("quizzes_coverage_map", EDITOR_DESK, _work),
    Row("quizzes_coverage_article", EDITOR_DESK, _article),
    Row("quizzes_sources", EDITOR_DESK),
    Row(
        "quizzes_sources_suggest",
        EDITOR_DESK,
        method="post",
        data=lambda world: {"kind": "single", "answer": "A"},
    ),
    Row("quizzes_sources_of_bank", EDITOR_DESK, _bank),
    Row("quizzes_sources_advance", ACT, _bank, method="post"),
    Row("quizzes_sources_accept_above", ACT, _bank, method="post"),
    Row(
        "quizzes_sources_accept",
        ACT,
        lambda world: {"proposal_id": world.things["binding"]["proposal"].pk},
        method="post",
    ),
    Row(
        "quizzes_sources_none",
        ACT,
        lambda world: {"search_id": world.things["binding"]["search"].pk},
        method="post",
    ),
    Row("quizzes_import", EDITOR_DESK),
    Row("quizzes_import_template", EDITOR_DESK),
    Row("quizzes_import_shown", EDITOR_DESK, _upload),
    Row("quizzes_import_confirm", ACT, _upload, method="post"),
    Row("quizzes_export", EDITOR_DESK),
]
