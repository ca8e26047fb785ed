"""起草 → 审核 → 签发: the workflow of the library and its groups, made once and left to the installation from then on."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from library.models import LibraryIndexPage, SignOffTask
from quizzes.models import QuestionApproval, SecondPairOfEyesTask

REVIEWERS = "审核员"
SIGNERS = "签发人"
WORKFLOW = "起草、审核、签发"
REVIEW = "审核"
SIGN_OFF = "签发"
QUESTION_WORKFLOW = "题目审核"


def set_up_review(library: LibraryIndexPage) -> Workflow:
    """Create the groups, the two tasks and the workflow of `library` where they are missing.

    What an administrator has changed since (other groups on a task, another workflow, fewer rights) stays changed.
    """
    known = Workflow.objects.filter(name=WORKFLOW).first()
    if known is not None:
        return known
    reviewers, signers = (Group.objects.get_or_create(name=name)[0] for name in (REVIEWERS, SIGNERS))
    # Wagtail's own first group of this sort may publish everywhere; a reviewer reads and corrects.
    GroupPagePermission.objects.filter(group=reviewers).delete()
    _allow(reviewers, library, "change_page")
    _allow(signers, library, "change_page", "publish_page")
    workflow = Workflow.objects.create(name=WORKFLOW)
    for order, task in enumerate(
        (_task(GroupApprovalTask, REVIEW, reviewers), _task(SignOffTask, SIGN_OFF, signers))
    ):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.get_or_create(page=library.page_ptr, defaults={"workflow": workflow})
    return workflow


def set_up_question_review() -> Workflow:
    """Create the workflow by which questions get their second pair of eyes, where it is missing."""
    known = Workflow.objects.filter(name=QUESTION_WORKFLOW).first()
    if known is not None:
        return known
    workflow = Workflow.objects.create(name=QUESTION_WORKFLOW)
    task = SecondPairOfEyesTask.objects.create(name=QUESTION_WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    kind = ContentType.objects.get_for_model(QuestionApproval)
    WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})
    return workflow


def _task(kind: type[Task], name: str, group: Group) -> Task:
    task = kind.objects.create(name=name)
    task.groups.add(group)
    return task


def _allow(group: Group, page: Page, *codenames: str) -> None:
    """Let a group into the admin, with these rights below a page."""
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.add(enter)
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)
