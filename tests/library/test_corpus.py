"""Documents nobody here wrote, from the optional corpus, on their way through the whole library."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from library.models import EditionPage, LibraryIndexPage, MaterialPage, RegulationPage, SpeechPage

pytestmark = [pytest.mark.django_db, pytest.mark.corpus]

PLAN = "party/黑龙江实施方案-2017.txt"
CHARTER = "party/党章-2017.md"


def run(capsys: pytest.CaptureFixture[str], path: Path, **options: Any) -> dict[str, Any]:
    """Import `path` and return what the command printed."""
    with suppress(SystemExit):
        call_command("import_materials", str(path), json=True, **options)
    return json.loads(capsys.readouterr().out)


def test_the_plan_goes_in_whole(
    library: LibraryIndexPage, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = run(capsys, corpus / PLAN, kind="speech", publish=True)
    assert (report["created"], report["failed"]) == (1, [])
    body = SpeechPage.objects.get().body
    lines = [line for line in body.splitlines() if line.strip()]
    assert 25 <= len(lines) <= 40
    assert not [line for line in lines if line.endswith("表率作")]
    assert "表率作用" in body
    assert "假日学习班车" in body


def test_the_plan_is_uploaded_looked_at_saved_and_read(desk: Client, corpus: Path) -> None:
    path = corpus / PLAN
    sent = SimpleUploadedFile(path.name, path.read_bytes())
    url = desk.post(reverse("library_import"), {"kind": "speech", "documents": sent}).url
    form = desk.get(url).context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields if name not in ("topics", "replace")}
    assert desk.post(url, {**data, "save": "1"}).status_code == 302
    page = SpeechPage.objects.get()
    page.get_latest_revision().publish()
    hit = page.provisions.filter(is_unit=True, full_text__contains="假日学习班车").first()
    shown = Client().get(page.url).content.decode()
    assert f'id="{hit.address}"' in shown
    assert Client().get(hit.url).url == f"{page.url}#{hit.address}"


def test_the_charter_keeps_its_chapters_and_articles(
    library: LibraryIndexPage, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, corpus / CHARTER, kind="regulation", publish=True)
    edition = EditionPage.objects.get()
    assert edition.provisions.filter(kind="chapter").count() == 11
    assert edition.provisions.filter(kind="article").count() == 55
    before = dict(edition.provisions.values_list("address", "pk"))
    assert run(capsys, corpus / CHARTER, kind="regulation", publish=True)["unchanged"] == 1
    assert dict(edition.provisions.values_list("address", "pk")) == before


def test_a_missing_article_of_the_charter_is_said(
    client: Client, library: LibraryIndexPage, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, corpus / CHARTER, kind="regulation", publish=True)
    work = RegulationPage.objects.get()
    assert "本版没有第二百条，共 55 条。" in client.get(f"{work.url}art_200/").content.decode()
    assert client.get(f"{work.url}art_12/").url == f"{work.url}#art_12"


def test_the_pages_of_the_charter_stay_light(
    client: Client, library: LibraryIndexPage, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, corpus / CHARTER, kind="regulation", publish=True)
    assert len(client.get(RegulationPage.objects.get().url).content) < 150_000


def test_editions_of_one_law_stand_under_one_work(
    library: LibraryIndexPage, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = min((corpus / "laws" / "editions").iterdir(), key=lambda path: path.name)
    report = run(capsys, folder, kind="regulation", publish=True)
    files = len(list(folder.glob("*.md")))
    assert (report["created"] + len(report["failed"]), report["failed"]) == (files, [])
    assert RegulationPage.objects.count() == 1
    assert EditionPage.objects.count() == files


def test_a_folder_of_speeches_goes_in_and_again_changes_nothing(
    library: LibraryIndexPage, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = run(capsys, corpus / "speeches", kind="speech", publish=True)
    # Two of the reports bear the very same title; the second is refused, not mixed into the first.
    assert all("相同而内容不同" in failure["message"] for failure in first["failed"])
    assert first["created"] >= 11
    again = run(capsys, corpus / "speeches", kind="speech", publish=True)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, first["created"])


def test_every_law_is_refused_with_a_sentence_or_kept_whole(
    library: LibraryIndexPage, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laws = sorted((corpus / "laws" / "just-laws").rglob("*.md"))[::40]
    for number, law in enumerate(laws):
        (tmp_path / f"{number:03}.md").write_bytes(law.read_bytes())
    started = time.monotonic()
    report = run(capsys, tmp_path, kind="regulation", dry_run=True)
    assert report["created"] + len(report["failed"]) == len(laws)
    assert all(failure["message"].endswith("。") for failure in report["failed"])
    assert report["seconds"] <= time.monotonic() - started + 0.1
    assert MaterialPage.objects.count() == 0
