"""What a new, empty site needs before anybody writes: its pages and its groups. Safe to run again."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
)

from cms.models import HomePage
from cms.reviewing import REVIEWERS, set_up_question_review, set_up_review
from library.models import LibraryIndexPage
from quizzes.models import QuizIndexPage

EDITORS = "编辑"
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
EDITED_APPS = ("quizzes", "study")
EDITED_MEMBERS_MODELS = ("audience",)
EDITED_SEARCH_MODELS = ("lexiconterm", "synonym", "searchpromotion")
# What members did is nobody's to edit.
RECORDS = (
    "attempt",
    "attemptitem",
    "bagdelivery",
    "bagpack",
    "essaymark",
    "makeupcohort",
    "makeupplace",
    "progress",
    "questionstep",
    "regrade",
    "regradeditem",
    "reviewcard",
    "reviewlog",
    "reviewplan",
    "sessionattendance",
    "sessionfile",
    "sessionmaterial",
    "sessionsubmission",
    "studysession",
)
WELCOME = "党章党规、讲话和导读，按条阅读，按句查找；读完做几道题，答错了回到原文。"


@transaction.atomic
def set_up_site(*, host: str = "localhost", port: int = 80) -> HomePage:
    """Create the home page, the library, its groups and its workflow where they are missing; return the home page."""
    home = HomePage.objects.first() or _plant_home()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": home, "hostname": host, "port": port, "site_name": "知行"},
    )
    if not LibraryIndexPage.objects.exists():
        home.add_child(instance=LibraryIndexPage(title="资料", slug="library", show_in_menus=True))
    if not QuizIndexPage.objects.exists():
        home.add_child(instance=QuizIndexPage(title="测验", slug="quizzes"))
    grant_editors(home)
    name_in_chinese()
    set_up_review(LibraryIndexPage.objects.get())
    set_up_question_review()
    return home


def name_in_chinese() -> None:
    """Give Chinese names to what Wagtail's first migrations leave in English, and drop the group ours replaces."""
    Group.objects.filter(name="Editors").delete()
    Group.objects.filter(name="Moderators").update(name=REVIEWERS)
    for root in Page.objects.filter(depth=1, title="Root"):
        # Saved, so that the index hears of it: Wagtail's migrations tell nobody that they made it.
        root.title = root.draft_title = "全部页面"
        root.save(clean=False)
    Collection.objects.filter(depth=1, name="Root").update(name="全部文件")
    Workflow.objects.filter(name="Moderators approval").update(name="发布审核")
    Task.objects.filter(name="Moderators approval").update(name="审核员审核")


def grant_editors(home: HomePage) -> Group:
    """Give the editors' group what editing takes: pages, pictures, files, questions, recommendations."""
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    # Given once: an installation where only 签发人 publish takes 发布 away in the group's screen, and it stays away.
    known = GroupPagePermission.objects.filter(group=editors).exists()
    for codename in () if known else PAGE_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=editors, page=home.page_ptr, permission=permission)
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="media", codename__regex="^(add|change|choose)_custom(image|document)$"
    ):
        GroupCollectionPermission.objects.get_or_create(group=editors, collection=root, permission=permission)
    editors.permissions.set(_editing_permissions())
    return editors


def _editing_permissions() -> "list[Permission]":
    chosen = Permission.objects.filter(
        Q(content_type__app_label__in=EDITED_APPS)
        | Q(content_type__app_label="members", content_type__model__in=EDITED_MEMBERS_MODELS)
        | Q(content_type__model__in=EDITED_SEARCH_MODELS)
        | Q(content_type__app_label="wagtailadmin", codename="access_admin")
        | Q(content_type__app_label="taggit", content_type__model="tag")
        | Q(content_type__app_label="media", codename__in=("change_recording", "view_recording"))
    )
    return list(chosen.exclude(content_type__model__in=RECORDS))


def _plant_home() -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage(title="知行", slug="zhixing", welcome=WELCOME)
    root.add_child(instance=home)
    # Wagtail's first migration leaves a “Welcome” page and a site that shows it.
    Site.objects.all().delete()
    Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).delete()
    return home
