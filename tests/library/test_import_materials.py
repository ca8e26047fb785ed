import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from library.models import EditionPage, LibraryIndexPage, MaterialPage, Provision, SourceDocument, SpeechPage
from library.structure import parse
from tests.library import builders
from tests.library.builders import NOTHING, PLAIN, RULES, SPEECH, kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


class Said:
    """What the command printed, and how it ended."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *paths: Path, kind: str = "regulation", **options: Any) -> dict[str, Any]:
        """Run the command with `--json` and return what it printed."""
        self.code = 0
        try:
            call_command("import_materials", *map(str, paths), kind=kind, json=True, **options)
        except SystemExit as ended:
            self.code = int(ended.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.md"
    path.write_text(RULES)
    return path


def test_it_works(run: Said, rules: Path) -> None:
    report = run(rules)
    assert report.pop("seconds") >= 0
    assert report == {"created": 1, "updated": 0, "unchanged": 0, "failed": []}
    assert run.code == 0
    assert EditionPage.objects.get().title == "学习管理规定（示例）"


def test_running_it_again_updates_nothing(run: Said, rules: Path) -> None:
    run(rules, publish=True)
    before = list(Provision.objects.values_list("pk", "address"))
    assert run(rules, publish=True)["unchanged"] == 1
    assert list(Provision.objects.values_list("pk", "address")) == before


def test_an_edited_file_is_an_update_whose_eids_stay(run: Said, rules: Path) -> None:
    run(rules, publish=True)
    before = list(Provision.objects.values_list("pk", "eid"))
    rules.write_text(RULES.replace("集中学习", "集体学习"))
    assert run(rules, publish=True)["updated"] == 1
    assert list(Provision.objects.values_list("pk", "eid")) == before
    assert Provision.objects.filter(text__contains="集体学习").exists()


def test_drafts_are_the_rule_and_publishing_is_asked_for(run: Said, rules: Path) -> None:
    run(rules)
    assert not MaterialPage.objects.live().exists()
    assert run(rules, publish=True)["updated"] == 1
    assert MaterialPage.objects.live().count() == 2


def test_a_folder_is_taken_whole_with_what_lies_below_it(run: Said, tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "a.txt").write_text(PLAIN)
    (tmp_path / "deep" / "er" / "b.md").write_text(SPEECH)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert run(tmp_path, kind="guide")["created"] == 2
    assert sorted(MaterialPage.objects.values_list("title", flat=True)) == [
        "一段没有结构的话（示例）",
        "在学习座谈会上的讲话（示例）",
    ]


def test_every_format_becomes_the_same_page(run: Said, tmp_path: Path) -> None:
    lines = [line for line in SPEECH.splitlines() if line]
    page = "<html><body><h1>{}</h1>{}</body></html>".format(
        lines[0], "".join(f"<p>{x}</p>" for x in lines[1:])
    )
    (tmp_path / "utf8.md").write_text(SPEECH)
    (tmp_path / "utf16.txt").write_text(SPEECH, encoding="utf-16")
    (tmp_path / "gb.txt").write_text(SPEECH, encoding="gb18030")
    (tmp_path / "word.docx").write_bytes(builders.word_file(*lines))
    (tmp_path / "page.html").write_text(page)
    bodies = set()
    for path in sorted(tmp_path.iterdir()):
        run(path, kind="speech")
        bodies.add(parse(SpeechPage.objects.get().get_latest_revision_as_object().body).plain_text())
    assert bodies == {parse(SPEECH).plain_text()}


def test_a_dry_run_says_the_same_and_writes_nothing(run: Said, rules: Path) -> None:
    report = run(rules, dry_run=True, publish=True)
    assert (report["created"], run.code) == (1, 0)
    assert kept() == NOTHING


def test_a_dry_run_leaves_what_is_there_alone(run: Said, rules: Path) -> None:
    run(rules, publish=True)
    before = kept()
    rules.write_text(RULES.replace("集中学习", "集体学习"))
    assert run(rules, dry_run=True, publish=True)["updated"] == 1
    assert kept() == before
    assert not Provision.objects.filter(text__contains="集体学习").exists()


def test_one_bad_file_does_not_keep_the_good_ones_out(run: Said, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(PLAIN)
    report = run(tmp_path, kind="guide")
    assert (report["created"], run.code) == (1, 1)
    sentence = "“a.txt”里没有文字，请检查是不是选错了文件。"
    assert report["failed"] == [{"file": str(tmp_path / "a.txt"), "message": sentence}]
    assert run.err == f"{tmp_path / 'a.txt'}：{sentence}\n"


def test_two_files_of_one_title_are_said_once_and_the_first_stays(run: Said, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PLAIN)
    (tmp_path / "b.md").write_text(PLAIN.replace("每天晚上", "每天早上"))
    report = run(tmp_path, kind="guide")
    (failure,) = report["failed"]
    assert (report["created"], failure["file"]) == (1, str(tmp_path / "b.md"))
    assert failure["message"].startswith("“b.md”的标题《一段没有结构的话（示例）》与“a.md”相同而内容不同")
    assert "每天晚上" in MaterialPage.objects.get().get_latest_revision_as_object().body
    assert SourceDocument.objects.count() == len(builders.captured_files()) == 1


def test_the_topic_is_put_on_what_comes_in(run: Said, rules: Path) -> None:
    xuexi = builders.topic()
    run(rules, topic="xuexi", publish=True)
    assert list(EditionPage.objects.get().topics.all()) == [xuexi]


def test_an_unknown_topic_is_one_sentence_and_nothing_kept(run: Said, rules: Path) -> None:
    report = run(rules, topic="nirgends")
    assert [failure["message"] for failure in report["failed"]] == [
        "没有“nirgends”这个专题，请先建立专题，或改用已有专题的地址名。"
    ]
    assert (kept(), run.code) == (NOTHING, 1)


def test_without_json_a_person_reads_one_line(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_materials", str(rules), kind="regulation")
    assert capsys.readouterr().out.startswith("新建 1，更新 0，未变 0，失败 0，用时 ")


def test_what_has_no_day_of_effect_is_named(run: Said, tmp_path: Path) -> None:
    path = tmp_path / "undated.md"
    path.write_text("学习办法（示例）\n\n第一条　为了落实学习制度，根据有关规定，制定本办法。\n")
    assert run(path, publish=True)["undated"] == [str(path)]
    assert "没有读到施行日期" in run.err


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_materials", str(tmp_path / "nowhere"), kind="guide")
    assert refused.value.returncode == 2
    assert str(refused.value) == f"没有这个文件或文件夹：{tmp_path / 'nowhere'}"


@pytest.mark.parametrize("arguments", [[], ["--kind=poem", "a.md"], ["a.md"], ["--kind=guide"]])
def test_wrong_arguments_are_wrong_usage(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("import_materials", *arguments)


def test_a_file_that_cannot_be_opened_is_named(
    run: Said, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    report = run(rules)
    assert report["failed"][0]["message"] == "“rules.md”读不了，请检查文件是否还在、有没有读取权限。"
    assert (kept(), run.code) == (NOTHING, 1)


def test_a_header_names_kind_topic_and_address(run: Said, tmp_path: Path) -> None:
    builders.topic()
    path = tmp_path / "x.md"
    path.write_text(
        builders.with_header(SPEECH, kind="speech", topic="xuexi", slug="my-speech", date="2024-06-28")
    )
    run(path, kind="guide", publish=True)
    page = SpeechPage.objects.get()
    assert page.url == "/library/my-speech/"
    assert page.published_on.isoformat() == "2024-06-28"


def test_sentences_cut_by_page_breaks_are_joined(run: Said, tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    whole = "村里的图书室每天晚上开门，老人和孩子都可以来读书，读完的书放回原处，登记在门口的本子上。"
    path.write_text(f"图书室的故事（示例）\n\n{whole[:33]}\n\n{whole[33:]}\n")
    run(path, kind="guide")
    assert whole in MaterialPage.objects.get().get_latest_revision_as_object().body
