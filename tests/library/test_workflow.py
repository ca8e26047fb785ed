from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowState

from cms.reviewing import REVIEWERS, SIGNERS, WORKFLOW
from library.models import GuidePage, LibraryIndexPage, Provision, QuotationAnswer
from library.structure import parse
from members.models import Member
from tests.library import builders
from tests.library.builders import RULES
from tests.library.test_quotation_check import RIGHT, WRONG, field_of, form_of, guide
from tests.people import People
from tests.site import a_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(library: LibraryIndexPage) -> Any:
    return builders.rules(short_title="学习规定")


def somebody(name: str, group: str, people: People) -> Client:
    """Return a client a member of `group` is logged in with."""
    member = Member.objects.create_user(name, name=name, organization=people.branch)
    member.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def reviewer(people: People) -> Client:
    return somebody("reviewer", REVIEWERS, people)


@pytest.fixture
def signer(people: People) -> Client:
    return somebody("signer", SIGNERS, people)


def edit(client: Client, page: Any, **changes: Any) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **changes))


def submit(desk: Client, page: Any) -> WorkflowState:
    assert edit(desk, page, **{"action-submit": "1"}).status_code == 302
    return WorkflowState.objects.get(object_id=str(page.pk))


def act(client: Client, page: Any, action: str, **data: str) -> Any:
    """Approve or reject from the list of what waits, as a reviewer does."""
    state = WorkflowState.objects.get(object_id=str(page.pk)).current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(url, {"comment": "", **data})


def is_live(page: Any) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_it_works(desk: Client, reviewer: Client, signer: Client, rules: Any) -> None:
    page = guide(RIGHT)
    state = submit(desk, page)
    assert state.current_task_state.task.name == "审核"
    act(reviewer, page, "approve")
    state.refresh_from_db()
    assert (state.current_task_state.task.name, is_live(page)) == ("签发", False)
    act(signer, page, "approve")
    assert is_live(page)
    assert Provision.objects.filter(material_id=page.pk).exists()


def test_setting_up_again_changes_nothing(library: LibraryIndexPage) -> None:
    a_site()
    a_site()
    workflow = Workflow.objects.get(name=WORKFLOW)
    assert [task.name for task in workflow.tasks.all()] == ["审核", "签发"]
    assert Page.objects.get(pk=library.pk).get_workflow() == workflow


def test_an_editors_right_to_publish_once_taken_away_stays_away(library: LibraryIndexPage) -> None:
    rights = GroupPagePermission.objects.filter(group__name="编辑")
    assert rights.filter(permission__codename="publish_page").exists()
    rights.filter(permission__codename="publish_page").delete()
    a_site()
    assert not rights.filter(permission__codename="publish_page").exists()


def test_where_only_the_signer_publishes_an_editor_cannot(desk: Client, library: LibraryIndexPage) -> None:
    GroupPagePermission.objects.filter(group__name="编辑", permission__codename="publish_page").delete()
    page = guide(RIGHT)
    edit(desk, page, **{"action-publish": "1"})
    assert not is_live(page)
    assert submit(desk, page).current_task_state.task.name == "审核"


def test_a_reviewer_publishes_nothing(reviewer: Client, library: LibraryIndexPage) -> None:
    page = guide(RIGHT)
    edit(reviewer, page, **{"action-publish": "1"})
    assert not is_live(page)


def test_a_reviewer_sends_it_back(desk: Client, reviewer: Client, rules: Any) -> None:
    page = guide(RIGHT)
    state = submit(desk, page)
    act(reviewer, page, "reject", comment="标题再短一些")
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES


def test_a_wrong_quotation_is_not_handed_in(desk: Client, rules: Any) -> None:
    page = guide(WRONG)
    response = edit(desk, page, **{"action-submit": "1"})
    assert "请改正，或在引文旁写明这样引的理由，再发布。" in response.content.decode()
    assert not WorkflowState.objects.exists()


def test_one_written_during_review_is_not_signed(
    desk: Client, reviewer: Client, signer: Client, rules: Any
) -> None:
    page = guide(RIGHT)
    submit(desk, page)
    edit(reviewer, page, body=page.body.replace(RIGHT, WRONG))
    act(reviewer, page, "approve")
    response = act(signer, page, "approve")
    assert not is_live(page)
    assert response.url.endswith(f"/pages/{page.pk}/edit/#text-quotations")


def test_the_signer_answers_and_signs_in_one_go(
    desk: Client, reviewer: Client, signer: Client, rules: Any
) -> None:
    page = guide(RIGHT)
    submit(desk, page)
    edit(reviewer, page, body=page.body.replace(RIGHT, WRONG))
    act(reviewer, page, "approve")
    page.body = page.body.replace(RIGHT, WRONG)
    approve = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    assert edit(signer, page, **approve).status_code == 200
    assert not is_live(page)
    assert edit(signer, page, **approve, **{field_of(page): "口语转述"}).status_code == 302
    assert is_live(page)
    assert QuotationAnswer.objects.get().reason == "口语转述"


def test_in_review_the_draft_is_one_click_from_the_live_text(desk: Client, reviewer: Client) -> None:
    edition = builders.edition("2024-09-01")
    edition.body = edition.body.replace("管用", "有用")
    edition.save_revision()
    shown = reviewer.get(reverse("wagtailadmin_pages:edit", args=[edition.pk])).content.decode()
    assert "与现行版本对照" in shown
    compared = reviewer.get(reverse("library_compare_draft", args=[edition.pk])).content.decode()
    assert "有用" in compared
    assert "管用" in compared


def test_any_kind_of_text_is_compared_with_what_is_live(desk: Client, library: LibraryIndexPage) -> None:
    speech = builders.speech()
    speech.body = speech.body.replace("一字一句", "一句一句")
    speech.save_revision()
    assert "与现行版本对照" in desk.get(reverse("wagtailadmin_pages:edit", args=[speech.pk])).content.decode()
    compared = desk.get(reverse("library_compare_draft", args=[speech.pk])).content.decode()
    assert "一句一句" in compared


def test_a_text_that_was_never_live_has_nothing_to_be_compared_with(
    desk: Client, library: LibraryIndexPage
) -> None:
    compared = desk.get(reverse("library_compare_draft", args=[guide(RIGHT).pk])).content.decode()
    assert "还没有" in compared


def test_warnings_and_outline_stand_beside_the_text_and_lead_to_their_lines(
    desk: Client, library: LibraryIndexPage
) -> None:
    edition = builders.edition("2024-09-01", RULES.replace("第三条", "第五条"))
    shown = desk.get(reverse("wagtailadmin_pages:edit", args=[edition.pk])).content.decode()
    for warning in parse(edition.body).warnings:
        assert f'data-line="{warning.line}">第 {warning.line} 行</button> {warning.message}' in shown
    assert (
        '<li class="text-outline__0"><button type="button" class="text-jump" data-line="5">第一章 总则'
        in shown
    )
    assert "<script>" not in shown.partition("data-text-panel")[2].partition("</dialog>")[0]


def test_correcting_the_structure_keeps_the_addresses(desk: Client, library: LibraryIndexPage) -> None:
    edition = builders.edition("2024-09-01", RULES.replace("第二章　组织\n\n", ""))
    before = dict(Provision.objects.filter(material=edition).values_list("address", "pk"))
    corrected = RULES.replace("缺席的应当补课。\n\n补课由", "缺席的应当补课。补课由")
    changes = {"effective_from": "2024-09-01", "action-publish": "1", "body": corrected}
    assert edit(desk, edition, **changes).status_code == 302
    after = dict(Provision.objects.filter(material=edition).values_list("address", "pk"))
    assert "chp_2" in after
    kept = {address: pk for address, pk in before.items() if address in after}
    assert {"art_1", "art_2/para_1/item_2", "art_3", "art_4"} <= set(kept)
    assert all(after[address] == pk for address, pk in kept.items())


def test_a_text_goes_live_on_its_day(
    desk: Client, library: LibraryIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    page = guide(RIGHT)
    soon = timezone.now() + timedelta(hours=1)
    page.go_live_at = soon
    revision = page.save_revision()
    revision.publish()
    assert not is_live(page)
    assert not Provision.objects.filter(material_id=page.pk).exists()
    # The command looks at the clock, so the day is moved instead.
    past = timezone.now() - timedelta(minutes=1)
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=past)
    content = {**revision.content, "go_live_at": past.isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(content=content)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_scheduled")
    assert is_live(page)
    assert Provision.objects.filter(material_id=page.pk, is_unit=True).exists()
    assert desk.get("/search/", {"q": "图书室"}).content.decode().count("怎样补课") >= 1


def test_a_text_is_withdrawn_on_its_day(library: LibraryIndexPage) -> None:
    page = guide(RIGHT)
    page.save_revision().publish()
    GuidePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert not is_live(page)
    assert not Provision.objects.filter(material_id=page.pk).exists()


def test_a_wrong_quotation_is_not_put_on_the_calendar(desk: Client, rules: Any) -> None:
    page = guide(WRONG)
    day = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    response = edit(desk, page, **{"action-publish": "1", "go_live_at": day})
    assert response.status_code == 200
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()
