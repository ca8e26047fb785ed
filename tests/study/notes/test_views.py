"""Pages of notes, with and without a script."""

import io
import json
import re
from typing import Any

import docx
import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction

from members.models import Appointment
from search.finding import find
from study.models import Note
from study.notes.actions import Draft, answer_question, write_note
from study.notes.anchoring import Quote
from tests.people import People
from tests.quizzes.builders import QUOTE, REGULATION_BODY, newest_edition, publish_regulation
from tests.study.builders import NOW
from tests.study.notes.test_carrying import amend


@pytest.fixture
def browser(client: Client, people: People) -> Client:
    client.force_login(people.me)
    return client


@pytest.fixture
def text(people: People) -> Any:
    return newest_edition(publish_regulation())


def write(people: People, text: Any, kind: str = "note", **fields: Any) -> Note:
    said = {"body": "彩虹一样的想法", "address": "art_2", "quote": Quote(QUOTE)} | fields
    return write_note(member=people.me, material=text, draft=Draft(kind, **said), now=NOW)


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_it_works(browser: Client, text: Any) -> None:
    said = {"kind": "highlight", "address": "art_2", "exact": QUOTE, "before": "", "after": ""}
    answer = browser.post(f"/study/notes/on/{text.pk}/", said)
    assert answer.status_code == 201
    assert answer.json()["note"]["exact"] == QUOTE
    assert "只有您自己能看到" in answer.json()["said"]
    assert [one["address"] for one in browser.get(f"/study/notes/on/{text.pk}/").json()["notes"]] == ["art_2"]


def test_words_that_are_not_there_are_refused_in_words(browser: Client, text: Any) -> None:
    answer = browser.post(
        f"/study/notes/on/{text.pk}/", {"kind": "note", "address": "art_2", "exact": "没有的话"}
    )
    assert answer.status_code == 400
    assert "请刷新页面" in answer.json()["error"]


def test_without_a_script_one_picks_a_provision_and_a_sentence(browser: Client, text: Any) -> None:
    assert f"/study/notes/new/{text.pk}/" in text_of(browser.get(text.url))
    assert "?address=art_2" in text_of(browser.get(f"/study/notes/new/{text.pk}/"))
    page = text_of(browser.get(f"/study/notes/new/{text.pk}/?address=art_2"))
    assert "支部每月安排学习。" in page
    said = {"kind": "reflection", "address": "art_2", "first": "1", "last": "", "body": "要落到每个月。"}
    page = text_of(browser.post(f"/study/notes/new/{text.pk}/", said, follow=True))
    assert "已保存" in page
    assert "要落到每个月。" in page
    assert Note.objects.get().exact.startswith(QUOTE)


def test_nothing_written_is_said_and_what_was_chosen_is_kept(browser: Client, text: Any) -> None:
    said = {"kind": "question", "address": "art_2", "first": "1"}
    page = text_of(browser.post(f"/study/notes/new/{text.pk}/", said), 400)
    assert "还没有写问题" in page
    assert 'value="1" checked' in page
    assert 'value="question" checked' in page


def test_my_notes_are_found_by_words_and_kind(browser: Client, people: People, text: Any) -> None:
    write(people, text)
    write(people, text, "highlight", body="", quote=Quote("因事不能参加的应当补课"))
    assert "彩虹一样的想法" in text_of(browser.get("/study/notes/"))
    assert "彩虹一样的想法" not in text_of(browser.get("/study/notes/?kind=highlight"))
    assert "因事不能参加" not in text_of(browser.get("/study/notes/?q=彩虹"))


def test_a_note_in_doubt_shows_both_texts_and_is_decided(browser: Client, people: People, text: Any) -> None:
    note = write(people, text)
    amend(text.get_parent().specific, REGULATION_BODY.replace("每月至少", "每季度至少"))
    assert "1 条笔记待确认" in text_of(browser.get("/"))
    page = text_of(browser.get(f"/study/notes/{note.pk}/"))
    assert "待确认：新版里没有这句话了" in page
    assert page.count("每季度至少参加一次集中学习") >= 2
    assert page.count("每月至少参加一次集中学习") >= 2
    page = text_of(
        browser.post(f"/study/notes/{note.pk}/place/", {"address": "art_2", "first": "1"}, follow=True)
    )
    assert "已经放到第二条" in page
    assert "1 条笔记待确认" not in text_of(browser.get("/"))


def test_a_question_reaches_the_secretary_and_its_answer_the_asker(
    browser: Client, people: People, text: Any
) -> None:
    note = write(people, text, "question", body="为什么是每月？")
    secretary = Client()
    secretary.force_login(people.secretary)
    assert "为什么是每月？" in text_of(secretary.get("/"))
    assert "为什么是每月？" in text_of(secretary.get("/study/questions/"))
    assert "还没有写回答" in text_of(secretary.post(f"/study/questions/{note.pk}/", {"text": " "}), 400)
    text_of(secretary.post(f"/study/questions/{note.pk}/", {"text": "第二条写明了。"}, follow=True))
    assert "支部回答了：为什么是每月？" in text_of(browser.get("/"))
    assert "第二条写明了。" in text_of(browser.get(f"/study/notes/{note.pk}/"))
    assert "支部回答了" not in text_of(browser.get("/"))


def test_a_question_nobody_can_answer_is_kept_and_says_so(browser: Client, people: People, text: Any) -> None:
    Appointment.objects.filter(member=people.secretary).delete()
    asked = {"kind": "question", "address": "art_2", "exact": QUOTE, "body": "为什么是每月？"}
    answer = browser.post(f"/study/notes/on/{text.pk}/", asked)
    assert "暂时没有人能回答" in answer.json()["said"]
    page = text_of(browser.get(f"/study/notes/{Note.objects.get().pk}/"))
    assert "暂时没有人能回答" in page
    assert "书记还没有回答" not in page


def test_a_question_of_somebody_without_a_branch_is_refused_in_words(
    browser: Client, people: People, text: Any
) -> None:
    people.me.organization = None
    people.me.save()
    asked = {"kind": "question", "address": "art_2", "exact": QUOTE, "body": "为什么是每月？"}
    answer = browser.post(f"/study/notes/on/{text.pk}/", asked)
    assert answer.status_code == 400
    assert "还没有登记所在党组织" in answer.json()["error"]


def test_a_question_of_another_branch_is_not_there(browser: Client, people: People, text: Any) -> None:
    assert browser.get("/study/questions/").status_code == 404


def test_two_devices_that_change_one_note_are_shown_both_texts(
    browser: Client, people: People, text: Any
) -> None:
    note = write(people, text)
    seen = re.search(r'name="seen" value="(\w+)"', text_of(browser.get(f"/study/notes/{note.pk}/")))
    assert seen is not None
    first = {"kind": "note", "body": "手机上写的", "seen": seen[1]}
    assert "已保存" in text_of(browser.post(f"/study/notes/{note.pk}/", first, follow=True))
    second = {**first, "kind": "reflection", "body": "电脑上写的"}
    page = text_of(browser.post(f"/study/notes/{note.pk}/", second), 409)
    assert "这条笔记在别处改过了" in page
    assert "<p>手机上写的</p>" in page
    assert "<p>电脑上写的</p>" in page
    assert "电脑上写的</textarea>" in page
    assert 'value="reflection" checked' in page
    assert Note.objects.get().body == "手机上写的"
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    text_of(browser.post(f"/study/notes/{note.pk}/", {**second, "seen": seen[1]}, follow=True))
    assert (Note.objects.get().kind, Note.objects.get().body) == ("reflection", "电脑上写的")


def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(
    browser: Client, people: People, text: Any
) -> None:
    note = write(people, text)
    assert browser.post(f"/study/notes/{note.pk}/", {"kind": "note", "body": "别的"}).status_code == 409
    assert Note.objects.get().body == "彩虹一样的想法"


def test_scripts_in_a_note_are_words(browser: Client, people: People, text: Any) -> None:
    note = write(people, text, body="<script>alert(1)</script>")
    for url in (f"/study/notes/{note.pk}/", "/study/notes/", text.url):
        assert "<script>alert" not in browser.get(url).content.decode()


class TestExport:
    """Everything one wrote, to take away."""

    def test_markdown(self, browser: Client, people: People, text: Any) -> None:
        note = write(people, text, "question", body="为什么*每月*？")
        answer_question(note=note, author=people.secretary, text="看第二条。", now=NOW)
        written = browser.get("/study/notes/export/md/").content.decode()
        assert written.startswith("# 田本人的学习笔记")
        assert f"> {QUOTE}" in written
        assert r"为什么\*每月\*？" in written
        assert "石书记 2026-07-01 答：看第二条。" in written

    def test_word(self, browser: Client, people: People, text: Any) -> None:
        write(people, text, "reflection", body="第一段\n第二段\x0b")
        file = docx.Document(io.BytesIO(browser.get("/study/notes/export/docx/").content))
        words = [paragraph.text for paragraph in file.paragraphs]
        assert QUOTE in words
        assert {"第一段", "第二段"} <= set(words)
        assert [one.text for one in file.paragraphs if one.style.name == "Heading 2"] == ["学习心得　第二条"]

    def test_web_annotations(self, browser: Client, people: People, text: Any) -> None:
        note = write(people, text)
        response = browser.get("/study/notes/export/json/")
        assert response["Content-Type"].startswith("application/ld+json")
        collection = json.loads(response.content)
        (made,) = collection["first"]["items"]
        assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert (collection["type"], collection["total"]) == ("AnnotationCollection", 1)
        assert made["id"] == f"urn:uuid:{note.key}"
        assert made["motivation"] == "commenting"
        assert made["body"][0]["value"] == "彩虹一样的想法"
        target = made["target"]
        assert target["source"] == f"http://testserver{text.url}"
        assert target["selector"]["value"] == "art_2"
        quote = target["selector"]["refinedBy"]
        assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", QUOTE)
        assert quote["prefix"].endswith("支部每月安排学习。")

    def test_nobody_elses(self, browser: Client, people: People, text: Any) -> None:
        write_note(member=people.stranger, material=text, draft=Draft("note", body="别人的"), now=NOW)
        assert "别人的" not in browser.get("/study/notes/export/md/").content.decode()

    def test_another_form_is_none(self, browser: Client) -> None:
        assert browser.get("/study/notes/export/pdf/").status_code == 404


class TestSearch:
    """Found by who wrote it, and by nobody else."""

    def test_it_works(self, people: People, text: Any, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            note = write(people, text)
        hits = find("彩虹一样的想法", user=people.me, with_facets=True)
        assert [hit.found.url for hit in hits.hits] == [f"/study/notes/{note.pk}/"]
        for who in ("secretary", "superior", "editor", "stranger", "anonymous"):
            assert find("彩虹一样的想法", user=people.named(who)).total == 0

    def test_deleted_is_not_found(
        self, people: People, text: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            note = write(people, text)
        with django_capture_on_commit_callbacks(execute=True):
            note.delete()
        assert find("彩虹一样的想法", user=people.me).total == 0


def test_my_notes_stay_within_their_queries(
    browser: Client, people: People, text: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        write(people, text)
    browser.get("/study/notes/")
    with django_assert_max_num_queries(10):
        browser.get("/study/notes/")


def test_a_new_edition_that_is_closed_does_not_show_through_a_doubt(browser: Client, people: People) -> None:
    work = publish_regulation()
    note = write(people, newest_edition(work))
    edition = amend(work, REGULATION_BODY.replace("每月至少参加一次", "每季度至少参加一次"))
    address = f"/study/notes/{note.pk}/"
    assert "每季度至少参加一次" in text_of(browser.get(address))
    restriction = PageViewRestriction.objects.create(
        page_id=edition.pk, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get_or_create(name="宣讲团")[0])
    page = text_of(browser.get(address))
    assert "每季度至少参加一次" not in page
    assert "限定了阅读范围" in page
