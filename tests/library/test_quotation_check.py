import time
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from library import quotations
from library.models import GuidePage, LibraryIndexPage, MaterialPage, QuotationAnswer, TopicPage
from library.quotations import answer_quotations, check_quotations, open_quotations, subject_of
from library.quoting import Quotation, Source, VerdictKind, check, find_quotations
from library.structure import NameIndex, parse
from tests.library import builders
from tests.library.builders import PLAIN, RULES
from tests.people import People

NAMES = NameIndex([("学习管理规定（示例）", "1"), ("学习规定", "1")])
SOURCE = Source.of(parse(RULES))
TITLE = "《学习管理规定（示例）》"
RIGHT = "支部每季度安排一次集中学习，缺席的应当补课。"
WRONG = "支部每月安排一次集中学习，缺席的应当补课。"


def found(text: str) -> list[Quotation]:
    return find_quotations(text, NAMES)


def verdict(text: str) -> VerdictKind | None:
    (quotation,) = found(text)
    said = check(quotation, SOURCE)
    return said.kind if said else None


def test_it_works() -> None:
    assert verdict(f"{TITLE}第三条规定：“{RIGHT}”") == VerdictKind.SAME
    assert verdict(f"{TITLE}第三条规定：“{WRONG}”") == VerdictKind.DIFFERS


@pytest.mark.parametrize(
    "text",
    [
        "《学习管理规定（示例）》规定：“缺席的应当补课”。",
        "《学习管理规定（示例）》第三条明确规定，“支部每季度安排一次集中学习”。",
        "学习规定第三条规定：“缺席的应当补课”。",
        "学习规定指出“支部每季度安排一次集中学习”。",
        "他说：“学习规定第三条规定：‘缺席的应当补课’。”",
        "“支部每季度安排一次集中学习”（《学习管理规定（示例）》第三条）",
        "“支部每季度安排一次集中学习。”——《学习管理规定（示例）》",
        '《学习管理规定（示例）》规定："缺席的应当补课"。',
        "《学习管理规定（示例）》第二条第一款规定：「学习坚持下列原则」。",
        "某某在《学习管理规定（示例）》中强调：“缺席的应当补课”。",
    ],
)
def test_words_put_forward_as_a_work_s_own_are_found(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "学习规定提出“三会一课”，支部照做。",
        "根据《学习管理规定（示例）》，“三会一课”要经常开。",
        "他在学习《学习管理规定（示例）》时指出：“要用起来”。",
        "会上宣读了《学习管理规定（示例）》。书记说：“要用起来”。",
        "《学习管理规定（示例）》第三条修改为：“支部每月安排一次集中学习。”",
        "所谓“形式主义”，《学习管理规定（示例）》里没有写。",
        "学习《学习管理规定（示例）》，争当“学习标兵”。",
        "《学习管理规定（示例）》规定：“没有写完的引文",
        "有人问：“学习规定怎么说的？”",
    ],
)
def test_marks_around_a_term_or_somebody_else_s_words_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "words",
    [
        "支部每季度安排一次集中学习,缺席的应当补课",
        "支部每季度　安排一次 集中学习，缺席的应当补课",
        "支部每季度……缺席的应当补课",
        "缺席的应当补课。补课由支部书记安排",
        "（一）经常；（二）到人；（三）管用",
    ],
)
def test_print_and_words_left_out_are_no_difference(words: str) -> None:
    assert verdict(f"{TITLE}规定：“{words}。”") == VerdictKind.SAME


def test_the_difference_is_told_by_words() -> None:
    (quotation,) = found(f"{TITLE}第三条规定：“{WRONG}”")
    said = check(quotation, SOURCE)
    assert said is not None
    changed = [(mark.old, mark.new) for mark in said.marks if mark.op != "equal"]
    assert changed == [("每季度", "每月")]
    assert (said.wording, said.number) == (RIGHT, "第三条")


def test_a_right_sentence_under_a_wrong_article_is_told() -> None:
    (quotation,) = found(f"{TITLE}第一条规定：“缺席的应当补课。”")
    said = check(quotation, SOURCE)
    assert said is not None
    assert (said.kind, said.number) == (VerdictKind.ELSEWHERE, "第三条")


def test_words_made_up_are_told() -> None:
    assert verdict(f"{TITLE}规定：“党员每天应当跑步十公里以上。”") == VerdictKind.ABSENT


def test_a_long_term_that_is_nowhere_near_the_text_is_taken_for_a_term() -> None:
    assert verdict("学习规定提出“边干边学边总结边提高的好办法”。") is None


def test_a_quotation_in_a_quotation_is_the_quoted_work_s_own() -> None:
    text = f"{TITLE}规定：“甲说‘学习规定规定：‘乙’’”。"
    assert len(found(text)) == 1


def test_a_long_text_is_read_fast() -> None:
    text = (f"{TITLE}第三条规定：“{WRONG}”" + "他说“要好好学习”，大家都说“好”。" * 30 + "\n") * 60
    started = time.perf_counter()
    assert len(found(text)) == 60
    assert time.perf_counter() - started < 2.0


@pytest.mark.corpus
def test_no_false_alarm_in_real_speeches_and_party_texts(corpus: Any) -> None:
    names = NameIndex([(path.name, path.name) for path in (corpus / "laws" / "editions").iterdir()])
    names.add("党章", "party")
    marked = 0
    for path in [*(corpus / "speeches").glob("*.txt"), *(corpus / "party").iterdir()]:
        text = path.read_text()
        marked += text.count("“")
        assert find_quotations(text, names) == []
    assert marked > 500


@pytest.mark.corpus
def test_every_sentence_of_the_party_constitution_is_known_and_every_slip_seen(corpus: Any) -> None:
    document = parse((corpus / "party" / "党章-2017.md").read_text())
    source = Source.of(document)
    for article in document.articles[:40]:
        sentence = max((node.text for node in article.walk()), key=len)
        right = Quotation(0, 0, sentence, "党章", article.number)
        slip = right.text[:6] + "不" + right.text[7:]
        assert check(right, source).kind == VerdictKind.SAME
        assert check(Quotation(0, 0, slip, "党章", article.number), source).kind == VerdictKind.DIFFERS


# -- on a page ---------------------------------------------------------------------------------------------


def guide(words: str, *, day: date | None = None, live: bool = False) -> GuidePage:
    """Return a guide that attributes `words` to the regulation."""
    text = PLAIN + f"\n学习规定第三条规定：“{words}”\n"
    page = GuidePage(title="怎样补课（示例）", slug="make-up", body=text, published_on=day, live=live)
    LibraryIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def rules(library: LibraryIndexPage) -> Any:
    return builders.rules(short_title="学习规定")


def form_of(page: Any, **changes: Any) -> dict[str, Any]:
    """Return what the page editor sends for a guide."""
    values = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "published_on": page.published_on or "",
        "body": page.body,
        "topics": [],
        "tags": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    return {**values, **changes}


def edit(desk: Client, page: Any, **changes: Any) -> Any:
    return desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **changes))


def field_of(page: Any) -> str:
    (waiting,) = open_quotations(page)
    return waiting.field


def test_a_right_quotation_is_published(desk: Client, rules: Any) -> None:
    page = guide(RIGHT)
    assert edit(desk, page, **{"action-publish": "1"}).status_code == 302
    page.refresh_from_db()
    assert page.live


def test_a_wrong_one_keeps_the_page_from_being_published(desk: Client, rules: Any) -> None:
    page = guide(WRONG)
    response = edit(desk, page, **{"action-publish": "1"})
    page.refresh_from_db()
    assert not page.live
    shown = response.content.decode()
    assert f"引文“{WRONG}”：与《学习管理规定（示例）》第三条的原文不一致。" in shown
    assert "请改正，或在引文旁写明这样引的理由，再发布。" in shown
    assert "<del>每月</del><ins>每季度</ins>" in shown


def test_a_draft_is_kept_whatever_it_quotes(desk: Client, rules: Any) -> None:
    page = guide(RIGHT)
    assert edit(desk, page, body=page.body.replace(RIGHT, WRONG)).status_code == 302
    page.refresh_from_db()
    assert WRONG in page.get_latest_revision_as_object().body


def test_with_a_reason_it_is_published_and_the_reason_is_kept(
    desk: Client, rules: Any, people: People
) -> None:
    page = guide(WRONG)
    changes = {field_of(page): "引的是试行时的说法", "action-publish": "1"}
    assert edit(desk, page, **changes).status_code == 302
    answer = QuotationAnswer.objects.get()
    page.refresh_from_db()
    assert (page.live, answer.reason, answer.answered_by) == (True, "引的是试行时的说法", people.editor)
    assert answer.quoted == WRONG


def test_an_answer_holds_for_these_words_only(rules: Any, people: People) -> None:
    page = guide(WRONG)
    answer_quotations(
        page=page, reasons={field_of(page).removeprefix("quotation-"): "口语"}, by=people.editor
    )
    assert open_quotations(page) == []
    page.body = page.body.replace("每月", "每天")
    assert len(open_quotations(page)) == 1


def test_an_answer_to_nothing_is_not_kept(rules: Any, people: People) -> None:
    page = guide(RIGHT)
    assert answer_quotations(page=page, reasons={"0" * 64: "口语"}, by=people.editor) == 0
    assert QuotationAnswer.objects.count() == 0


def test_the_edition_in_force_on_the_day_of_the_page_counts(rules: Any) -> None:
    builders.edition("2025-01-01", RULES.replace("每季度", "每月"))
    assert check_quotations(subject_of(guide(WRONG, day=date(2025, 3, 1)))) == []
    (old,) = check_quotations(
        subject_of(GuidePage(body=f"学习规定规定：“{WRONG}”", published_on=date(2024, 10, 1)))
    )
    assert old.sentence == "这是《学习管理规定（示例）》2025-01-01 版的文字，当时有效的是 2024-09-01 版。"


def test_before_the_first_edition_nothing_is_said(rules: Any) -> None:
    assert check_quotations(subject_of(guide(WRONG, day=date(2020, 1, 1)))) == []


def test_a_work_that_is_not_in_the_library_is_nobody_s_fault(library: LibraryIndexPage) -> None:
    assert check_quotations(subject_of(guide(WRONG))) == []


def test_a_draft_of_a_work_is_no_source(library: LibraryIndexPage) -> None:
    builders.bring_in(RULES, publish=False, short_title="学习规定")
    assert check_quotations(subject_of(guide(WRONG))) == []


def test_a_text_does_not_quote_itself(rules: Any) -> None:
    edition = rules.get_children().get().specific
    edition.body += f"\n{TITLE}规定：“{WRONG}”\n"
    assert check_quotations(subject_of(edition)) == []


def test_a_speech_is_checked_against_its_words(library: LibraryIndexPage) -> None:
    builders.speech()
    text = "《在学习座谈会上的讲话（示例）》指出：“学习是为了把事情做好”。"
    (differing,) = check_quotations(subject_of(GuidePage(body=text)))
    assert differing.verdict.wording == "学习是为了把事情办好"


def test_many_pages_publish_together_only_when_all_is_answered(desk: Client, rules: Any) -> None:
    page = guide(WRONG)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
    response = desk.post(url, follow=True)
    page.refresh_from_db()
    assert not page.live
    assert "《怎样补课（示例）》没有发布：引文" in response.content.decode()


def test_a_passage_of_a_topic_is_checked_too(desk: Client, rules: Any) -> None:
    topic = builders.topic()
    passage = {"text": WRONG, "material": rules.pk, "place": "第三条"}
    topic.intro = [("passage", {**passage, "material": MaterialPage.objects.get(pk=rules.pk)})]
    (differing,) = check_quotations(subject_of(topic))
    assert differing.sentence == "与《学习管理规定（示例）》第三条的原文不一致。"
    topic.save_revision()
    page = desk.get(reverse("wagtailadmin_pages:edit", args=[topic.pk])).content.decode()
    assert "引文核对：1 处待处理" in page
    assert isinstance(topic, TopicPage)


def test_the_editor_sees_the_difference_beside_the_text(desk: Client, rules: Any) -> None:
    page = guide(WRONG)
    shown = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "引文核对：1 处待处理" in shown
    assert 'data-correct="支部每季度安排一次集中学习，缺席的应当补课。"' in shown


def test_what_stands_beside_the_text_follows_it(desk: Client, rules: Any) -> None:
    page = guide(RIGHT)
    sent = {
        "page": page.pk,
        "text": page.body.replace(RIGHT, WRONG).replace("\n", "\r\n"),
        field_of(guide_wrong(page)): "半",
    }
    shown = desk.post(reverse("library_text_review"), sent).content.decode()
    assert "引文核对：1 处待处理" in shown
    assert 'value="半"' in shown


def guide_wrong(page: GuidePage) -> GuidePage:
    return GuidePage(title=page.title, body=page.body.replace(RIGHT, WRONG))


def test_a_stranger_reads_no_draft_through_it(client: Client, people: People, rules: Any) -> None:
    page = guide(WRONG)
    client.force_login(people.stranger)
    response = client.post(reverse("library_text_review"), {"page": page.pk, "text": "x"})
    assert response.status_code in (302, 403)


@pytest.mark.parametrize("query", ["学习规定第三条", "《学习管理规定（示例）》第三条", "缺席 补课"])
def test_a_passage_is_found_with_its_citation(desk: Client, rules: Any, query: str) -> None:
    answer = desk.get(reverse("library_passages"), {"q": query}).json()["passages"]
    first = answer[0]
    assert first["text"].startswith("支部每季度安排一次集中学习，缺席的应当补课。")
    quoted = first["before"] + first["text"] + first["after"]
    assert quoted.endswith("”（《学习管理规定（示例）》第三条）")
    assert check_quotations(subject_of(GuidePage(body=quoted))) == []


def test_an_article_is_offered_by_its_paragraphs_too(desk: Client, rules: Any) -> None:
    answer = desk.get(reverse("library_passages"), {"q": "学习规定第三条"}).json()["passages"]
    assert [passage["place"] for passage in answer] == ["第三条", "第三条第一款", "第三条第二款"]
    assert answer[2]["text"] == "补课由支部书记安排，一个月内完成。"


def test_passages_are_of_the_edition_of_the_day(desk: Client, rules: Any) -> None:
    builders.edition("2025-01-01", RULES.replace("每季度", "每月"))
    url = reverse("library_passages")
    old = desk.get(url, {"q": "学习规定第三条", "day": "2024-10-01"}).json()["passages"][0]
    new = desk.get(url, {"q": "学习规定第三条", "day": "2025-02-01"}).json()["passages"][0]
    assert ("每季度" in old["text"], "每月" in new["text"]) == (True, True)
    found_by_words = desk.get(url, {"q": "集中学习", "day": "2025-02-01"}).json()["passages"]
    assert ["每月" in passage["text"] for passage in found_by_words] == [True]


def test_nothing_typed_and_nothing_found_are_empty(desk: Client, rules: Any) -> None:
    for query in ("", "没有这几个字"):
        assert desk.get(reverse("library_passages"), {"q": query}).json() == {"passages": []}


def test_reasons_are_read_from_the_form_and_cut() -> None:
    sent = {"quotation-ab": "  理由 ", "quotation-cd": " ", "title": "x", "quotation-ef": "长" * 300}
    assert quotations.reasons_in(sent) == {"ab": "理由", "ef": "长" * 200}


def test_a_page_without_quotations_asks_the_library_nothing(
    rules: Any, django_assert_num_queries: Any
) -> None:
    page = GuidePage(title="话（示例）", body=PLAIN)
    with django_assert_num_queries(0):
        assert check_quotations(subject_of(page)) == []
