"""Importing and exporting questions at the desk."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from quizzes.models import Question, QuestionBank, QuestionUpload, SourceSearch
from tests.people import People, settle_people
from tests.quizzes.builders import bank, question

pytestmark = pytest.mark.django_db
PAPER = """1、党员每月至少参加几次集中学习？（ A ）
A．一次  B．两次  C．三次

2、因事不能参加的应当怎样？
A．补课  B．不管
答案：A
"""
BAD = PAPER + "\n3、这道题没有答案？\nA．是  B．否\n"


@pytest.fixture
def people() -> People:
    from tests.site import a_site

    a_site()
    return settle_people()


def sent(**changed: Any) -> dict[str, Any]:
    return {"bank_chosen": "", "bank_name": "新题库", "text": PAPER, "format": "auto"} | changed


def uploaded(client: Client, **changed: Any) -> QuestionUpload:
    response = client.post(reverse("quizzes_import"), sent(**changed))
    assert response.status_code == 302
    return QuestionUpload.objects.latest("pk")


def shown(client: Client, upload: QuestionUpload) -> str:
    return client.get(reverse("quizzes_import_shown", args=[upload.pk])).content.decode()


def confirm(client: Client, upload: QuestionUpload, **chosen: str) -> str:
    client.post(reverse("quizzes_import_confirm", args=[upload.pk]), chosen)
    return shown(client, upload)


def test_it_works(editor: Client) -> None:
    upload = uploaded(editor)
    assert "可以导入 <b>2</b> 道" in shown(editor, upload)
    assert "新增 <b>2</b> 道" in confirm(editor, upload)
    assert set(Question.objects.values_list("state", "bank__name")) == {("draft", "新题库")}


def test_looking_stores_nothing(editor: Client) -> None:
    shown(editor, uploaded(editor))
    assert not Question.objects.exists()


def test_a_faulty_row_is_named_in_chinese(editor: Client) -> None:
    page = shown(editor, uploaded(editor, text=BAD))
    assert "第 3 题：" in page
    assert "跳过有错的，导入 2 道" in page


def test_with_a_faulty_row_nothing_is_imported_unasked(editor: Client) -> None:
    page = confirm(editor, uploaded(editor, text=BAD))
    assert "没有导入任何题目" in page
    assert not Question.objects.exists()


def test_faulty_rows_are_skipped_when_asked(editor: Client) -> None:
    assert "跳过有错的 1 道" in confirm(editor, uploaded(editor, text=BAD), skip_bad="1")
    assert Question.objects.count() == 2


def test_a_repeat_with_shuffled_options_is_shown(editor: Client) -> None:
    kept = question(stem="党员每月至少参加几次集中学习？", options=["三次", "一次", "两次"], answer=1)
    page = shown(editor, uploaded(editor, bank_chosen=kept.bank_id, bank_name=""))
    assert f"题库里已有这道题（编号 {kept.pk}）" in page
    assert "重复 <b>1</b> 道" in page


def test_confirming_twice_imports_once(editor: Client) -> None:
    upload = uploaded(editor)
    for _ in range(2):
        confirm(editor, upload)
    assert Question.objects.count() == 2


def test_an_import_that_lost_its_worker_is_taken_up_again(editor: Client) -> None:
    upload = uploaded(editor)
    QuestionUpload.objects.update(state="working", changed_at=timezone.now() - timedelta(minutes=11))
    assert "新增 <b>2</b> 道" in confirm(editor, upload)


def test_an_import_under_way_is_left_alone(editor: Client) -> None:
    upload = uploaded(editor)
    QuestionUpload.objects.update(state="working", changed_at=timezone.now())
    assert "正在导入" in confirm(editor, upload)
    assert not Question.objects.exists()


def test_sources_are_looked_for_at_once(editor: Client) -> None:
    confirm(editor, uploaded(editor))
    assert SourceSearch.objects.count() == 2


def test_the_template_is_read_back(editor: Client) -> None:
    template = editor.get(reverse("quizzes_import_template")).content
    book = load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    row = {"题干": "预备期多长？", "选项A": "一年", "选项B": "两年", "答案": "A"}
    sheet.append([row.get(title) for title in titles])
    filled = io.BytesIO()
    book.save(filled)
    file = SimpleUploadedFile("题目.xlsx", filled.getvalue())
    assert "可以导入 <b>1</b> 道" in shown(editor, uploaded(editor, text="", file=file))


def test_the_bytes_go_when_it_is_done(editor: Client) -> None:
    upload = uploaded(editor)
    confirm(editor, upload)
    upload.refresh_from_db()
    assert not upload.file


def test_nothing_to_read_is_said(editor: Client) -> None:
    page = editor.post(reverse("quizzes_import"), sent(text="")).content.decode()
    assert "请选一个文件，或在下面粘贴文字" in page


def test_what_cannot_be_read_makes_no_bank(editor: Client) -> None:
    broken = SimpleUploadedFile("题目.json", b"[{")
    page = editor.post(reverse("quizzes_import"), sent(text="", file=broken)).content.decode()
    assert "不是合格的 JSON" in page
    assert not QuestionBank.objects.exists()


def test_another_editors_upload_is_not_there(editor: Client, people: People) -> None:
    upload = uploaded(editor)
    QuestionUpload.objects.update(created_by=people.me)
    assert editor.get(reverse("quizzes_import_shown", args=[upload.pk])).status_code == 404


def test_the_pages_cost_a_fixed_number_of_queries(editor: Client, django_assert_max_num_queries: Any) -> None:
    upload = uploaded(editor)
    with django_assert_max_num_queries(29):
        editor.get(reverse("quizzes_import"))
    # Three more tell which banks the importer may see.
    with django_assert_max_num_queries(32):
        shown(editor, upload)


@pytest.mark.parametrize("format", ["xlsx", "gift", "moodlexml", "json"])
def test_a_bank_is_handed_out(editor: Client, format: str) -> None:
    question()
    response = editor.get(reverse("quizzes_export"), {"bank": bank().pk, "format": format})
    assert response["Content-Disposition"].startswith("attachment")
    assert len(response.content) > 100


def test_the_export_asks_first(editor: Client) -> None:
    question()
    page = editor.get(reverse("quizzes_export")).content.decode()
    assert "示例题库" in page
    assert "下载" in page


def test_questions_of_banks_out_of_sight_are_not_told(editor: Client, people: People) -> None:
    twin = {"stem": "党员每月至少参加几次集中学习？（　）", "options": ["一次", "两次", "三次"], "answer": 0}
    question(bank_name="别家题库", organization=people.branch, **twin)
    assert "别的题库里" not in shown(editor, uploaded(editor))
    question(bank_name="看得到的题库", **twin)
    assert "别的题库里也有的（1）" in shown(editor, uploaded(editor))


def test_a_bank_that_went_out_of_reach_takes_nothing(editor: Client, people: People) -> None:
    first, second = uploaded(editor), uploaded(editor)
    QuestionBank.objects.update(organization=people.branch)
    for page in (shown(editor, first), confirm(editor, second)):
        assert "这个题库不归您管" in page
    assert not Question.objects.exists()


def test_the_key_that_was_read_is_shown_to_be_checked(editor: Client) -> None:
    page = shown(
        editor, uploaded(editor, text=f"{BAD}\n二、填空题\n1、要落实____制度。答案：三会一课\n解析：见条例。")
    )
    assert "第 1 题 · 单选题" in page
    assert "答案：一次" in page
    assert "答案：三会一课" in page
    assert "解析：见条例。" in page
    # What could not be read stands with its fault alone.
    assert "第 3 题 · " not in page


@pytest.mark.parametrize("rows", ['[1, "x", null]', '[{"kind": "none", "stem": 5, "answer": {}}]', "[{}]"])
def test_rows_of_any_shape_are_told_and_not_shown(editor: Client, rows: str) -> None:
    file = SimpleUploadedFile("题目.json", rows.encode())
    assert "可以导入 <b>0</b> 道" in shown(editor, uploaded(editor, text="", file=file))
