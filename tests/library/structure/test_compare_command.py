"""manage.py compare_editions."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

OLD = "示例条例\n第一条　为了示例，制定本条例。\n第二条　收费标准为一百元，由示例委员会公布。"
NEW = OLD.replace("一百元", "二百元") + "\n第三条　本条例自公布之日起施行。"


@pytest.fixture
def editions(tmp_path: Path) -> tuple[str, str]:
    for name, text in (("old.md", OLD), ("new.md", NEW)):
        (tmp_path / name).write_text(text)
    return str(tmp_path / "old.md"), str(tmp_path / "new.md")


def printed(*args: str) -> str:
    out = StringIO()
    call_command("compare_editions", *args, stdout=out)
    return out.getvalue()


def test_it_works(editions: tuple[str, str]) -> None:
    out = printed(*editions)
    assert out.splitlines()[:2] == ["修改 1 条，新增 1 条。", "修改　第二条 → 第二条"]
    assert "〔-一百元-〕〔+二百元+〕" in out


def test_json_has_counts_and_rows(editions: tuple[str, str]) -> None:
    made = json.loads(printed(*editions, "--json"))
    assert made["counts"]["changed"] == made["counts"]["inserted"] == 1
    assert made["rows"][2] == {"class": "inserted", "old": [], "new": ["art_3"], "renumbered": False}


def test_a_missing_file_is_named(editions: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=r"读不了 nowhere\.md"):
        printed(editions[0], "nowhere.md")


def test_a_folder_is_wrong_usage(tmp_path: Path, editions: tuple[str, str]) -> None:
    with pytest.raises(CommandError) as caught:
        printed(str(tmp_path), editions[0])
    assert caught.value.returncode == 2


@pytest.mark.django_db
def test_an_unknown_page_is_named(editions: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="没有编号为 999999 的资料页面"):
        printed(editions[0], "999999")
