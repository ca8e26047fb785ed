"""Looking for the sources of a bank, and linking them."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from quizzes.binding.actions import accept_proposals, best_above, search_sources, set_aside, uncited
from quizzes.binding.library_texts import sources
from quizzes.binding.searching import forget_searches, progress_of, search_some
from quizzes.models import Question, QuestionCitation, SourceProposal, SourceSearch
from tests.people import settle_people
from tests.quizzes.builders import bank, cite, newest_edition, publish_guide, publish_regulation, question

pytestmark = pytest.mark.django_db
SURE = "根据《支部学习规定（示例）》，党员每月至少参加____集中学习，因事不能参加的应当补课。"


@pytest.fixture
def work() -> Any:
    return publish_regulation()


def bare(stem: str = SURE, **fields: Any) -> Question:
    return question(stem=stem, options=["一次", "两次"], answer=0, **fields)


def looked(*_questions: Question) -> None:
    search_some(bank=bank(), known=sources())


def test_it_works(work: Any) -> None:
    one = bare()
    looked(one)
    best = SourceProposal.objects.get(search__version=one.current, rank=1)
    assert (best.material_id, best.address) == (newest_edition(work).pk, "art_2")
    assert best.quote == "党员每月至少参加一次集中学习，因事不能参加的应当补课。"


def test_nothing_is_linked_by_looking(work: Any) -> None:
    one = bare()
    looked(one)
    assert not one.current.citations.exists()


def test_an_older_edition_is_no_source(work: Any) -> None:
    bare(SURE.replace("每月", "每季度"))
    looked()
    assert set(SourceProposal.objects.values_list("material", flat=True)) == {newest_edition(work).pk}


def test_accepting_links_and_keeps_the_words(work: Any) -> None:
    one = bare()
    looked(one)
    assert accept_proposals(member=None, proposals=best_above(bank(), 0.9)) == 1
    assert "每月" in one.current.citations.get().kept.text


def test_accepting_twice_links_once(work: Any) -> None:
    one = bare()
    looked(one)
    proposals = best_above(bank(), 0.9)
    assert [accept_proposals(member=None, proposals=proposals) for _ in range(2)] == [1, 0]


def test_what_was_linked_while_waiting_for_the_lock_is_left_alone(work: Any) -> None:
    one = bare()
    looked(one)
    proposals = best_above(bank(), 0.9)
    first = []

    def somebody_else_was_first(execute: Any, sql: str, *args: Any) -> Any:
        found = execute(sql, *args)
        if not first and 'FROM "quizzes_questionversion"' in sql:
            first.append(sql)
            QuestionCitation.objects.create(
                version=one.current, material_id=newest_edition(work).pk, address="art_1"
            )
        return found

    with connection.execute_wrapper(somebody_else_was_first):
        assert accept_proposals(member=None, proposals=proposals) == 0
    assert one.current.citations.get().address == "art_1"


def test_below_the_threshold_nothing_is_linked(work: Any) -> None:
    bare("党员要怎样安排补课和集中学习？")
    looked()
    assert best_above(bank(), 0.9) == []


def test_what_cites_something_is_not_looked_for(work: Any) -> None:
    bare(citations=(cite(newest_edition(work)),))
    assert not uncited(bank()).exists()


def test_a_writer_who_may_not_publish_sends_to_review(work: Any) -> None:
    people = settle_people()
    one = bare()
    looked(one)
    accept_proposals(member=people.editor, proposals=best_above(bank(), 0.9))
    one.refresh_from_db()
    assert one.state == ("ready" if people.editor.has_perm("quizzes.publish_question") else "in_review")


def test_what_was_looked_for_is_not_looked_for_again(work: Any) -> None:
    bare()
    assert search_some(bank=bank(), known=sources()) == 1
    assert search_some(bank=bank(), known=sources()) == 0


def test_a_search_is_stopped_and_gone_on_with(work: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("quizzes.binding.searching.AT_ONCE", 2)
    for place in range(5):
        bare(f"第 {place} 题：{SURE}")
    search_some(bank=bank(), known=sources(), until=0.0)
    assert (progress_of(bank()).done, progress_of(bank()).total) == (2, 5)
    search_some(bank=bank(), known=sources())
    assert progress_of(bank()).is_done


def test_what_was_set_aside_stays_so(work: Any) -> None:
    people = settle_people()
    one = bare()
    looked(one)
    set_aside(member=people.editor, search=SourceSearch.objects.get())
    forget_searches(bank=bank())
    assert best_above(bank(), 0.5) == []
    assert SourceSearch.objects.get().is_set_aside


def test_a_new_text_is_found_at_once(work: Any) -> None:
    one = bare("示例党员夜校每月开课____。")
    looked(one)
    publish_guide(body="一、夜校\n\n示例党员夜校每月开课一次。", slug="night")
    forget_searches(bank=bank())
    search_sources(versions=[one.current], known=sources())
    assert SourceProposal.objects.get(rank=1).quote == "示例党员夜校每月开课一次。"


def test_the_command_proposes_and_accepts(work: Any, capsys: Any) -> None:
    one = bare()
    call_command("propose_citations", bank=bank().name, accept_above=0.9, json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["questions"], said["searched"], said["linked"]) == (1, 1, 1)
    assert one.current.citations.exists()


def test_the_command_links_nothing_unasked(work: Any, capsys: Any) -> None:
    one = bare()
    call_command("propose_citations", bank=bank().name)
    assert "把握大的 1 道，连上 0 道" in capsys.readouterr().out
    assert not one.current.citations.exists()


def test_the_command_names_the_banks_there_are(work: Any) -> None:
    bare()
    with pytest.raises(CommandError, match="现有：示例题库"):
        call_command("propose_citations", bank="没有的")
