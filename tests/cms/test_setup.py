import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Site

from cms.models import HomePage
from cms.setup import set_up_site
from library.models import LibraryIndexPage
from tests.people import settle_people

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    home = set_up_site(host="study.example", port=8443)
    site = Site.objects.get()
    assert (site.root_page_id, site.hostname, site.port) == (home.pk, "study.example", 8443)
    assert LibraryIndexPage.objects.get().get_parent().pk == home.pk


def test_running_again_changes_nothing() -> None:
    set_up_site()
    set_up_site()
    assert HomePage.objects.count() == LibraryIndexPage.objects.count() == Site.objects.count() == 1


def test_editors_may_edit_questions_and_nobodys_answers() -> None:
    set_up_site()
    editor = settle_people().editor
    assert editor.has_perm("quizzes.change_question")
    assert editor.has_perm("wagtailadmin.access_admin")
    for record in ("attempt", "attemptitem"):
        assert not editor.has_perm(f"quizzes.view_{record}")
    assert not editor.has_perm("study.view_progress")
    assert Group.objects.filter(name="编辑").count() == 1


def test_the_command_says_what_is_ready() -> None:
    printed = io.StringIO()
    call_command("setup_site", "--host", "study.example", "--port", "443", stdout=printed)
    assert "study.example:443" in printed.getvalue()
