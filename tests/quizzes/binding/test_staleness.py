"""Questions go into doubt when their article reads otherwise."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command

from library.models import EditionPage
from quizzes.actions import change_question_state, revise_question
from quizzes.binding.actions import NothingToConfirm, confirm_question, draft_of, retire_question
from quizzes.binding.staleness import recheck_begun
from quizzes.drafts import Cited
from quizzes.errors import NotAllowed
from quizzes.models import Question, StaleCitation
from tests.people import People, settle_people
from tests.quizzes.actions.test_questions import RIGHTS, allow
from tests.quizzes.builders import (
    QUOTE,
    REGULATION_BODY,
    cite,
    give,
    hand_in,
    newest_edition,
    publish,
    publish_guide,
    publish_regulation,
    question,
    quiz,
    right_answers,
    start,
)

pytestmark = pytest.mark.django_db
NEXT_DAY = date(2025, 7, 1)
AMENDED = REGULATION_BODY.replace("每月至少参加一次", "每周至少参加一次")


@pytest.fixture
def work() -> Any:
    return publish_regulation()


def amend(work: Any, body: str, day: date = NEXT_DAY) -> EditionPage:
    edition = EditionPage(title=work.title, slug=day.isoformat(), effective_from=day, body=body)
    return publish(edition, below=work)


def asked(work: Any, **where: Any) -> Question:
    return question(citations=(cite(newest_edition(work), **where),))


def state(one: Question) -> str:
    one.refresh_from_db()
    return one.state


def doubt(one: Question) -> StaleCitation:
    return StaleCitation.objects.get(question=one, settled_at=None)


def test_it_works(work: Any) -> None:
    one = asked(work)
    edition = amend(work, AMENDED)
    assert state(one) == "stale"
    assert (doubt(one).change, doubt(one).material_id, doubt(one).address) == ("changed", edition.pk, "art_2")


def test_an_article_that_reads_the_same_stays_usable(work: Any) -> None:
    one = asked(work, address="art_3", quote="补课应当在一个月内完成")
    amend(work, AMENDED)
    assert state(one) == "ready"


def test_other_glyphs_are_no_change(work: Any) -> None:
    one = asked(work)
    amend(work, REGULATION_BODY.replace("，因事", " ,因事").replace("一次", "一 次"))
    assert state(one) == "ready"


def test_a_renumbered_article_is_found_again(work: Any) -> None:
    one = asked(work)
    moved = REGULATION_BODY.replace("第三条", "第四条").replace("第二条", "第三条")
    amend(work, moved.replace("第二章", "第二条　学习要讲实效。\n\n第二章"))
    assert (state(one), doubt(one).change, doubt(one).address) == ("stale", "moved", "art_3")


def test_an_article_that_is_gone_is_said_to_be(work: Any) -> None:
    one = asked(work, address="art_3", quote="")
    amend(work, REGULATION_BODY.split("第二章", maxsplit=1)[0])
    assert (state(one), doubt(one).change) == ("stale", "removed")


def test_a_corrected_edition_puts_in_doubt(work: Any) -> None:
    one = asked(work)
    edition = newest_edition(work)
    edition.body = AMENDED
    edition.save_revision().publish()
    assert state(one) == "stale"
    assert "每月" in doubt(one).citation.kept.text


def test_a_text_put_back_ends_the_doubt(work: Any) -> None:
    one = asked(work)
    edition = newest_edition(work)
    for body in (AMENDED, REGULATION_BODY):
        edition.body = body
        edition.save_revision().publish()
    assert state(one) == "ready"
    assert StaleCitation.objects.get(question=one).outcome == "restored"


def test_a_withdrawn_text_puts_in_doubt() -> None:
    guide = publish_guide()
    one = question(citations=(Cited(guide, "sec_1", ""),))
    guide.unpublish()
    assert state(one) == "stale"


def test_an_edition_counts_from_its_day_on(work: Any) -> None:
    with time_machine.travel(datetime(2025, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        one = asked(work)
        amend(work, AMENDED)
        assert state(one) == "ready"
    with time_machine.travel(datetime(2025, 7, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        cache.clear()
        recheck_begun(NEXT_DAY)
        assert state(one) == "stale"


def test_the_daily_command_finds_it_too(work: Any, capsys: Any) -> None:
    with time_machine.travel(datetime(2025, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        one = asked(work)
        amend(work, AMENDED)
    call_command("check_citations")
    assert state(one) == "stale"
    assert "新发现 1 处" in capsys.readouterr().out


def test_a_draft_is_left_alone(work: Any) -> None:
    one = question(state="draft", citations=(cite(newest_edition(work)),))
    amend(work, AMENDED)
    assert state(one) == "draft"


def test_marks_already_given_never_change(work: Any) -> None:
    people = settle_people()
    attempt = start(people.me, quiz(asked(work)))
    give(attempt, right_answers(attempt))
    before = hand_in(attempt).score
    amend(work, AMENDED)
    attempt.refresh_from_db()
    assert attempt.score == before == 2


class TestSettling:
    @pytest.fixture
    def people(self, work: Any) -> People:
        return settle_people()

    @pytest.fixture
    def chief(self, people: People) -> Any:
        from django.contrib.auth.models import Permission

        people.editor.user_permissions.add(Permission.objects.get(codename="publish_question"))
        return type(people.editor).objects.get(pk=people.editor.pk)

    def test_confirming_moves_the_citation(self, work: Any, chief: Any) -> None:
        one = asked(work)
        edition = amend(work, AMENDED)
        confirm_question(member=chief, question=one)
        assert state(one) == "ready"
        cited = one.current.citations.get()
        assert (one.current.number, cited.material_id) == (2, edition.pk)
        assert cited.quote == "党员每周至少参加一次集中学习，因事不能参加的应当补课。"

    def test_twice_is_once(self, work: Any, chief: Any) -> None:
        one = asked(work)
        amend(work, AMENDED)
        for _ in range(2):
            confirm_question(member=chief, question=one)
        one.refresh_from_db()
        assert one.current.number == 2

    def test_a_corrected_edition_is_confirmed_without_a_new_version(self, work: Any, chief: Any) -> None:
        one = asked(work, quote="")
        edition = newest_edition(work)
        edition.body = AMENDED
        edition.save_revision().publish()
        confirm_question(member=chief, question=one)
        assert state(one) == "ready"
        assert "每周" in one.current.citations.get().kept.text

    def test_who_may_not_revise_may_not_confirm(self, work: Any, people: People) -> None:
        one = asked(work)
        amend(work, AMENDED)
        with pytest.raises(NotAllowed):
            confirm_question(member=people.me, question=one)
        assert state(one) == "stale"

    def test_what_is_gone_cannot_be_confirmed(self, work: Any, chief: Any) -> None:
        one = asked(work, address="art_3", quote="")
        amend(work, REGULATION_BODY.split("第二章", maxsplit=1)[0])
        with pytest.raises(NothingToConfirm):
            confirm_question(member=chief, question=one)

    def test_retiring_settles(self, work: Any, chief: Any) -> None:
        one = asked(work)
        amend(work, AMENDED)
        retire_question(member=chief, question=one)
        assert state(one) == "retired"
        assert StaleCitation.objects.get(question=one).outcome == "retired"

    def test_editing_settles(self, work: Any, chief: Any, django_capture_on_commit_callbacks: Any) -> None:
        one = asked(work)
        edition = amend(work, AMENDED)
        one.refresh_from_db()
        changed = draft_of(one, [Cited(edition, "art_2", "")])
        with django_capture_on_commit_callbacks(execute=True):
            revise_question(author=chief, question=one, draft=changed)
        assert state(one) == "ready"
        assert StaleCitation.objects.get(question=one).outcome == "revised"

    def test_an_edit_that_still_cites_the_old_text_stays_in_doubt(
        self, work: Any, chief: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        one = asked(work)
        amend(work, AMENDED)
        one.refresh_from_db()
        same = draft_of(one, [cite(newest_edition(work), quote=QUOTE[:6])])
        with django_capture_on_commit_callbacks(execute=True):
            revise_question(author=chief, question=one, draft=same)
        assert state(one) == "stale"

    def test_a_state_set_by_hand_is_no_doubt(self, work: Any, chief: Any) -> None:
        one = asked(work)
        change_question_state(member=chief, question=one, state="stale")
        confirm_question(member=chief, question=one)
        assert state(one) == "stale"


@pytest.mark.parametrize("waiting", ["draft", "in_review"])
def test_an_article_amended_while_its_question_waited_is_found_at_approval(
    work: Any, waiting: str, django_capture_on_commit_callbacks: Any
) -> None:
    people = settle_people()
    one = asked(work)
    Question.objects.filter(pk=one.pk).update(state=waiting)
    amend(work, AMENDED)
    assert state(one) == waiting
    editor = allow(people.editor, *RIGHTS)
    with django_capture_on_commit_callbacks(execute=True):
        if waiting == "draft":
            change_question_state(member=editor, question=one, state="in_review")
        change_question_state(member=editor, question=one, state="ready")
    assert state(one) == "stale"
    assert doubt(one).address == "art_2"
