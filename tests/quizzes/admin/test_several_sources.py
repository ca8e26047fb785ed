"""A question that cites several places: one more is added, and those besides the first are let go, at its form."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from library.models import RegulationPage
from quizzes.models import Question, StaleCitation
from tests.people import settle_people
from tests.quizzes.admin.test_question_form import EDIT, fields
from tests.quizzes.builders import QUOTE, cite, newest_edition, publish_regulation, question
from tests.site import a_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    a_site()
    client.force_login(settle_people().editor)
    return client


@pytest.fixture
def work() -> RegulationPage:
    return publish_regulation()


@pytest.fixture
def several(work: RegulationPage) -> Question:
    edition = newest_edition(work)
    return question(citations=(cite(edition), cite(edition, "art_3", "读完原文")))


def edit(client: Client, one: Question, work: RegulationPage, **changed: Any) -> Any:
    said = {"material": work.pk, "address": "第二条", "quote": QUOTE, "step": one.state}
    sent = client.post(reverse(EDIT, args=[one.pk]), fields(**said | changed))
    one.refresh_from_db()
    return sent


def cited(one: Question) -> list[str]:
    assert one.current is not None
    return list(one.current.citations.order_by("pk").values_list("address", flat=True))


def test_it_works(editor: Client, work: RegulationPage) -> None:
    one = question(citations=(cite(newest_edition(work)),))
    form = editor.get(reverse(EDIT, args=[one.pk])).text
    assert "上面写的是另加的一处" in form
    assert "去掉其余的出处" not in form
    edit(editor, one, work, address="第三条", quote="读完原文", adds="on")
    assert cited(one) == ["art_2", "art_3"]


def test_the_same_place_is_not_added_twice(editor: Client, work: RegulationPage) -> None:
    one = question(citations=(cite(newest_edition(work)),))
    edit(editor, one, work, adds="on")
    assert cited(one) == ["art_2"]


def test_one_besides_the_first_is_let_go(editor: Client, work: RegulationPage, several: Question) -> None:
    assert "第三条　读完原文" in editor.get(reverse(EDIT, args=[several.pk])).text
    second = several.current and several.current.citations.get(address="art_3")
    edit(editor, several, work, dropped=[str(second.pk)])
    assert cited(several) == ["art_2"]


def test_a_question_whose_second_place_is_gone_can_be_mended(
    editor: Client, work: RegulationPage, several: Question, django_capture_on_commit_callbacks: Any
) -> None:
    edition = newest_edition(work)
    edition.body = edition.body.split("第二章", maxsplit=1)[0]
    edition.save_revision().publish()
    several.refresh_from_db()
    assert several.state == "stale"
    doubt = StaleCitation.objects.get(question=several, settled_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        edit(editor, several, work, dropped=[str(doubt.citation_id)], step="stale")
    assert cited(several) == ["art_2"]
    assert not StaleCitation.objects.filter(question=several, settled_at=None).exists()


def test_a_new_question_is_asked_for_neither(editor: Client) -> None:
    form = editor.get(reverse("wagtailsnippets_quizzes_question:add")).text
    assert "另加的一处" not in form and "去掉其余的出处" not in form


def test_what_is_not_its_own_cannot_be_let_go(
    editor: Client, work: RegulationPage, several: Question
) -> None:
    assert edit(editor, several, work, dropped=["999999"]).status_code == 200
    assert cited(several) == ["art_2", "art_3"]
