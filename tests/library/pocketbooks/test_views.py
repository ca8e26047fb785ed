"""A book's page, its files and its codes, as people meet them."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from library.models import LibraryIndexPage, PocketBookFile, PocketBookIssue
from tests.library import builders
from tests.library.pocketbooks import books
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(library: LibraryIndexPage) -> PocketBookIssue:
    return books.issued(books.text(builders.rules()), books.note())


def shown(client: Client, issue: PocketBookIssue, below: str = "") -> str:
    response = client.get(f"{issue.book.url}{below}")
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(client: Client, issue: PocketBookIssue) -> None:
    page = shown(client, issue)
    for words in (
        "学习小册（示例）",
        "第 1 版",
        "2024年9月10日",
        "学习管理规定（示例）",
        "与现行文本一致",
        "A6 裁折",
    ):
        assert words in page


def test_a_ready_file_is_offered_and_served(client: Client, issue: PocketBookIssue) -> None:
    file = books.ready_file(issue)
    assert "file/1/epub/" in shown(client, issue)
    response = client.get(f"{issue.book.url}file/1/epub/")
    data = response.content
    assert data.startswith(b"PK")
    assert response["Content-Type"] == "application/epub+zip"
    assert response["ETag"] == f'"{file.sha256}"'
    assert response["Cache-Control"] == "private, no-cache"
    assert len(data) == file.bytes
    assert response["Content-Disposition"].startswith("attachment;")


def test_an_unchanged_file_is_not_sent_again(client: Client, issue: PocketBookIssue) -> None:
    file = books.ready_file(issue)
    response = client.get(f"{issue.book.url}file/1/epub/", headers={"If-None-Match": f'"{file.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")


def test_a_pdf_says_it_is_one(client: Client, issue: PocketBookIssue) -> None:
    books.ready_file(issue, "pdf")
    response = client.get(f"{issue.book.url}file/1/pdf/")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_a_file_that_is_not_ready_leads_back_to_the_page(client: Client, issue: PocketBookIssue) -> None:
    response = client.get(f"{issue.book.url}file/1/pdf/", follow=True)
    assert "口袋本 PDF还没有生成好" in response.content.decode()


@pytest.mark.parametrize(
    "below", ["file/2/epub/", "file/1/exe/", "file/x/epub/", "file/", "q/1/9/", "q/1/2/", "q/", "etwas/"]
)
def test_addresses_of_nothing_are_404(client: Client, issue: PocketBookIssue, below: str) -> None:
    assert client.get(f"{issue.book.url}{below}").status_code == 404


def test_buttons_take_no_get(client: Client, issue: PocketBookIssue) -> None:
    assert client.get(f"{issue.book.url}build/").status_code == 405
    assert client.get(f"{issue.book.url}rebuild/").status_code == 405
    assert client.post(f"{issue.book.url}file/1/epub/").status_code == 405


def test_whoever_is_logged_in_has_a_file_made(
    client: Client, issue: PocketBookIssue, people: People, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(people.me)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{issue.book.url}build/", {"format": "epub"})
    assert issue.files.get(format="epub").state == "ready"


def test_progress_is_told_in_words(client: Client, issue: PocketBookIssue) -> None:
    PocketBookFile.objects.create(issue=issue, format="pdf", state="building", percent=70, stage="拼版")
    response = client.get(f"{issue.book.url}progress/")
    assert response["Cache-Control"] == "no-store"
    assert 'value="70"' in response.content.decode()
    assert "拼版" in response.content.decode()
    assert "data-under-way" in response.content.decode()


def test_a_failed_file_says_why_and_can_be_tried_again(
    client: Client, issue: PocketBookIssue, people: People
) -> None:
    PocketBookFile.objects.create(issue=issue, format="pdf", state="failed", error="没有排成。")
    client.force_login(people.me)
    page = shown(client, issue)
    assert "没有排成。" in page
    assert "再试一次" in page


def test_an_amended_book_says_so_and_offers_a_new_edition(client: Client, people: People) -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    books.amend(speech, "办好", "办成")
    assert "原文在本书编成以后改过" in shown(client, issue)
    assert "编成第 2 版" not in shown(client, issue)
    client.force_login(people.editor)
    assert "编成第 2 版" in shown(client, issue)
    response = client.post(f"{issue.book.url}rebuild/", follow=True)
    assert "已编成第 2 版" in response.content.decode()
    assert "与现行文本一致" in response.content.decode()


def test_issuing_anew_without_a_change_says_so(
    client: Client, issue: PocketBookIssue, people: People
) -> None:
    client.force_login(people.editor)
    response = client.post(f"{issue.book.url}rebuild/", follow=True)
    assert "所收原文没有变化，仍是第 1 版" in response.content.decode()


def test_a_source_that_is_gone_is_told_to_the_editor(client: Client, people: People) -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    speech.delete()
    client.force_login(people.editor)
    assert "已经从资料库删除" in shown(client, issue)
    response = client.post(f"{issue.book.url}rebuild/", follow=True)
    assert "第 1 项选的资料已经从资料库删除" in response.content.decode()


def test_a_code_says_that_the_print_still_holds(client: Client, issue: PocketBookIssue) -> None:
    page = shown(client, issue, "q/1/1/art_3/")
    assert "仍然有效" in page
    assert "#art_3" in page


@pytest.mark.parametrize("as_new_edition", [False, True])
def test_an_article_s_code_answers_for_the_article(
    client: Client, library: LibraryIndexPage, as_new_edition: bool
) -> None:
    work = builders.rules(edition="2020-01-01")
    issue = books.issued(books.text(work))
    words = builders.RULES.replace("每季度安排一次", "每个月安排一次").replace("第四条　", "第五条　")
    if as_new_edition:
        builders.edition("2024-09-01", words)
    else:
        books.amend(work.get_children().get().specific, builders.RULES, words)
    same, changed, gone, chapter = (
        shown(client, issue, f"q/1/1/{address}") for address in ("art_2/", "art_3/", "art_4/", "")
    )
    assert "仍然有效" in same
    assert "第二条和现行文本一致，改的是别处。" in same
    assert "已有变化" in changed
    assert "第三条已经改过，和现行文本不一样。" in changed
    assert "现行文本里已经没有第四条。" in gone
    assert "已有变化" in chapter
    assert ("已有新的版本" if as_new_edition else "原文在本书编成以后改过") in chapter


def test_an_article_s_code_of_a_repealed_text_says_so(client: Client, issue: PocketBookIssue) -> None:
    edition = issue.pinned.get().material.specific
    edition.status = "repealed"
    edition.save_revision().publish()
    assert "已经废止" in shown(client, issue, "q/1/1/art_3/")


def test_an_article_amended_under_an_answer_is_told(client: Client, people: People) -> None:
    work = builders.rules()
    issue = books.issued(books.questions(work))
    books.amend(work.get_children().get().specific, "每季度", "每个月")
    page = shown(client, issue)
    assert "第 1 项第 1 问的依据《学习管理规定（示例）》第三条：原文在本书编成以后改过，请核对答案" in page
    assert client.get(f"{issue.book.url}q/1/1/").status_code == 404


def test_a_book_whose_answers_rest_on_a_closed_text_is_closed_too(client: Client, people: People) -> None:
    work = builders.rules()
    issue = books.issued(books.questions(work))
    books.ready_file(issue)
    builders.restrict(work, "login")
    assert client.get(f"{issue.book.url}file/1/epub/").status_code == 404


def test_a_code_of_an_old_print_leads_to_what_holds_now(client: Client, library: LibraryIndexPage) -> None:
    issue = books.issued(books.text(builders.rules(edition="2020-01-01")))
    newer = builders.edition("2024-09-01", builders.RULES.replace("经常", "天天"))
    page = shown(client, issue, "q/1/1/")
    assert "已有变化" in page
    assert newer.url in page


def test_a_code_of_a_repealed_text_says_so(client: Client, library: LibraryIndexPage) -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    speech.status = "repealed"
    speech.save_revision().publish()
    assert "已经废止" in shown(client, issue, "q/1/1/")


def test_a_code_of_a_deleted_text_still_answers(client: Client, library: LibraryIndexPage) -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    speech.delete()
    assert "不能再确认" in shown(client, issue, "q/1/1/")


def test_a_closed_text_does_not_leak_through_a_book(client: Client, people: People) -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    books.ready_file(issue)
    builders.restrict(speech, "groups", Group.objects.get(name="编辑"))
    assert "不对您开放" in shown(client, issue)
    assert "学习座谈会" not in shown(client, issue)
    assert client.get(f"{issue.book.url}file/1/epub/").status_code == 404
    client.force_login(people.editor)
    assert client.get(f"{issue.book.url}file/1/epub/").status_code == 200


def test_a_closed_book_is_closed_below_too(client: Client, issue: PocketBookIssue) -> None:
    books.ready_file(issue)
    builders.restrict(issue.book, "login")
    for below in ("", "file/1/epub/", "progress/", "q/1/1/"):
        assert client.get(f"{issue.book.url}{below}").status_code == 302


def test_a_title_cannot_carry_markup(client: Client, library: LibraryIndexPage) -> None:
    issue = books.issued(books.note(), title="<script>alert(1)</script>（示例）")
    assert "<script>alert" not in shown(client, issue)
    assert "<script>alert" not in shown(client, issue, "progress/")


def test_a_book_without_an_edition_has_a_page(client: Client, library: LibraryIndexPage) -> None:
    book = books.published()
    assert "还没有编成" in client.get(book.url).content.decode()


def test_books_stand_in_the_list_of_materials(client: Client, issue: PocketBookIssue) -> None:
    assert "学习小册（示例）" in client.get("/library/?kind=pocket_book").content.decode()


def test_the_page_asks_the_database_little(
    client: Client, issue: PocketBookIssue, django_assert_max_num_queries: Any
) -> None:
    client.get(issue.book.url)
    with django_assert_max_num_queries(20):
        client.get(issue.book.url)
