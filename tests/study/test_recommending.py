from datetime import date

import pytest

from members.models import Audience, Member, Organization, Post
from study.models import Recommendation
from study.recommending import explain, suggest

TODAY = date(2026, 7, 1)
COUNTY = Organization(pk=1, name="区委", depth=1, path="0001", field="government")
BRANCH = Organization(pk=2, name="村支部", depth=2, path="00010001", field="rural")
ELSEWHERE = Organization(pk=3, name="邻村支部", depth=2, path="00010002", field="rural")
ME = Member(username="me", name="田", organization=BRANCH, category="full")
EVERYBODY = Audience(pk=1, name="全体")


def advise(
    pk: int, *, by: Organization = COUNTY, audience: Audience = EVERYBODY, **fields: object
) -> Recommendation:
    fields.setdefault("material_id", pk)
    return Recommendation(pk=pk, audience=audience, organization=by, **fields)


def ids(
    *recommendations: Recommendation, posts: set[str] | None = None, done: set | None = None
) -> list[int]:
    suggestions = suggest(recommendations, member=ME, posts=posts or set(), done=done or set(), today=TODAY)
    return [one.recommendation.pk for one in suggestions]


def test_it_works() -> None:
    assert ids(advise(1)) == [1]


def test_somebody_elses_recommendation_does_not_reach_me() -> None:
    assert ids(advise(1, audience=Audience(name="邻村", subtree=ELSEWHERE))) == []


def test_what_is_finished_leaves_the_list() -> None:
    assert ids(advise(1), advise(2), done={("material", 1)}) == [2]
    assert ids(advise(1, material_id=None, quiz_id=7), done={("material", 7)}) == [1]
    assert ids(advise(1, material_id=None, quiz_id=7), done={("quiz", 7)}) == []


def test_required_comes_first_and_then_the_earlier_date() -> None:
    late = advise(1, strength="required", due_on=date(2026, 9, 1))
    early = advise(2, strength="required", due_on=date(2026, 8, 1))
    assert ids(advise(3), advise(4, due_on=date(2026, 7, 2)), late, early) == [2, 1, 4, 3]


def test_the_nearest_organisation_wins_over_the_general_one() -> None:
    assert ids(advise(1, material_id=9), advise(2, material_id=9, by=BRANCH)) == [2]
    assert ids(advise(2, material_id=9, by=BRANCH), advise(1, material_id=9)) == [2]


def test_required_by_the_county_is_not_softened_by_the_branch() -> None:
    assert ids(advise(1, material_id=9, strength="required"), advise(2, material_id=9, by=BRANCH)) == [1]


def test_the_order_does_not_depend_on_the_order_of_the_rows() -> None:
    rows = [advise(i, due_on=date(2026, 8, 30 - i), strength="required") for i in range(1, 8)]
    assert ids(*rows) == ids(*reversed(rows))


def test_overdue_is_said() -> None:
    passed = advise(1, due_on=date(2026, 6, 30))
    suggestions = suggest([passed, advise(2, due_on=TODAY)], member=ME, posts=set(), done=set(), today=TODAY)
    assert [one.is_overdue for one in suggestions] == [True, False]


def test_an_editors_reason_is_used_as_written() -> None:
    suggestions = suggest([advise(1, reason="七一前读完")], member=ME, posts=set(), done=set(), today=TODAY)
    assert suggestions[0].reason == "七一前读完"


@pytest.mark.parametrize(
    ("audience", "posts", "reason"),
    [
        (
            Audience(posts=[Post.BRANCH_SECRETARY], fields=["rural"]),
            {Post.BRANCH_SECRETARY},
            "因为您是党支部书记",
        ),
        (Audience(mobile_only=True), set(), "因为您是流动党员"),
        (Audience(categories=["full"]), set(), "因为您是正式党员"),
        (Audience(fields=["rural"]), set(), "因为您所在的是农村党组织"),
        (Audience(subtree=COUNTY), set(), "区委请所属党员都学"),
        (Audience(), set(), "全体党员共同学习的内容"),
    ],
)
def test_the_reason_names_what_brought_it(audience: Audience, posts: set[str], reason: str) -> None:
    assert explain(audience, member=ME, posts=posts) == reason
