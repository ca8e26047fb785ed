"""Wagtail's own pages for every kind of page the library has."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from library.models import (
    EditionPage,
    GuidePage,
    LibraryIndexPage,
    MaterialPage,
    RegulationPage,
    SpeechPage,
    TopicPage,
)
from library.wagtail_hooks import import_menu_item
from tests.library import builders
from tests.library.builders import PLAIN, RULES
from tests.people import People

pytestmark = pytest.mark.django_db

KINDS = [LibraryIndexPage, TopicPage, RegulationPage, EditionPage, SpeechPage, GuidePage]
CREATABLE = [kind for kind in KINDS if kind is not LibraryIndexPage]
FIELDS: dict[Any, set[str]] = {
    LibraryIndexPage: {"title"},
    TopicPage: {"title", "summary", "intro"},
    RegulationPage: {"title", "short_title", "issuer", "status", "topics"},
    EditionPage: {"title", "adopted_on", "effective_from", "effective_until", "body"},
    SpeechPage: {"title", "speaker", "body", "source_url"},
    GuidePage: {"title", "author", "body", "tags"},
}


@pytest.fixture
def pages(people: People) -> dict[Any, Any]:
    """Return one page of each kind."""
    topic = builders.topic()
    regulation = builders.rules(topic="xuexi")
    return {
        LibraryIndexPage: LibraryIndexPage.objects.get(),
        TopicPage: topic,
        RegulationPage: regulation,
        EditionPage: EditionPage.objects.get(),
        SpeechPage: builders.speech(topic="xuexi"),
        GuidePage: builders.bring_in(PLAIN, kind="guide", topic="xuexi"),
    }


def parent_of(kind: type, pages: dict[Any, Any]) -> Any:
    return pages[RegulationPage if kind is EditionPage else LibraryIndexPage]


def create_url(kind: type, pages: dict[Any, Any]) -> str:
    return reverse(
        "wagtailadmin_pages:add", args=["library", kind.__name__.lower(), parent_of(kind, pages).pk]
    )


def form_of(response: Any) -> dict[str, Any]:
    """Return the editing form as a browser would send it back."""
    form = response.context["form"]
    data = {field.html_name: field.value() for field in form if field.name not in ("topics", "intro", "tags")}
    data |= {f"{name}-{key}_FORMS": 0 for name in form.formsets for key in ("TOTAL", "INITIAL")}
    data |= {"intro-count": 0} if "intro" in form.fields else {}
    return {name: "" if value is None else value for name, value in data.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_opens_for_editing(desk: Client, pages: dict[Any, Any], kind: type) -> None:
    response = desk.get(reverse("wagtailadmin_pages:edit", args=[pages[kind].pk]))
    assert response.status_code == 200
    assert pages[kind].title in response.content.decode()
    assert FIELDS[kind] <= set(response.context["form"].fields)


@pytest.mark.parametrize("kind", CREATABLE)
def test_a_new_page_can_be_begun(desk: Client, pages: dict[Any, Any], kind: type) -> None:
    response = desk.get(create_url(kind, pages))
    assert response.status_code == 200
    assert FIELDS[kind] <= set(response.context["form"].fields)


@pytest.mark.parametrize("kind", KINDS)
def test_the_draft_can_be_looked_at(desk: Client, pages: dict[Any, Any], kind: type) -> None:
    response = desk.get(reverse("wagtailadmin_pages:view_draft", args=[pages[kind].pk]))
    assert response.status_code == 200
    assert pages[kind].title in response.content.decode()


@pytest.mark.parametrize("kind", CREATABLE)
def test_what_is_being_typed_can_be_looked_at(desk: Client, pages: dict[Any, Any], kind: type) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[pages[kind].pk])
    data = form_of(desk.get(reverse("wagtailadmin_pages:edit", args=[pages[kind].pk])))
    answer = desk.post(url, {**data, "title": "打了一半的标题"})
    assert answer.json()["is_valid"], answer.json()
    response = desk.get(url, {"in_preview_panel": "true", "mode": ""})
    assert response.status_code == 200
    assert "打了一半的标题" in response.content.decode()


@pytest.mark.parametrize("kind", [EditionPage, SpeechPage, GuidePage])
def test_a_new_text_can_be_looked_at_before_it_is_saved(
    desk: Client, pages: dict[Any, Any], kind: type
) -> None:
    label, parent = kind.__name__.lower(), parent_of(kind, pages)
    url = reverse("wagtailadmin_pages:preview_on_add", args=["library", label, parent.pk])
    data = form_of(desk.get(create_url(kind, pages)))
    new = {"title": "新的一份", "slug": "new", "body": RULES, "effective_from": "2026-01-01"}
    assert desk.post(url, {**data, **new}).json()["is_valid"]
    response = desk.get(url, {"in_preview_panel": "true", "mode": ""})
    assert response.status_code == 200
    assert "缺席的应当补课" in response.content.decode()


def test_looking_at_a_draft_counts_as_no_reading(desk: Client, pages: dict[Any, Any], people: People) -> None:
    from library.signals import material_opened

    opened: list[Any] = []
    material_opened.connect(opened.append, weak=False, dispatch_uid="test")
    try:
        desk.get(reverse("wagtailadmin_pages:view_draft", args=[pages[GuidePage].pk]))
    finally:
        material_opened.disconnect(dispatch_uid="test")
    assert opened == []


@pytest.mark.parametrize("kind", [SpeechPage, GuidePage])
def test_an_editor_writes_a_text_and_publishes_it(desk: Client, pages: dict[Any, Any], kind: Any) -> None:
    data = form_of(desk.get(create_url(kind, pages)))
    new = {"title": "新的一份", "slug": "new", "body": PLAIN.replace("\n", "\r\n")}
    response = desk.post(create_url(kind, pages), {**data, **new, "action-publish": "1"})
    assert response.status_code == 302
    page = kind.objects.get(slug="new")
    assert page.live
    assert "\r" not in page.body
    assert page.provisions.filter(is_unit=True).count() == 2
    assert "老人和孩子都可以来读书" in Client().get(page.url).content.decode()


def test_an_edition_is_named_after_its_day(desk: Client, pages: dict[Any, Any]) -> None:
    data = form_of(desk.get(create_url(EditionPage, pages)))
    new = {"title": "学习管理规定（示例）", "slug": "", "body": RULES, "effective_from": "2026-01-01"}
    response = desk.post(create_url(EditionPage, pages), {**data, **new})
    assert response.status_code == 302
    assert EditionPage.objects.filter(slug="2026-01-01", live=False).exists()


def test_an_edition_without_a_day_is_asked_for_it(desk: Client, pages: dict[Any, Any]) -> None:
    data = form_of(desk.get(create_url(EditionPage, pages)))
    response = desk.post(create_url(EditionPage, pages), {**data, "title": "没有日子", "body": RULES})
    assert response.context["form"].errors["effective_from"]


def test_saving_without_a_change_leaves_the_text_equal_for_the_next_import(
    desk: Client, pages: dict[Any, Any]
) -> None:
    page = pages[GuidePage]
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_of(desk.get(url))
    desk.post(url, {**data, "body": data["body"].replace("\n", "\r\n"), "action-publish": "1"})
    revisions = page.revisions.count()
    builders.bring_in(PLAIN + "\n", kind="guide")
    assert page.revisions.count() == revisions


@pytest.mark.parametrize("kind", [LibraryIndexPage, RegulationPage])
def test_the_pages_below_are_listed(desk: Client, pages: dict[Any, Any], kind: type) -> None:
    page = desk.get(reverse("wagtailadmin_explore", args=[pages[kind].pk])).content.decode()
    assert pages[EditionPage if kind is RegulationPage else SpeechPage].title in page


def test_no_kind_but_the_kinds_can_be_made(desk: Client, pages: dict[Any, Any]) -> None:
    library = pages[LibraryIndexPage]
    url = reverse("wagtailadmin_pages:add", args=["library", "materialpage", library.pk])
    assert desk.get(url).status_code != 200
    assert MaterialPage not in LibraryIndexPage.creatable_subpage_models()
    assert EditionPage not in LibraryIndexPage.creatable_subpage_models()
    assert RegulationPage.creatable_subpage_models() == [EditionPage]
    assert TopicPage.creatable_subpage_models() == []


def test_there_is_one_library(pages: dict[Any, Any]) -> None:
    assert not LibraryIndexPage.can_create_at(pages[LibraryIndexPage].get_parent())


@pytest.mark.parametrize("kind", CREATABLE)
def test_members_edit_nothing(client: Client, people: People, pages: dict[Any, Any], kind: type) -> None:
    client.force_login(people.me)
    url = reverse("wagtailadmin_pages:edit", args=[pages[kind].pk])
    assert client.get(url).status_code in (302, 403)


@pytest.mark.parametrize(("name", "shown"), [("editor", True), ("me", False), ("anonymous", False)])
def test_the_menu_offers_importing_to_editors(people: People, rf: Any, name: str, shown: bool) -> None:
    request = rf.get("/admin/")
    request.user = people.named(name)
    item = import_menu_item()
    assert item.is_shown(request) is shown
    assert (item.label, item.url) == ("导入文档", reverse("library_import"))


def test_without_a_library_there_is_nothing_to_import_into(people: People, rf: Any) -> None:
    LibraryIndexPage.objects.get().delete()
    request = rf.get("/admin/")
    request.user = people.editor
    assert not import_menu_item().is_shown(request)


def test_an_editor_without_a_library_is_refused(desk: Client) -> None:
    LibraryIndexPage.objects.get().delete()
    assert desk.get(reverse("library_import")).status_code in (302, 403)


@pytest.mark.parametrize("kind", [RegulationPage, EditionPage, SpeechPage, GuidePage])
def test_each_kind_has_its_chinese_name(pages: dict[Any, Any], kind: Any) -> None:
    names = {"党章党规", "法规版本", "讲话", "导读辅导"}
    assert pages[kind].kind_label in names
    assert str(kind._meta.verbose_name) == pages[kind].kind_label


def test_a_passage_block_has_its_preview_and_description() -> None:
    from library.blocks import INTRO_BLOCKS

    for name, block in INTRO_BLOCKS:
        assert block.meta.icon, name
        assert block.get_description()
        assert block.get_preview_value()


def test_block_definitions_stay_out_of_migrations() -> None:
    field = TopicPage._meta.get_field("intro")
    _, path, args, kwargs = field.deconstruct()
    assert path == "library.fields.LeanStreamField"
    assert (args, "block_lookup" in kwargs) == ([[]], False)
