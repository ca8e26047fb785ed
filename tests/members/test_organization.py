import pytest

from members.admin_forms import OrganizationForm
from members.models import Organization
from tests.people import settle_people

pytestmark = pytest.mark.django_db

BRANCH = {"name": "新村党支部", "short_name": "", "kind": "branch", "level": "grassroots", "field": "rural"}


def test_it_works() -> None:
    people = settle_people()
    assert people.branch.is_within(people.county)
    assert not people.county.is_within(people.branch)


def test_its_lineage_goes_from_the_top_down_to_itself() -> None:
    people = settle_people()
    group = people.branch.add_child(name="第一小组", kind="group", field="rural")
    assert group.lineage == [people.county.path, people.branch.path, group.path]
    assert people.county.lineage == [people.county.path]


def test_the_form_puts_a_new_branch_under_its_parent() -> None:
    people = settle_people()
    form = OrganizationForm(data={**BRANCH, "parent": people.county.pk})
    assert form.is_valid(), form.errors
    saved = form.save()
    assert saved.get_parent() == people.county


def test_the_form_makes_a_root_when_no_parent_is_given() -> None:
    form = OrganizationForm(data={**BRANCH, "parent": ""})
    assert form.is_valid(), form.errors
    assert form.save().is_root()


def test_the_form_moves_an_organisation() -> None:
    people = settle_people()
    data = {**BRANCH, "name": "测试村党支部", "parent": people.other_branch.pk}
    form = OrganizationForm(data=data, instance=Organization.objects.get(pk=people.branch.pk))
    assert form.is_valid(), form.errors
    form.save()
    moved = Organization.objects.get(pk=people.branch.pk)
    assert moved.get_parent() == people.other_branch


def test_an_organisation_cannot_stand_under_itself() -> None:
    people = settle_people()
    data = {**BRANCH, "parent": people.branch.pk}
    form = OrganizationForm(data=data, instance=Organization.objects.get(pk=people.county.pk))
    assert not form.is_valid()
    assert form.errors["parent"] == ["上级党组织不能是它自己或它的下级，请另选一个。"]


def test_the_label_prefers_the_short_name() -> None:
    people = settle_people()
    assert people.branch.label == "测试村支部"
    assert people.county.label == "测试区委"
