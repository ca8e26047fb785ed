from datetime import date
from typing import Any

import pytest
import time_machine

from library.errors import NoLibrary, SameTitle, UnknownTopic
from library.importing import ImportRun, edition_day, same_text
from library.models import (
    EditionPage,
    GuidePage,
    LibraryIndexPage,
    MaterialPage,
    Provision,
    RegulationPage,
    SourceDocument,
    SpeechPage,
)
from library.particulars import Particulars
from tests.library import builders
from tests.library.builders import NOTHING, PLAIN, RULES, SPEECH, bring_in, kept, topic
from tests.people import People

pytestmark = pytest.mark.django_db


def ids(material: MaterialPage) -> dict[str, int]:
    return dict(Provision.objects.filter(material=material).values_list("address", "pk"))


def test_it_works(library: LibraryIndexPage) -> None:
    page = bring_in(RULES)
    assert isinstance(page, EditionPage)
    assert page.live
    assert page.url == "/library/file/2024-09-01/"
    assert page.provisions.filter(kind="article").count() == 4


def test_a_regulation_is_a_work_with_its_edition_below(library: LibraryIndexPage) -> None:
    edition = bring_in(RULES, short_title="学习规定", issuer="示例省委（示例）")
    work = RegulationPage.objects.get()
    assert (work.title, work.short_title, work.issuer) == (edition.title, "学习规定", "示例省委（示例）")
    assert edition.get_parent().pk == work.pk
    assert (work.body, edition.adopted_on) == ("", date(2024, 6, 20))


@pytest.mark.parametrize(("kind", "page_class"), [("speech", SpeechPage), ("guide", GuidePage)])
def test_each_kind_becomes_its_own_page(library: LibraryIndexPage, kind: str, page_class: Any) -> None:
    page = bring_in(SPEECH, kind=kind)
    assert type(page) is page_class
    assert page.get_parent().pk == library.pk


def test_a_draft_is_seen_by_nobody_and_has_no_provisions(library: LibraryIndexPage) -> None:
    page = bring_in(RULES, publish=False)
    assert not page.live
    assert not RegulationPage.objects.get().live
    assert Provision.objects.count() == 0


def test_the_original_is_kept_byte_for_byte(library: LibraryIndexPage, people: People) -> None:
    page = bring_in(RULES, name="规定.md", by=people.editor)
    source = page.source_document
    with source.file.open() as original:
        assert original.read() == RULES.encode()
    assert (source.filename, source.format, source.encoding) == ("规定.md", "md", "UTF-8")
    assert source.uploaded_by == people.editor


def test_the_same_file_again_changes_nothing(library: LibraryIndexPage) -> None:
    page = bring_in(RULES)
    before, revisions = (kept(), ids(page)), page.revisions.count()
    bring_in(RULES)
    assert (kept(), ids(page)) == before
    assert page.revisions.count() == revisions


def test_an_edited_text_is_the_next_revision_of_the_same_page(library: LibraryIndexPage) -> None:
    page, count = bring_in(SPEECH, kind="speech"), MaterialPage.objects.count()
    again = bring_in(SPEECH.replace("一字一句", "一句一句"), kind="speech")
    assert again.pk == page.pk
    assert MaterialPage.objects.count() == count
    assert "一句一句" in SpeechPage.objects.get().body


def test_an_edited_text_keeps_the_rows_of_every_address_that_is_still_there(
    library: LibraryIndexPage,
) -> None:
    before = ids(bring_in(RULES))
    page = bring_in(RULES.replace("一个月内", "两个月内"))
    assert ids(page) == before
    assert "两个月内" in page.provisions.get(address="art_3/para_2").text


def test_an_article_that_moves_to_another_chapter_keeps_its_address_and_row(
    library: LibraryIndexPage,
) -> None:
    before = ids(bring_in(RULES))
    moved = RULES.replace("第二章　组织\n\n", "").replace("第四条", "第二章　附则\n\n第四条")
    page = bring_in(moved)
    article = page.provisions.get(address="art_3")
    assert (article.pk, article.eid) == (before["art_3"], "chp_1__art_3")


def test_a_header_that_changed_is_a_change(library: LibraryIndexPage) -> None:
    bring_in(SPEECH, kind="speech", summary="旧的说明")
    bring_in(SPEECH, kind="speech", summary="新的说明")
    assert SpeechPage.objects.get().summary == "新的说明"


def test_a_line_end_more_is_no_change(library: LibraryIndexPage) -> None:
    page = bring_in(SPEECH, kind="speech")
    revisions = page.revisions.count()
    bring_in(SPEECH.replace("\n", "\r\n") + "\r\n", kind="speech")
    assert page.revisions.count() == revisions


def test_what_an_editor_corrected_stays_when_the_file_has_not_changed(library: LibraryIndexPage) -> None:
    page = bring_in(SPEECH, kind="speech")
    page.body = page.body.replace("读原文", "读经典原文")
    page.save_revision().publish()
    bring_in(SPEECH, kind="speech")
    assert "读经典原文" in SpeechPage.objects.get().body


def test_a_draft_is_published_when_the_next_run_says_so(library: LibraryIndexPage) -> None:
    bring_in(RULES, publish=False)
    bring_in(RULES, publish=True)
    assert RegulationPage.objects.get().live
    assert EditionPage.objects.get().live
    assert Provision.objects.filter(kind="article").count() == 4


def test_another_day_of_effect_is_another_edition(library: LibraryIndexPage) -> None:
    builders.edition("2020-01-01")
    builders.edition("2024-09-01", RULES.replace("三）管用", "三）有用"))
    assert RegulationPage.objects.count() == 1
    assert list(EditionPage.objects.order_by("slug").values_list("slug", flat=True)) == [
        "2020-01-01",
        "2024-09-01",
    ]


def test_an_edition_whose_address_is_taken_gets_the_next_free_one(library: LibraryIndexPage) -> None:
    first = builders.edition("2024-09-01")
    first.effective_from = date(2023, 1, 1)
    first.save_revision().publish()
    assert builders.edition("2024-09-01", RULES + "\n第五条　没有了。\n").slug == "2024-09-01-2"


def test_two_texts_of_one_title_in_one_run_are_refused(library: LibraryIndexPage) -> None:
    run = ImportRun(publish=True)
    bring_in(SPEECH, kind="speech", name="a.md", run=run)
    before = kept()
    with pytest.raises(SameTitle) as refused:
        bring_in(SPEECH + "\n三、多了一段\n", kind="speech", name="b.md", run=run)
    assert str(refused.value) == (
        "“b.md”的标题《在学习座谈会上的讲话（示例）》与“a.md”相同而内容不同，没有导入；"
        "请改其中一个标题，或写明不同的施行日期。"
    )
    assert kept() == before


def test_two_copies_of_one_text_in_one_run_are_one_page(library: LibraryIndexPage) -> None:
    run = ImportRun(publish=True)
    bring_in(SPEECH, kind="speech", name="a.md", run=run)
    bring_in(SPEECH + "\n", kind="speech", name="b.md", run=run)
    assert SpeechPage.objects.count() == 1


def test_one_title_may_name_two_kinds(library: LibraryIndexPage) -> None:
    run = ImportRun(publish=True)
    bring_in(SPEECH, kind="speech", name="same.md", run=run)
    bring_in(SPEECH + "\n三、导读\n", kind="guide", name="same.md", run=run)
    assert set(MaterialPage.objects.values_list("slug", flat=True)) == {"same", "same-2"}


def test_topics_and_tags_are_put_on_the_page(library: LibraryIndexPage) -> None:
    xuexi = topic()
    page = bring_in(SPEECH, kind="speech", topic="xuexi", tags="学习,讲话")
    assert list(page.topics.all()) == [xuexi]
    assert sorted(page.tags.names()) == ["学习", "讲话"]


def test_a_topic_that_does_not_exist_leaves_nothing_behind(library: LibraryIndexPage) -> None:
    with pytest.raises(UnknownTopic) as refused:
        bring_in(RULES, topic="nirgends")
    assert str(refused.value) == "没有“nirgends”这个专题，请先建立专题，或改用已有专题的地址名。"
    assert kept() == NOTHING


def test_a_refusal_does_not_take_away_an_original_kept_before(library: LibraryIndexPage) -> None:
    bring_in(RULES)
    before = kept()
    run = ImportRun(publish=True)
    run.seen["regulation", "学习管理规定（示例）", date(2024, 9, 1)] = ("a.md", "另一段文字")
    with pytest.raises(SameTitle):
        bring_in(RULES, run=run)
    assert kept() == before


def test_a_site_that_was_not_set_up_says_what_to_run(library: LibraryIndexPage) -> None:
    library.delete()
    with pytest.raises(NoLibrary) as refused:
        bring_in(PLAIN, kind="guide")
    assert "manage.py setup_site" in str(refused.value)
    assert kept() == NOTHING


def test_the_same_bytes_are_kept_once_for_each_kind(library: LibraryIndexPage) -> None:
    bring_in(SPEECH, kind="speech")
    bring_in(SPEECH, kind="guide")
    bring_in(SPEECH, kind="speech")
    assert sorted(SourceDocument.objects.values_list("kind", flat=True)) == ["guide", "speech"]


def test_an_unknown_status_in_the_header_is_left_out(library: LibraryIndexPage) -> None:
    assert bring_in(SPEECH, kind="speech", status="splendid").status == ""
    assert bring_in(PLAIN, kind="guide", status="repealed").status == "repealed"


def test_the_speaker_of_the_header_stands_on_the_page(library: LibraryIndexPage) -> None:
    assert builders.speech(speaker="李示例（示例）").speaker == "李示例（示例）"


def test_the_owner_of_a_new_page_is_who_brought_it_in(library: LibraryIndexPage, people: People) -> None:
    assert bring_in(PLAIN, kind="guide", by=people.editor).owner == people.editor


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("一\n二", "一\r\n二\r\n", True), ("　一", "一", True), ("一\n二", "一二", False), ("一", "二", False)],
)
def test_texts_are_the_same_but_for_line_ends_and_edges(one: str, other: str, same: bool) -> None:
    assert same_text(one, other) is same


def test_only_regulations_have_editions() -> None:
    day = date(2024, 9, 1)
    assert edition_day(Particulars(title="一", kind="regulation", published_on=day)) == day
    assert edition_day(Particulars(title="一", kind="speech", published_on=day)) is None


UNDATED = "学习办法（示例）\n\n第一条　为了学习，制定本办法。\n\n第二条　每月学习一次。\n"


def test_an_undated_file_corrected_later_is_the_same_edition(library: LibraryIndexPage) -> None:
    with time_machine.travel("2026-03-02 09:00+08:00", tick=False):
        first = bring_in(UNDATED)
    with time_machine.travel("2026-03-03 09:00+08:00", tick=False):
        again = bring_in(UNDATED.replace("每月学习一次", "每月至少学习一次"))
    assert again.pk == first.pk
    assert again.effective_from == date(2026, 3, 2)


def test_a_day_put_right_by_an_editor_stays(library: LibraryIndexPage) -> None:
    edition = bring_in(UNDATED)
    edition.effective_from = date(2019, 5, 1)
    edition.save_revision().publish()
    again = bring_in(UNDATED.replace("每月学习一次", "每月至少学习一次"))
    assert (again.pk, again.effective_from) == (edition.pk, date(2019, 5, 1))


def test_another_undated_file_is_another_edition(library: LibraryIndexPage) -> None:
    with time_machine.travel("2026-03-02 09:00+08:00", tick=False):
        first = bring_in(UNDATED)
    other = bring_in(UNDATED.replace("每月学习一次", "每周学习一次"), name="new.md")
    assert other.pk != first.pk
