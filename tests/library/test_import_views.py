from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from library.models import EditionPage, GuidePage, MaterialPage, RegulationPage, SourceDocument, SpeechPage
from library.structure import parse
from library.text_review import outline
from tests.library import builders
from tests.library.builders import NOTHING, PLAIN, RULES, SPEECH, kept
from tests.people import People

pytestmark = pytest.mark.django_db


def upload(desk: Client, text: str, *, name: str = "规定.txt", kind: str = "regulation") -> str:
    """Upload one text and return the address of the page where it is looked at."""
    sent = SimpleUploadedFile(name, text.encode())
    response = desk.post(reverse("library_import"), {"kind": kind, "documents": sent})
    assert response.status_code == 302
    return str(response.url)


def filled(desk: Client, url: str, **changes: Any) -> dict[str, Any]:
    """Return the form as a browser would send it back, with `changes`."""
    form = desk.get(url).context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields if name not in ("topics", "replace")}
    data["text"] = data["text"].replace("\n", "\r\n")
    return {**data, "topics": [topic.pk for topic in form.initial.get("topics", [])], **changes}


def save(desk: Client, url: str, **changes: Any) -> Any:
    return desk.post(url, filled(desk, url, save="1", **changes))


def test_it_works(desk: Client, client: Client) -> None:
    url = upload(desk, RULES)
    assert "认出 <b>2</b> 章、<b>4</b> 条" in desk.get(url).content.decode()
    response = save(desk, url)
    draft = EditionPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert not draft.live
    publish(RegulationPage.objects.get(), draft)
    assert "支部每季度安排一次集中学习" in Client().get(draft.url).content.decode()


def publish(*pages: MaterialPage) -> None:
    for page in pages:
        page.get_latest_revision().publish()


def test_the_upload_page_opens(desk: Client) -> None:
    page = desk.get(reverse("library_import")).content.decode()
    assert "导入文档" in page
    assert "党章党规（法规、制度，分章分条）" in page


def test_only_editors_import(people: People) -> None:
    for person in (people.me, people.secretary, people.superior):
        stranger = Client()
        stranger.force_login(person)
        response = stranger.get(reverse("library_import"))
        assert response.status_code in (302, 403)
        stranger.post(
            reverse("library_import"),
            {"kind": "guide", "documents": SimpleUploadedFile("a.txt", PLAIN.encode())},
        )
    assert kept() == NOTHING


def test_a_stranger_is_sent_to_log_in(client: Client, people: People) -> None:
    response = client.get(reverse("library_import"))
    assert response.status_code == 302
    assert "login" in response.url


def test_before_a_page_exists_only_the_original_is_kept(desk: Client) -> None:
    upload(desk, RULES)
    assert MaterialPage.objects.count() == 0
    assert SourceDocument.objects.get().filename == "规定.txt"
    assert len(builders.captured_files()) == 1


def test_the_list_says_which_file_became_a_page(desk: Client) -> None:
    url = upload(desk, RULES)
    save(desk, url)
    page = desk.get(reverse("library_import")).content.decode()
    assert "已存为" in page
    assert "《学习管理规定（示例）》" in page


def test_the_review_shows_outline_warnings_and_text(desk: Client) -> None:
    url = upload(desk, RULES.replace("第三条", "第五条"))
    response = desk.get(url)
    page = response.content.decode()
    assert '<li class="import-outline__0">第一章 总则</li>' in page
    assert '<li class="import-outline__1">第五条' in page
    assert "缺席的应当补课" in response.context["form"].initial["text"]
    for warning in response.context["warnings"]:
        assert f"第 {warning.line} 行" in page
        assert warning.message in page
    assert len(response.context["warnings"]) >= 1


def test_the_review_knows_what_the_text_says_of_itself(desk: Client) -> None:
    form = desk.get(upload(desk, RULES)).context["form"]
    assert form.initial["title"] == "学习管理规定（示例）"
    assert form.initial["adopted_on"] == date(2024, 6, 20)
    assert form.initial["effective_from"] == date(2024, 9, 1)


def test_the_review_takes_the_header_of_the_file(desk: Client) -> None:
    builders.topic()
    text = builders.with_header(SPEECH, topic="xuexi", speaker="李示例（示例）", summary="怎样学习")
    page = desk.get(upload(desk, text, kind="speech"))
    assert page.context["form"].initial["speaker"] == "李示例（示例）"
    assert 'value="怎样学习"' in page.content.decode()
    assert [topic.slug for topic in page.context["form"].initial["topics"]] == ["xuexi"]


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("regulation", {"adopted_on", "effective_from"}),
        ("speech", {"speaker"}),
        ("guide", set()),
    ],
)
def test_each_kind_is_asked_only_what_it_has(desk: Client, kind: str, asked: set[str]) -> None:
    form = desk.get(upload(desk, RULES, kind=kind)).context["form"]
    assert {"adopted_on", "effective_from", "speaker"} & set(form.fields) == asked


def test_a_file_without_a_title_is_named_by_the_editor(desk: Client) -> None:
    text = "第一条　村里的图书室每天晚上开门，老人和孩子都可以来读书。\n\n第二条　读完的书放回原处。\n"
    url = upload(desk, text)
    assert not desk.get(url).context["form"].initial.get("title")
    assert save(desk, url, title="").context["form"].errors["title"]
    assert MaterialPage.objects.count() == 0
    save(desk, url, title="图书室规定（示例）", effective_from="2024-01-01")
    assert EditionPage.objects.get().title == "图书室规定（示例）"


def test_reading_anew_shows_the_edited_text_and_saves_nothing(desk: Client) -> None:
    url = upload(desk, RULES)
    text = RULES.replace("第四条", "第四条　新加的一条。\n\n第五条")
    page = desk.post(url, filled(desk, url, text=text, reparse="1")).content.decode()
    assert "<b>5</b> 条" in page
    assert "新加的一条。" in page
    assert MaterialPage.objects.count() == 0


def test_what_was_typed_stays_when_the_text_is_read_anew(desk: Client) -> None:
    url = upload(desk, RULES)
    page = desk.post(url, filled(desk, url, summary="打了一半的说明", reparse="1")).content.decode()
    assert "打了一半的说明" in page


def test_saving_makes_a_draft_with_the_corrected_text(desk: Client, people: People) -> None:
    url = upload(desk, RULES)
    save(desk, url, text=RULES.replace("管用", "有用"), issuer="示例省委（示例）")
    draft = EditionPage.objects.get()
    assert "（三）有用。" in draft.body
    assert (draft.issuer, draft.live, draft.owner) == ("示例省委（示例）", False, people.editor)
    assert draft.source_document == SourceDocument.objects.get()


def test_the_line_ends_of_a_browser_do_not_get_into_the_text(desk: Client) -> None:
    url = upload(desk, RULES)
    save(desk, url)
    assert "\r" not in EditionPage.objects.get().body


@pytest.mark.parametrize(("day", "is_asked"), [("", True), ("2024-09-01", False)])
def test_the_editor_is_asked_for_a_day_that_could_not_be_read(desk: Client, day: str, is_asked: bool) -> None:
    url = upload(desk, "示例办法\n\n第一条　甲应当参加学习，并写下体会。\n\n第二条　乙也是这样，一年一次。")
    response = desk.post(url, filled(desk, url, save="1", effective_from=day), follow=True)
    assert ("没有读到施行日期，暂时填了今天" in response.content.decode()) is is_asked


def test_the_editor_is_told_it_is_a_draft(desk: Client) -> None:
    url = upload(desk, SPEECH, kind="speech")
    response = desk.post(url, filled(desk, url, save="1"), follow=True)
    assert "《在学习座谈会上的讲话（示例）》已存为草稿，核对后可以发布。" in response.content.decode()


def test_a_draft_is_read_by_nobody_until_it_is_published(desk: Client) -> None:
    url = upload(desk, SPEECH, kind="speech")
    save(desk, url)
    page = SpeechPage.objects.get()
    assert Client().get(page.url).status_code == 404
    publish(page)
    assert Client().get(page.url).status_code == 200


def test_a_text_of_an_existing_title_asks_before_it_replaces(desk: Client) -> None:
    builders.speech()
    url = upload(desk, SPEECH.replace("一字一句", "一句一句"), kind="speech")
    page = save(desk, url).content.decode()
    assert "资料库里已有《在学习座谈会上的讲话（示例）》，文字不同。" in page
    assert "是同一份资料的修改稿，替换原来的文字" in page
    assert "一字一句" in SpeechPage.objects.get().get_latest_revision_as_object().body


def test_when_the_editor_says_so_it_replaces(desk: Client) -> None:
    old = builders.speech()
    url = upload(desk, SPEECH.replace("一字一句", "一句一句"), kind="speech")
    assert save(desk, url, replace="on").status_code == 302
    page = SpeechPage.objects.get()
    assert page.pk == old.pk
    assert "一字一句" in page.body
    assert "一句一句" in page.get_latest_revision_as_object().body


def test_the_same_text_again_needs_no_question(desk: Client) -> None:
    builders.speech()
    url = upload(desk, SPEECH, name="又一次.txt", kind="speech")
    assert save(desk, url).status_code == 302
    assert SpeechPage.objects.count() == 1


def test_an_edition_of_the_same_day_asks_before_it_replaces(desk: Client) -> None:
    builders.rules()
    url = upload(desk, RULES.replace("管用", "有用"))
    assert "资料库里已有《学习管理规定（示例）》" in save(desk, url).content.decode()


def test_a_day_known_only_by_publication_asks_too(desk: Client) -> None:
    text = RULES.replace("（2024年6月20日通过）\n\n", "").replace("自2024年9月1日起施行", "由编写组解释")
    builders.bring_in(text, slug="study-rules", date="2024-09-01")
    url = upload(desk, text.replace("管用", "有用"))
    page = save(desk, url, published_on="2024-09-01", effective_from="").content.decode()
    assert "资料库里已有《学习管理规定（示例）》" in page


def test_another_day_of_effect_is_another_edition_without_a_question(desk: Client) -> None:
    builders.rules()
    url = upload(desk, RULES.replace("管用", "有用"))
    assert save(desk, url, effective_from="2025-01-01").status_code == 302
    assert EditionPage.objects.count() == 2
    assert RegulationPage.objects.count() == 1


def test_a_date_typed_wrong_is_said_at_its_field(desk: Client) -> None:
    url = upload(desk, RULES)
    response = save(desk, url, effective_from="明年")
    assert response.status_code == 200
    assert response.context["form"].errors["effective_from"]
    assert MaterialPage.objects.count() == 0


def test_an_empty_text_is_not_saved(desk: Client) -> None:
    url = upload(desk, RULES)
    response = save(desk, url, text="")
    assert response.context["form"].errors["text"]
    assert MaterialPage.objects.count() == 0


def test_topics_chosen_on_the_page_are_put_on_the_draft(desk: Client) -> None:
    xuexi = builders.topic()
    url = upload(desk, SPEECH, kind="speech")
    save(desk, url, topics=[xuexi.pk])
    assert list(SpeechPage.objects.get().topics.all()) == [xuexi]


def test_a_file_that_does_not_exist_is_not_found(desk: Client) -> None:
    assert desk.get(reverse("library_import_review", args=[999])).status_code == 404


def test_a_correction_of_a_file_already_in_is_saved(desk: Client) -> None:
    url = upload(desk, PLAIN, kind="guide")
    save(desk, url)
    assert save(desk, url, text=PLAIN.replace("晚上", "早上"), replace="on").status_code == 302
    assert "早上" in GuidePage.objects.get().get_latest_revision_as_object().body


def test_the_outline_of_a_text_without_structure_is_its_paragraphs() -> None:
    assert [entry.label[:5] for entry in outline(parse(PLAIN))] == ["村里的图书", "读完的书放"]


def test_the_outline_of_a_regulation_stops_at_its_articles() -> None:
    labels = [(entry.depth, entry.label[:3]) for entry in outline(parse(RULES))]
    assert labels == [
        (0, "第一章"),
        (1, "第一条"),
        (1, "第二条"),
        (0, "第二章"),
        (1, "第三条"),
        (1, "第四条"),
    ]


def test_a_long_line_of_the_outline_is_cut() -> None:
    text = "长话（示例）\n\n" + "一句很长的话" * 30 + "。\n"
    assert all(len(entry.label) <= 40 for entry in outline(parse(text)))
