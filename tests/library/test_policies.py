from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from library.models import EditionPage, LibraryIndexPage, MaterialPage, Provision
from library.policies import (
    closed_paths,
    import_policy,
    material_policy,
    provision_policy,
    source_policy,
)
from members.models import Member
from tests.library import builders
from tests.people import NAMES, People

pytestmark = pytest.mark.django_db

LOGIN, GROUPS, PASSWORD = (
    PageViewRestriction.LOGIN,
    PageViewRestriction.GROUPS,
    PageViewRestriction.PASSWORD,
)
LOGGED_IN = {"me", "secretary", "superior", "editor", "stranger"}
READERS: dict[str, set[str]] = {
    "": set(NAMES),
    LOGIN: LOGGED_IN,
    GROUPS: {"editor"},
    PASSWORD: set(),
}


@pytest.fixture
def material(people: People) -> Any:
    return builders.speech()


def close(material: MaterialPage, kind: str) -> None:
    if kind:
        builders.restrict(material, kind, *Group.objects.filter(name="编辑"))


def test_it_works(people: People, material: MaterialPage) -> None:
    assert material_policy.can_view(people.anonymous, material)
    assert list(material_policy.visible_to(people.anonymous)) == [material.materialpage_ptr]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", READERS)
def test_both_faces_say_who_may_read(people: People, material: Any, kind: str, name: str) -> None:
    close(material, kind)
    person, may = people.named(name), name in READERS[kind]
    assert material_policy.can_view(person, material) is may
    assert material_policy.visible_to(person).filter(pk=material.pk).exists() is may


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", READERS)
def test_a_provision_is_read_by_whoever_reads_its_material(
    people: People, material: Any, kind: str, name: str
) -> None:
    close(material, kind)
    person, may = people.named(name), name in READERS[kind]
    provision = Provision.objects.filter(material=material).first()
    assert provision_policy.can_view(person, provision) is may
    assert provision_policy.visible_to(person).exists() is may


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_nobodys(people: People, name: str) -> None:
    draft = builders.bring_in(builders.PLAIN, kind="guide", publish=False)
    assert not material_policy.can_view(people.named(name), draft)
    assert not material_policy.visible_to(people.named(name)).exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_past_its_day_is_nobodys(people: People, material: Any, name: str) -> None:
    person = people.named(name)
    type(material).objects.filter(pk=material.pk).update(expire_at=timezone.now())
    assert not material_policy.can_view(person, material)
    assert not material_policy.visible_to(person).exists()
    assert not provision_policy.visible_to(person).exists()


def test_a_page_past_its_day_has_no_address(people: People, material: Any, client: Client) -> None:
    work = builders.rules()
    assert client.get("/library/study-rules/2024-09-01/").status_code == 200
    for page in (material, work):
        type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now())
    for address in ("speech/", "study-rules/", "study-rules/2024-09-01/", "study-rules/art_3.json"):
        assert client.get(f"/library/{address}").status_code == 404


def test_what_closes_a_page_closes_what_lies_below_it(people: People) -> None:
    work = builders.rules()
    close(work, GROUPS)
    edition = EditionPage.objects.get()
    assert not material_policy.can_view(people.me, edition)
    assert not provision_policy.visible_to(people.me).exists()
    assert material_policy.can_view(people.editor, edition)


def test_closing_one_text_leaves_the_others_open(people: People, material: Any) -> None:
    other = builders.rules()
    close(material, LOGIN)
    seen = material_policy.visible_to(people.anonymous)
    assert set(seen.values_list("pk", flat=True)) == {other.pk, EditionPage.objects.get().pk}


def test_an_operator_reads_everything(people: People, material: Any) -> None:
    root = Member.objects.create_superuser("root", name="管理员")
    close(material, GROUPS)
    assert closed_paths(root) == []
    assert material_policy.can_view(root, material)


def test_a_member_of_any_allowed_group_may_read(people: People, material: Any) -> None:
    circle = Group.objects.create(name="读书会")
    builders.restrict(material, GROUPS, circle, Group.objects.get(name="编辑"))
    people.me.groups.add(circle)
    assert material_policy.can_view(people.me, material)


@pytest.mark.parametrize("kind", [LOGIN, GROUPS])
def test_asking_takes_few_queries(
    people: People, material: Any, kind: str, django_assert_max_num_queries: Any
) -> None:
    close(material, kind)
    with django_assert_max_num_queries(1):
        closed_paths(people.me)
    with django_assert_max_num_queries(1):
        closed_paths(people.anonymous)


@pytest.mark.parametrize("name", NAMES)
def test_only_editors_import_and_have_originals(people: People, material: Any, name: str) -> None:
    library = LibraryIndexPage.objects.get()
    assert import_policy.can_import(people.named(name), library) is (name == "editor")
    assert source_policy.can_view(people.named(name), material) is (name == "editor")


def test_lists_show_a_regulation_and_not_its_editions(people: People) -> None:
    work = builders.rules()
    assert list(MaterialPage.objects.listed()) == [work.materialpage_ptr]


def test_materials_chain_by_topic(people: People) -> None:
    xuexi, zuzhi = builders.topic(), builders.topic("组织生活", "zuzhi")
    speech = builders.speech(topic="xuexi")
    assert [page.pk for page in MaterialPage.objects.on_topic(xuexi.pk)] == [speech.pk]
    assert not MaterialPage.objects.on_topic(zuzhi.pk).exists()


def test_provisions_chain_by_unit_and_address(people: People, material: Any) -> None:
    assert set(Provision.objects.units().values_list("is_unit", flat=True)) == {True}
    address = Provision.objects.units().first().address
    assert Provision.objects.at(material, address).get().address == address


def test_the_edition_in_force_comes_first(people: People) -> None:
    for year in (2019, 2021, 2024):
        builders.edition(f"{year}-01-01")
    editions = EditionPage.objects.in_force_on(date(2022, 5, 1))
    assert [edition.slug for edition in editions] == ["2021-01-01", "2019-01-01"]
    assert not EditionPage.objects.in_force_on(date(2018, 12, 31)).exists()


def test_a_draft_edition_is_not_in_force(people: People) -> None:
    builders.edition("2019-01-01")
    builders.edition("2021-01-01", publish=False)
    assert EditionPage.objects.in_force_on(date(2022, 1, 1)).first().slug == "2019-01-01"
