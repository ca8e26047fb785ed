import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet

from study.ledger.actions import counter_entry
from study.ledger.reconciling import reconcile
from study.models import LedgerHead, PointEntry, PointRule, Progress
from tests.people import People
from tests.study.builders import NOW
from tests.study.ledger.builders import adopted, book, finished


@pytest.fixture
def ledger(people: People) -> People:
    adopted(people.county)
    for number in (1, 2, 3):
        finished(people.me, on=date(2026, 3, number), slug=f"text-{number}")
    finished(people.secretary, on=date(2026, 3, 9), slug="other")
    book(people)
    counter_entry(by=people.secretary, entry=PointEntry.objects.get(sequence=1), reason="登记错了", now=NOW)
    return people


def verify(*arguments: str) -> tuple[dict[str, Any], str]:
    out, refused = StringIO(), ""
    try:
        call_command("verify_ledger", "--json", *arguments, stdout=out)
    except CommandError as error:
        refused = str(error)
    return json.loads(out.getvalue()), refused


def silently(statement: str, *values: Any) -> None:
    """Change the database behind the model's back, as somebody with its password could."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def codes() -> set[str]:
    found, refused = verify()
    assert refused.startswith("账本有")
    return {fault["code"] for fault in found["faults"]}


def test_it_works(ledger: People) -> None:
    found, refused = verify()
    assert (found["entries"], found["balances"], found["faults"], refused) == (5, 2, [], "")
    assert found["heads"][0]["entries"] == 5


def test_words_for_people(ledger: People) -> None:
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert "账目 5 笔，结余 2 项。" in out.getvalue()
    assert "没有发现问题" in out.getvalue()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("points", 20),
        ("title", "别的事"),
        ("happened_on", "2026-05-01"),
        ("balance", 99),
        ("reason", "改过的理由"),
        ("record", "progress:999999"),
        ("recorded_at", NOW),
        ("previous", "1" * 64),
        ("seal", "1" * 64),
    ],
)
def test_a_silent_edit_is_found(ledger: People, column: str, value: Any) -> None:
    # A plain queryset knows nothing of our refusals.
    QuerySet(PointEntry).filter(sequence=2).update(**{column: value})
    found, refused = verify()
    assert "第 2 笔" in " ".join(fault["message"] for fault in found["faults"])
    assert refused.startswith("账本有")


def test_given_to_somebody_else_it_is_found(ledger: People) -> None:
    silently("UPDATE study_pointentry SET member_id = %s WHERE sequence = 2", ledger.secretary.pk)
    assert "seal" in codes()


@pytest.mark.parametrize("sequence", [2, 3, 4])
def test_a_silent_deletion_is_found(ledger: People, sequence: int) -> None:
    silently("DELETE FROM study_pointentry WHERE sequence = %s", sequence)
    assert "gap" in codes()


def test_the_last_entry_deleted_is_found(ledger: People) -> None:
    silently("DELETE FROM study_pointentry WHERE sequence = 5")
    assert codes() == {"count"}


def test_a_whole_ledger_deleted_is_found(ledger: People) -> None:
    silently("DELETE FROM study_pointentry")
    assert codes() == {"count"}


def test_a_rule_changed_after_adoption_is_found(ledger: People) -> None:
    PointRule.objects.update(clauses=[{"kind": "material", "points": 20, "cap": None, "locked": False}])
    assert codes() == {"rule", "points"}


def test_a_ledger_rewritten_with_all_its_seals_is_found_by_what_was_kept(
    ledger: People, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(verify()[0]), encoding="utf-8")
    silently("DELETE FROM study_pointentry")
    LedgerHead.objects.all().delete()
    book(ledger)
    assert verify()[1] == ""
    found, refused = verify("--against", str(kept))
    assert "被重写过" in refused
    assert [fault["code"] for fault in found["faults"]] == ["anchor"]


def test_what_was_kept_still_fits_when_the_ledger_grew(ledger: People, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(verify()[0]), encoding="utf-8")
    finished(ledger.secretary, on=date(2026, 4, 9), slug="later")
    book(ledger)
    assert verify("--against", str(kept))[1] == ""


@pytest.mark.parametrize("content", [None, "{", "[]", "{}"])
def test_a_file_that_was_not_kept_by_it_is_wrong_usage(
    people: People, tmp_path: Path, content: str | None
) -> None:
    kept = tmp_path / "kept.json"
    if content is not None:
        kept.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("verify_ledger", "--against", str(kept))
    assert refused.value.returncode == 2


def test_the_evidence_gives_the_same_again(ledger: People) -> None:
    assert reconcile(year=2026) == []
    assert verify("--evidence", "2026")[1] == ""


def test_evidence_not_entered_yet_is_told(ledger: People) -> None:
    finished(ledger.secretary, on=date(2026, 4, 9), slug="later")
    (difference,) = reconcile(year=2026)
    assert "记了 2 分，按原始记录应为 4 分" in difference["message"]


def test_an_entry_whose_record_is_gone_is_told(ledger: People) -> None:
    Progress.objects.filter(member=ledger.secretary).delete()
    (difference,) = reconcile(year=2026)
    assert "记了 2 分，按原始记录应为 0 分" in difference["message"]


def test_book_points_enters_every_ledger_once(people: People) -> None:
    adopted(people.county)
    finished(people.me, on=date(2026, 3, 1), slug="one")
    finished(people.stranger, on=date(2026, 3, 1), slug="two")
    out = StringIO()
    call_command("book_points", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"ledgers": 3, "entries": 2}
    call_command("book_points", stdout=out)
    assert "新入账 0 笔" in out.getvalue()
