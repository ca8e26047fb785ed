import pytest

from study.ledger.reckoning import Clause, Kind, clause_faults, clauses_from, clauses_json


def test_it_works() -> None:
    clauses = (Clause(Kind.MATERIAL, 2, 20), Clause(Kind.ATTENDANCE, 3, None, locked=True))
    assert clause_faults(clauses) == []
    assert clauses_from(clauses_json(clauses)) == clauses


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        ([], "没有给任何一项定分值"),
        ([Clause("login", 1)], "不认识的项目“login”"),
        ([Clause(Kind.QUIZ, 1), Clause(Kind.QUIZ, 2)], "“交一份测验”写了两遍"),
        ([Clause(Kind.QUIZ, 0)], "每次计 0 分不合适"),
        ([Clause(Kind.QUIZ, -3)], "每次计 -3 分不合适"),
        ([Clause(Kind.QUIZ, 5, 3)], "一年的上限却只有 3 分"),
        ([Clause(Kind.QUIZ, 5, 12)], "请改成 10 分或 15 分"),
    ],
)
def test_a_contradiction_is_told_in_one_sentence(clauses: list[Clause], said: str) -> None:
    (fault,) = clause_faults(clauses)
    assert said in fault
    assert fault.endswith("。")


def test_no_kind_is_for_time_or_for_coming_back() -> None:
    assert {str(kind) for kind in Kind} == {"material", "quiz", "quiz_passed", "attendance", "reflection"}
