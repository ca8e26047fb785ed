from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.utils import timezone

from members.models import Audience, Member, Organization, Post
from quizzes.models import Attempt, Question, QuizPage
from quizzes.policies import attempt_policy, question_policy, quiz_policy
from tests.people import NAMES, People
from tests.quizzes.builders import MINUTE, NOW, question, quiz, start
from tests.site import a_site

pytestmark = pytest.mark.django_db


def visible(people: People, paper: QuizPage) -> set[str]:
    return {name for name in NAMES if quiz_policy.can_view(people.named(name), paper)}


def test_it_works(people: People) -> None:
    assert visible(people, quiz()) == set(NAMES) - {"anonymous"}


def test_nobody_sees_an_unpublished_quiz(people: People) -> None:
    assert visible(people, quiz(live=False)) == set()


def test_nobody_sees_a_quiz_past_its_day(people: People) -> None:
    assert visible(people, quiz(expire_at=timezone.now())) == set()
    assert not quiz_policy.open_to(people.me, now=timezone.now()).exists()


@pytest.mark.parametrize(
    ("fields", "seen_by"),
    [
        ({"posts": [Post.BRANCH_SECRETARY]}, {"secretary"}),
        ({"fields": [Organization.Field.GOVERNMENT]}, {"superior"}),
        ({"mobile_only": True}, set()),
    ],
)
def test_an_audience_sees_it_and_nobody_else(
    people: People, fields: dict[str, object], seen_by: set[str]
) -> None:
    audience = Audience.objects.create(name="受众", **fields)
    assert visible(people, quiz(audience=audience)) == seen_by


def test_a_subtree_sees_it(people: People) -> None:
    audience = Audience.objects.create(name="本村", subtree=people.branch)
    assert visible(people, quiz(audience=audience)) == {"me", "secretary"}


def test_a_post_given_up_closes_the_quiz(people: People) -> None:
    paper = quiz(audience=Audience.objects.create(name="书记", posts=[Post.BRANCH_SECRETARY]))
    people.secretary.appointments.update(until=date(2025, 1, 1))
    assert visible(people, paper) == set()


def test_many_audiences_cost_three_queries(people: People, django_assert_num_queries: pytest.fixture) -> None:
    for number in range(6):
        audience = Audience.objects.create(
            name=f"受众{number}", posts=[Post.BRANCH_SECRETARY], subtree=people.branch
        )
        quiz(question(stem=str(number)), audience=audience)
    me = Member.objects.select_related("organization").get(pk=people.secretary.pk)
    with django_assert_num_queries(3):
        assert len(quiz_policy.visible_to(me)) == 6


def test_it_can_be_taken_within_its_window(people: People) -> None:
    paper = quiz(opens_at=NOW, closes_at=NOW + MINUTE)
    taken = [
        quiz_policy.can_take(people.me, paper, now=NOW + shift) for shift in (-MINUTE, 0 * MINUTE, MINUTE)
    ]
    assert taken == [False, True, False]


def test_what_closes_first_comes_first(people: People) -> None:
    always = quiz(title="甲")
    late, soon = (quiz(closes_at=NOW + minutes * MINUTE) for minutes in (9, 3))
    assert list(quiz_policy.open_to(people.me, now=NOW)) == [soon, late, always]


@pytest.mark.parametrize("name", NAMES)
def test_an_attempt_is_its_members_alone(people: People, name: str) -> None:
    attempt = start(people.me)
    own = name == "me"
    assert attempt_policy.can_view(people.named(name), attempt) == own
    assert attempt_policy.visible_to(people.named(name)).exists() == own


def test_an_operator_sees_no_attempt_either(people: People) -> None:
    start(people.me)
    operator = Member.objects.create_superuser("root", name="管理员")
    assert not attempt_policy.visible_to(operator).exists()


def test_the_bank_is_for_editors(people: People) -> None:
    a_site()
    question()
    for name in NAMES:
        assert question_policy.visible_to(people.named(name)).exists() == (name == "editor")
        assert question_policy.can_add(people.named(name)) == (name == "editor")
        assert question_policy.can_change(people.named(name)) == (name == "editor")


def test_editors_may_not_touch_what_members_did(people: People) -> None:
    a_site()
    editor = Member.objects.get(pk=people.editor.pk)
    granted = {name for name in editor.get_all_permissions() if "attempt" in name}
    assert granted == set()


def test_publishing_is_a_right_of_its_own(people: People) -> None:
    change = Permission.objects.get(codename="change_question")
    people.me.user_permissions.add(change)
    assert question_policy.can_change(people.me)
    assert not question_policy.can_publish(people.me)


def test_anonymous_is_nobody() -> None:
    quiz()
    assert not quiz_policy.visible_to(AnonymousUser()).exists()
    assert Question.objects.exists()
    assert not question_policy.visible_to(AnonymousUser()).exists()
    assert not Attempt.objects.exists()
