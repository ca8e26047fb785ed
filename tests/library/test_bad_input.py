"""Every bad file of the issue, by the command and by the editor's upload: one sentence, nothing kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from library.extraction import MAX_BYTES
from library.extraction.errors import UnsupportedFormat
from library.models import GuidePage, LibraryIndexPage, MaterialPage, SourceDocument
from tests.library import builders
from tests.library.builders import NOTHING, PLAIN, kept

pytestmark = pytest.mark.django_db

BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("空.txt", lambda: b"", "“空.txt”里没有文字，请检查是不是选错了文件。"),
    "blank": ("白.md", "　\n \n".encode, "“白.md”里没有文字，请检查是不是选错了文件。"),
    "binary renamed": (
        "图.txt",
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        "“图.txt”不是文本文件，只是名字像；请用原来的软件打开，另存为 .docx 或 .txt 后再导入。",
    ),
    "zip renamed": (
        "包.txt",
        lambda: builders.word_file("一段话。"),
        "“包.txt”不是文本文件，只是名字像；请用原来的软件打开，另存为 .docx 或 .txt 后再导入。",
    ),
    "no zip": (
        "假.docx",
        PLAIN.encode,
        "“假.docx”不是真正的 .docx 文件，请用 Word 或 WPS 打开，另存为 .docx 后再导入。",
    ),
    "cut zip": (
        "断.docx",
        lambda: builders.word_file("一段话。")[:900],
        "“断.docx”已损坏，打不开；请重新下载或复制一份后再导入。",
    ),
    "zip bomb": (
        "炸.docx",
        builders.zip_bomb,
        "“炸.docx”解压后大得不正常，可能是恶意文件，没有导入；请向提供文件的人核实。",
    ),
    "other format": ("表.xlsx", lambda: builders.word_file("一段话。"), str(UnsupportedFormat("表.xlsx"))),
    "only a title": ("题.txt", "只有标题\n".encode, "“题.txt”只有标题，没有正文，没有导入。"),
    "no date": (
        "日.md",
        lambda: builders.with_header(PLAIN, date="明天").encode(),
        "“日.md”里的日期“明天”认不出来，请写成 2024-09-01 这样。",
    ),
}
TOO_LARGE = f"超过 {MAX_BYTES // 1024 // 1024} MB，请拆成几个文件，或去掉里面的图片后再导入。"
EVIL = """<html><head><title>网页（示例）</title><script>alert("head")</script></head><body>
<h1>网页（示例）</h1><p onclick="alert('attr')">第一段话写得很清楚，大家都能读懂。</p>
<script>alert("body")</script><style>p{color:red}</style>
<p>第二段话<img src=x onerror="alert('img')">也写得很清楚。</p><iframe src="https://evil.example/"></iframe>
</body></html>"""


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


def upload(desk: Client, *files: tuple[str, bytes], kind: str = "guide") -> str:
    """Send the files as an editor does and return the page that answers."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    response = desk.post(reverse("library_import"), {"kind": kind, "documents": sent})
    assert response.status_code == 422
    return response.content.decode()


def problems(page: str) -> list[str]:
    """Return the sentences of the page that say what was refused."""
    listed = page.partition('<ul class="import-problems">')[2].partition("</ul>")[0]
    return [line.removesuffix("</li>") for line in listed.split("<li>") if line]


@pytest.mark.parametrize("case", BAD)
def test_the_sentence_is_one_and_names_the_file(case: str) -> None:
    name, _, sentence = BAD[case]
    assert sentence.startswith(f"“{name}”")
    assert sentence.count("。") == 1
    assert sentence.endswith("。")


@pytest.mark.parametrize("case", BAD)
def test_the_command_says_one_sentence_and_keeps_nothing(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, make, sentence = BAD[case]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(SystemExit) as ended:
        call_command("import_materials", str(path), kind="guide", publish=True)
    assert ended.value.code == 1
    assert capsys.readouterr().err == f"{path}：{sentence}\n"
    assert kept() == NOTHING


@pytest.mark.parametrize("case", BAD)
def test_the_upload_says_one_sentence_and_keeps_nothing(case: str, desk: Client) -> None:
    name, make, sentence = BAD[case]
    assert problems(upload(desk, (name, make()))) == [sentence]
    assert kept() == NOTHING


def test_200_mb_on_disk_are_refused_before_a_byte_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "大.txt"
    path.touch()
    os.truncate(path, 200 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("200 MB were read into memory"))
    with pytest.raises(SystemExit):
        call_command("import_materials", str(path), kind="guide")
    assert capsys.readouterr().err == f"{path}：“大.txt”{TOO_LARGE}\n"
    assert kept() == NOTHING


def test_200_mb_uploaded_are_refused_before_a_byte_is_read(desk: Client, settings: object) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["tests.library.builders.HugeFileHandler"]
    assert problems(upload(desk, ("大.txt", b"x"))) == [f"“大.txt”{TOO_LARGE}"]
    assert kept() == NOTHING


def test_a_large_upload_lies_on_disk_and_not_in_memory(settings: object) -> None:
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE < MAX_BYTES
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < MAX_BYTES


def test_the_page_promises_the_size_it_keeps(desk: Client) -> None:
    page = desk.get(reverse("library_import")).content.decode()
    assert f"每个不超过 {MAX_BYTES // 1024 // 1024} MB" in page


def test_each_bad_file_of_several_gets_its_sentence_and_the_good_one_stays(desk: Client) -> None:
    files = [("空.txt", b""), ("好.txt", PLAIN.encode()), ("假.docx", b"x" * 100)]
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    response = desk.post(reverse("library_import"), {"kind": "guide", "documents": sent}, follow=True)
    page = response.content.decode()
    assert BAD["empty"][2] in page
    assert BAD["no zip"][2] in page
    assert SourceDocument.objects.get().filename == "好.txt"
    assert MaterialPage.objects.get().title == "一段没有结构的话（示例）"


def test_an_upload_of_nothing_asks_for_a_file(desk: Client) -> None:
    response = desk.post(reverse("library_import"), {"kind": "guide"})
    assert "请先选择要导入的文件。" in response.content.decode()


def test_an_upload_without_a_kind_keeps_nothing(desk: Client) -> None:
    desk.post(reverse("library_import"), {"documents": SimpleUploadedFile("a.txt", PLAIN.encode())})
    desk.post(
        reverse("library_import"),
        {"kind": "edition", "documents": SimpleUploadedFile("a.txt", PLAIN.encode())},
    )
    assert kept() == NOTHING


def test_too_many_files_at_once_are_refused(desk: Client) -> None:
    files = [SimpleUploadedFile(f"{number}.txt", PLAIN.encode()) for number in range(101)]
    response = desk.post(reverse("library_import"), {"kind": "guide", "documents": files})
    assert "一次最多导入 100 个文件，请分几次导入，或打成一个 .zip 压缩包。" in response.content.decode()
    assert kept() == NOTHING


def test_scripts_of_a_web_page_reach_neither_the_body_nor_the_reader(tmp_path: Path, client: Client) -> None:
    path = tmp_path / "page.html"
    path.write_text(EVIL)
    call_command("import_materials", str(path), kind="guide", publish=True)
    page = GuidePage.objects.get()
    assert "第一段话" in page.body
    assert "第二段话" in page.body
    shown = client.get(page.url).content.decode()
    for trace in ("alert", "onclick", "onerror", "evil.example", "color:red"):
        assert trace not in page.body
        assert trace not in shown


def test_scripts_of_an_uploaded_web_page_are_not_on_the_review_page(desk: Client) -> None:
    sent = SimpleUploadedFile("网页.html", EVIL.encode())
    response = desk.post(reverse("library_import"), {"kind": "guide", "documents": sent}, follow=True)
    shown = response.content.decode()
    assert "第一段话" in shown
    assert "alert(" not in shown
    assert "evil.example" not in shown


@pytest.fixture
def scripted() -> GuidePage:
    mark = "<script>alert(1)</script>"
    header = {"title": f"标题{mark}", "summary": f"说明{mark}", "issuer": f"单位{mark}"}
    return builders.bring_in(PLAIN + f"\n{mark}读完的书。\n", kind="guide", slug="scripted", **header)


@pytest.mark.parametrize(
    "url",
    [
        "/library/scripted/",
        "/library/",
        "/library/?kind=%3Cscript%3Ealert(1)%3C/script%3E",
        "/library/scripted/art_9/",
    ],
)
def test_a_script_in_a_title_is_only_letters_everywhere(
    scripted: GuidePage, client: Client, url: str
) -> None:
    shown = client.get(url).content.decode()
    assert "<script>alert" not in shown
    if url != "/library/?kind=%3Cscript%3Ealert(1)%3C/script%3E":
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_script_in_a_title_is_only_letters_for_the_editor(scripted: GuidePage, desk: Client) -> None:
    source = scripted.source_document
    for url in (
        reverse("library_import"),
        reverse("library_import_review", args=[source.pk]),
        reverse("wagtailadmin_pages:edit", args=[scripted.pk]),
        reverse("wagtailadmin_explore", args=[scripted.get_parent().pk]),
    ):
        assert "<script>alert" not in desk.get(url).content.decode()


def test_a_script_in_a_file_name_is_only_letters(desk: Client) -> None:
    page = upload(desk, ("<img src=x onerror=alert(1)>.txt", b""))
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;.txt" in page


def test_a_text_without_structure_is_paragraphs_with_a_warning(desk: Client) -> None:
    sent = SimpleUploadedFile("话.txt", PLAIN.encode())
    response = desk.post(reverse("library_import"), {"kind": "guide", "documents": sent}, follow=True)
    shown = response.content.decode()
    assert "认出 <b>2</b> 段" in shown
    assert "请看一看（1）" in shown
    assert response.context["warnings"][0].message in shown
