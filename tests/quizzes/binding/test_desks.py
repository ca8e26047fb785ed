"""The desks: doubts side by side, proposals, the map of a regulation, drafts."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from library.models import EditionPage
from quizzes.binding.library_texts import sources
from quizzes.binding.searching import search_some
from quizzes.models import Question, SourceProposal
from tests.people import People, settle_people
from tests.quizzes.binding.test_searching import SURE, bare
from tests.quizzes.binding.test_staleness import AMENDED, NEXT_DAY, amend, asked
from tests.quizzes.builders import bank, cite, newest_edition, publish_regulation, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Any:
    return publish_regulation()


@pytest.fixture
def people(work: Any) -> People:
    return settle_people()


def page(client: Client, name: str, *args: Any, **asked_for: Any) -> str:
    response = client.get(reverse(name, args=args), asked_for)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, *args: Any, **data: Any) -> str:
    return client.post(reverse(name, args=args), data, follow=True).content.decode()


class TestStale:
    def test_it_works(self, editor: Client, work: Any) -> None:
        asked(work)
        amend(work, AMENDED)
        said = page(editor, "quizzes_stale")
        assert "<del>每月</del>" in said
        assert "<ins>每周</ins>" in said

    def test_confirming_takes_it_off_the_list(self, editor: Client, work: Any) -> None:
        one = asked(work)
        amend(work, AMENDED)
        said = post(editor, "quizzes_stale_confirm", one.pk)
        one.refresh_from_db()
        assert one.state in ("ready", "in_review")
        assert "没有因为条文变化而要复核的题目" in said

    def test_retiring_takes_it_off_the_list(self, editor: Client, work: Any) -> None:
        one = asked(work)
        amend(work, AMENDED)
        assert "已停用" in post(editor, "quizzes_stale_retire", one.pk)
        one.refresh_from_db()
        assert one.state == "retired"

    def test_what_is_gone_offers_no_confirming(self, editor: Client, work: Any) -> None:
        one = asked(work, address="art_3", quote="")
        amend(work, AMENDED.split("第二章", maxsplit=1)[0])
        said = page(editor, "quizzes_stale")
        assert "现行版本里找不到这一条" in said
        assert reverse("quizzes_stale_confirm", args=[one.pk]) not in said

    def test_the_form_starts_from_what_holds_now(self, editor: Client, work: Any) -> None:
        one = asked(work)
        edition = amend(work, AMENDED)
        form = editor.get(reverse("wagtailsnippets_quizzes_question:edit", args=[one.pk])).context["form"]
        assert form.initial["material"] == edition.pk
        assert "每周" in form.initial["quote"]

    def test_more_doubts_cost_no_more_queries(
        self, editor: Client, work: Any, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(6):
            asked(work)
        amend(work, AMENDED)
        page(editor, "quizzes_stale")
        with django_assert_max_num_queries(22):
            page(editor, "quizzes_stale")


class TestCoverage:
    def test_it_works(self, editor: Client, work: Any) -> None:
        asked(work)
        said = page(editor, "quizzes_coverage_map", work.pk)
        assert "3 条里有 1 条出了题" in said
        assert "没有题" in said

    def test_every_state_is_said_in_words(self, editor: Client, work: Any) -> None:
        edition = newest_edition(work)
        question(citations=(cite(edition, "art_2"),))
        question("truefalse", state="draft", citations=(cite(edition, "art_1", ""),))
        question("multiple", explanation="", citations=(cite(edition, "art_3", ""),))
        said = page(editor, "quizzes_coverage_map", work.pk)
        for label in ("已覆盖", "没有可用的题", "有题要看", "没有解析"):
            assert label in said

    def test_a_stale_article_is_marked(self, editor: Client, work: Any) -> None:
        asked(work)
        amend(work, AMENDED)
        assert "1 道待复核" in page(editor, "quizzes_coverage_map", work.pk)

    def test_one_kind_only_is_poor(self, editor: Client, work: Any) -> None:
        for stem in ("甲？", "乙？"):
            question(stem=stem, citations=(cite(newest_edition(work)),))
        assert "只有单选题" in page(editor, "quizzes_coverage_map", work.pk)

    def test_a_question_about_a_lost_article_is_listed_apart(self, editor: Client, work: Any) -> None:
        asked(work, address="art_3", quote="")
        amend(work, AMENDED.split("第二章", maxsplit=1)[0])
        assert "引的条文现行版本里没有了" in page(editor, "quizzes_coverage_map", work.pk)

    def test_retired_questions_do_not_count(self, editor: Client, work: Any) -> None:
        question(state="retired", citations=(cite(newest_edition(work)),))
        assert "3 条里有 0 条出了题" in page(editor, "quizzes_coverage_map", work.pk)

    def test_the_list_counts(self, editor: Client, work: Any) -> None:
        asked(work)
        assert "1 / 3 条（33%）" in page(editor, "quizzes_coverage")

    def test_the_list_knows_the_edition_in_force(self, editor: Client, work: Any) -> None:
        amend(work, AMENDED.split("第二章", maxsplit=1)[0])
        assert EditionPage.objects.filter(effective_from=NEXT_DAY).exists()
        assert "0 / 2 条" in page(editor, "quizzes_coverage")

    def test_more_questions_cost_no_more_queries(
        self, editor: Client, work: Any, django_assert_max_num_queries: Any
    ) -> None:
        for place in range(6):
            question(stem=f"第 {place} 问？", citations=(cite(newest_edition(work)),))
        page(editor, "quizzes_coverage_map", work.pk)
        with django_assert_max_num_queries(25):
            page(editor, "quizzes_coverage_map", work.pk)

    def test_a_page_that_is_no_work_is_not_there(self, editor: Client, work: Any) -> None:
        assert editor.get(reverse("quizzes_coverage_map", args=[99999])).status_code == 404


class TestDrafts:
    def test_it_works(self, editor: Client, work: Any) -> None:
        said = page(editor, "quizzes_coverage_article", work.pk, "art_3")
        assert "补课应当在____内完成" in said

    def test_chosen_drafts_are_kept_as_drafts_with_their_source(self, editor: Client, work: Any) -> None:
        post(editor, "quizzes_coverage_article", work.pk, "art_2", idea=["0"], bank=bank().pk)
        kept = Question.objects.get()
        assert kept.state == "draft"
        assert kept.current.citations.get().address == "art_2"

    def test_nothing_chosen_is_said(self, editor: Client, work: Any) -> None:
        assert "请至少勾选一道" in post(editor, "quizzes_coverage_article", work.pk, "art_2", bank=bank().pk)
        assert not Question.objects.exists()

    def test_an_article_that_is_not_there(self, editor: Client, work: Any) -> None:
        assert editor.get(reverse("quizzes_coverage_article", args=[work.pk, "art_99"])).status_code == 404

    def test_writing_oneself_starts_with_the_source(self, editor: Client, work: Any) -> None:
        add = reverse("wagtailsnippets_quizzes_question:add")
        edition = newest_edition(work)
        form = editor.get(add, {"material": edition.pk, "address": "art_2"}).context["form"]
        assert (str(form.initial["material"]), form.initial["address"]) == (str(edition.pk), "art_2")


class TestSources:
    def searched(self) -> Question:
        one = bare()
        search_some(bank=bank(), known=sources())
        return one

    def test_it_works(self, editor: Client) -> None:
        one = self.searched()
        assert "就是这一句" in page(editor, "quizzes_sources_of_bank", bank().pk)
        best = SourceProposal.objects.get(search__version=one.current, rank=1)
        assert "已连上" in post(editor, "quizzes_sources_accept", best.pk)
        assert one.current.citations.get().address == "art_2"

    def test_the_list_says_how_many_lack_a_source(self, editor: Client) -> None:
        self.searched()
        assert "<b>1 道</b>" in page(editor, "quizzes_sources")

    def test_many_are_accepted_at_once(self, editor: Client) -> None:
        one = self.searched()
        said = post(editor, "quizzes_sources_accept_above", bank().pk, threshold="0.9")
        assert "已给 1 道题连上出处" in said
        assert one.current.citations.exists()

    def test_a_threshold_of_ones_own_is_refused(self, editor: Client) -> None:
        one = self.searched()
        assert "请先选把握" in post(editor, "quizzes_sources_accept_above", bank().pk, threshold="0.01")
        assert not one.current.citations.exists()

    def test_none_of_these_takes_it_off_the_list(self, editor: Client) -> None:
        one = self.searched()
        said = post(editor, "quizzes_sources_none", one.current.source_search.pk)
        assert "binding-proposals" not in said

    def test_the_search_goes_on_without_a_script(self, editor: Client) -> None:
        bare()
        assert "1 道题都找过了" in post(editor, "quizzes_sources_advance", bank().pk)

    def test_the_script_hears_how_far_it_is(self, editor: Client) -> None:
        bare()
        url = reverse("quizzes_sources_advance", args=[bank().pk])
        said = editor.post(url, headers={"accept": "application/json"}).json()
        assert (said["done"], said["total"]) == (1, 1)

    def test_a_question_being_written_gets_proposals(self, editor: Client) -> None:
        sent = {"kind": "single", "stem": SURE, "options": "一次\n两次", "answer": "A"}
        found = editor.post(reverse("quizzes_sources_suggest"), sent).json()["proposals"]
        assert (found[0]["number"], found[0]["sure"]) == ("第二条", True)

    def test_without_an_answer_one_is_asked_for(self, editor: Client) -> None:
        sent = {"kind": "single", "stem": SURE, "options": "一次", "answer": ""}
        assert "先把题干和答案写好" in editor.post(reverse("quizzes_sources_suggest"), sent).json()["error"]

    def test_the_form_offers_it(self, editor: Client) -> None:
        assert "data-find-source" in page(editor, "wagtailsnippets_quizzes_question:add")

    def test_more_questions_cost_no_more_queries(
        self, editor: Client, django_assert_max_num_queries: Any
    ) -> None:
        for place in range(6):
            bare(f"第 {place} 题：{SURE}")
        search_some(bank=bank(), known=sources())
        page(editor, "quizzes_sources_of_bank", bank().pk)
        with django_assert_max_num_queries(31):
            page(editor, "quizzes_sources_of_bank", bank().pk)


def test_the_menu_says_how_many_wait(editor: Client, work: Any) -> None:
    asked(work)
    amend(work, AMENDED)
    # The menu is JSON for Wagtail's script.
    assert json.dumps("待复核（1）").strip('"') in page(editor, "wagtailadmin_home")
