import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from library import bulk_import, tasks
from library.bulk_import import advance_batch, open_batch, resume_batch, stop_batch
from library.models import ImportBatch, ImportFile, LibraryIndexPage, MaterialPage, Provision, SourceDocument
from tests.library import builders
from tests.library.builders import PLAIN, RULES, SPEECH, zip_bomb
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people(people: People) -> People:
    """Every case here needs the library and its editor."""
    return people


def texts(count: int) -> list[tuple[str, bytes]]:
    """Return `count` different guides as files."""
    return [
        (f"导读{number:02}.txt", PLAIN.replace("一段没有结构的话", f"导读{number:02}").encode())
        for number in range(1, count + 1)
    ]


def zipped(*files: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return written.getvalue()


def send(desk: Client, *files: tuple[str, bytes], **data: Any) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return desk.post(reverse("library_import"), {"kind": "guide", "documents": sent, **data}, follow=True)


def opened(people: People, *files: tuple[str, bytes], publish: bool = False) -> ImportBatch:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return open_batch(files=sent, kind="guide", topic=None, publish=publish, by=people.editor)


def outcomes(batch: ImportBatch) -> list[str]:
    return list(batch.files.values_list("outcome", flat=True))


def advance(desk: Client, batch: ImportBatch, **data: str) -> dict[str, Any]:
    """Ask as the page's script does."""
    url = reverse("library_batch_advance", args=[batch.pk])
    return desk.post(url, data, headers={"Accept": "application/json"}).json()


def test_it_works(desk: Client) -> None:
    page = send(desk, *texts(3)).content.decode()
    assert "全部处理完：新建 3，更新 0，未变 0，失败 0" in page
    assert "《导读02（示例）》" in page
    assert MaterialPage.objects.filter(live=False).count() == 3


def test_each_file_has_its_outcome_or_its_sentence(desk: Client) -> None:
    page = send(desk, ("空.txt", b""), *texts(1), ("图.png", b"\x89PNG")).content.decode()
    assert "“空.txt”里没有文字，请检查是不是选错了文件。" in page
    assert "“图.png”的格式不支持" in page
    assert "新建 1，更新 0，未变 0，失败 2" in page
    assert MaterialPage.objects.count() == SourceDocument.objects.count() == 1


def test_a_zip_is_unpacked_with_its_chinese_names(desk: Client) -> None:
    page = send(
        desk, ("资料.zip", zipped(*[(f"夹/{name}", data) for name, data in texts(2)]))
    ).content.decode()
    assert "夹/导读01.txt" in page
    assert MaterialPage.objects.count() == 2


def test_a_zip_bomb_is_refused_whole(desk: Client) -> None:
    page = send(desk, ("坏.zip", zip_bomb())).content.decode()
    assert "“坏.zip”解压后大得不正常" in page
    assert ImportFile.objects.count() == 1
    assert builders.captured_files() == []


def test_a_zip_that_points_outside_leaves_nothing(desk: Client) -> None:
    send(desk, ("坏.zip", zipped(("好.txt", PLAIN.encode()), ("../坏.txt", b"x"))))
    assert MaterialPage.objects.count() == 0
    assert builders.captured_files() == []


def test_one_text_still_goes_straight_to_be_looked_at(desk: Client) -> None:
    response = send(desk, *texts(1))
    assert response.redirect_chain[0][0] == reverse(
        "library_import_review", args=[SourceDocument.objects.get().pk]
    )
    assert ImportBatch.objects.count() == 0


def test_they_are_published_when_the_editor_says_so(desk: Client) -> None:
    send(desk, *texts(2), publish="on")
    assert MaterialPage.objects.live().count() == 2
    assert Provision.objects.filter(is_unit=True).count() == 4


def test_who_may_not_publish_is_not_asked(desk: Client, people: People) -> None:
    people.editor.groups.get().page_permissions.filter(permission__codename="publish_page").delete()
    assert "导入后直接发布" not in desk.get(reverse("library_import")).content.decode()
    send(desk, *texts(2), publish="on")
    assert MaterialPage.objects.live().count() == 0


def test_the_topic_is_put_on_all(desk: Client) -> None:
    xuexi = builders.topic()
    send(desk, *texts(2), topic=xuexi.pk)
    drafts = [page.get_latest_revision_as_object() for page in MaterialPage.objects.all()]
    assert [list(draft.topics.all()) for draft in drafts] == [[xuexi], [xuexi]]


def test_the_upload_answers_before_all_is_done(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "UPLOAD_SECONDS", 0)
    page = send(desk, *texts(4)).content.decode()
    assert "已处理 1 个，共 4 个。" in page
    assert "刷新进度" in page


def test_every_question_moves_it_on_and_gets_what_changed(
    desk: Client, monkeypatch: pytest.MonkeyPatch, people: People
) -> None:
    monkeypatch.setattr(tasks, "POLL_SECONDS", 0)
    batch = opened(people, *texts(3))
    first = advance(desk, batch)
    second = advance(desk, batch, since=first["since"])
    assert (first["done"], second["done"], second["total"]) == (1, 2, 3)
    assert "导读02.txt" in [row["name"] for row in second["rows"]]
    assert "导读03.txt" not in [row["name"] for row in second["rows"] if row["outcome"] == "created"]
    assert advance(desk, batch)["state"] == "done"


def test_without_a_script_the_button_moves_it_on(
    desk: Client, monkeypatch: pytest.MonkeyPatch, people: People
) -> None:
    monkeypatch.setattr(tasks, "POLL_SECONDS", 0)
    batch = opened(people, *texts(2))
    url = reverse("library_batch_advance", args=[batch.pk])
    response = desk.post(url, headers={"Accept": "text/html"}, follow=True)
    assert "已处理 1 个，共 2 个。" in response.content.decode()


def test_it_is_stopped_and_gone_on_with(desk: Client, people: People) -> None:
    batch = opened(people, *texts(3))
    advance_batch(batch=batch, seconds=0)
    stopped = desk.post(reverse("library_batch_stop", args=[batch.pk]), follow=True).content.decode()
    assert "已停止：处理了 1 个，还有 2 个没有处理。" in stopped
    assert advance(desk, batch)["done"] == 1
    resumed = desk.post(reverse("library_batch_resume", args=[batch.pk]), follow=True).content.decode()
    assert "全部处理完：新建 3" in resumed


def test_the_same_files_again_change_nothing(desk: Client) -> None:
    send(desk, *texts(3))
    page = send(desk, *texts(3)).content.decode()
    assert "新建 0，更新 0，未变 3，失败 0" in page
    assert MaterialPage.objects.count() == 3


def test_a_fault_in_the_middle_of_one_document_keeps_nothing_of_it(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = opened(people, *texts(3), publish=True)
    publish = bulk_import.import_document

    def fail(**given: Any) -> Any:
        if "02" in given["particulars"].title:
            publish(**given)
            raise RuntimeError("the machine stumbles")
        return publish(**given)

    monkeypatch.setattr(bulk_import, "import_document", fail)
    advance_batch(batch=batch, seconds=60)
    assert outcomes(batch) == ["created", "failed", "created"]
    assert "请把这个文件交给管理员查看" in batch.files.get(position=1).message
    assert not MaterialPage.objects.filter(title__contains="02").exists()
    assert not SourceDocument.objects.filter(filename__contains="02").exists()


def test_what_failed_is_tried_again(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = opened(people, *texts(2))
    with monkeypatch.context() as broken:
        broken.setattr(bulk_import, "extract", lambda data, name: 1 / 0)
        advance_batch(batch=batch, seconds=60)
    assert outcomes(batch) == ["failed", "failed"]
    resume_batch(batch=batch)
    advance_batch(batch=batch, seconds=60)
    assert outcomes(batch) == ["created", "created"]


def test_a_file_is_never_brought_in_by_two(people: People) -> None:
    batch = opened(people, *texts(1))
    assert bulk_import._claim(batch) is not None
    assert bulk_import._claim(batch) is None


def test_a_file_whose_reader_died_is_taken_up_again(people: People) -> None:
    batch = opened(people, *texts(1))
    bulk_import._claim(batch)
    batch.files.update(changed_at=timezone.now() - timedelta(minutes=11))
    assert advance_batch(batch=batch, seconds=0) == 1
    assert outcomes(batch) == ["created"]


def test_two_texts_of_one_title_in_one_batch(people: People) -> None:
    other = PLAIN.replace("每天晚上", "每天早上").encode()
    batch = opened(people, ("a.txt", PLAIN.encode()), ("b.txt", other))
    advance_batch(batch=batch, seconds=0)
    advance_batch(batch=batch, seconds=0)
    assert outcomes(batch) == ["created", "failed"]
    assert "《一段没有结构的话（示例）》与“a.txt”相同而内容不同" in batch.files.get(position=1).message


def test_the_bytes_of_a_file_stay_only_until_it_is_in(people: People) -> None:
    batch = opened(people, *texts(1), ("空.txt", b""))
    assert len(builders.captured_files()) == 2
    advance_batch(batch=batch, seconds=60)
    kept = SourceDocument.objects.get().file.name.rsplit("/", 1)[1]
    failed = batch.files.get(outcome="failed").file.name.rsplit("/", 1)[1]
    assert builders.captured_files() == sorted([kept, failed])
    batch.delete()
    assert builders.captured_files() == [kept]


def test_a_batch_without_a_worker_is_moved_on_by_whoever_looks(
    desk: Client, people: People, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "runs_in_requests", lambda: False)
    batch = opened(people, *texts(2))
    assert advance(desk, batch)["done"] == 0
    ImportBatch.objects.update(moved_at=timezone.now() - timedelta(minutes=1))
    assert advance(desk, batch)["done"] == 2


def test_a_worker_does_all_of_it(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "runs_in_requests", lambda: False)
    monkeypatch.setattr(tasks, "WORKER_SECONDS", 0)
    batch = opened(people, *texts(3))
    assert tasks.run_batch.call(batch.pk) == 3
    assert outcomes(batch) == ["created"] * 3


def test_a_regulation_and_a_speech_say_how_many_places_to_look_at(people: People) -> None:
    broken = RULES.replace("第三条", "第五条")
    sent = [SimpleUploadedFile("规定.txt", broken.encode()), SimpleUploadedFile("讲话.txt", SPEECH.encode())]
    batch = open_batch(files=sent, kind="regulation", topic=None, publish=False, by=people.editor)
    advance_batch(batch=batch, seconds=60)
    assert batch.files.get(position=0).warnings > 0


def test_a_file_whose_quotation_differs_stays_a_draft(people: People) -> None:
    builders.rules()
    text = PLAIN + "\n《学习管理规定（示例）》第三条规定：“支部每年安排一次集中学习”。\n"
    batch = opened(people, ("导读.txt", text.encode()), publish=True)
    advance_batch(batch=batch, seconds=60)
    file = batch.files.get()
    assert "有 1 处引文与原文不一致，先存成了草稿" in file.message
    assert not file.material.live


def test_a_regulation_without_a_day_of_effect_stays_a_draft(people: People) -> None:
    text = "学习办法（示例）\n\n第一条　为了落实学习制度，根据有关规定，制定本办法。\n"
    sent = [SimpleUploadedFile("办法.txt", text.encode())]
    batch = open_batch(files=sent, kind="regulation", topic=None, publish=True, by=people.editor)
    advance_batch(batch=batch, seconds=60)
    file = batch.files.get()
    assert "没有读到施行日期" in file.message
    assert not file.material.live


def test_stopping_is_for_those_who_import(people: People, library: LibraryIndexPage) -> None:
    batch = opened(people, *texts(1))
    stranger = Client()
    stranger.force_login(people.stranger)
    for name in ("library_batch_advance", "library_batch_stop", "library_batch_resume"):
        assert stranger.post(reverse(name, args=[batch.pk])).status_code in (302, 403)
    assert stranger.get(reverse("library_batch", args=[batch.pk])).status_code in (302, 403)
    stop_batch(batch=batch)
    assert outcomes(batch) == ["waiting"]


def test_a_name_with_a_script_is_only_letters(desk: Client) -> None:
    page = send(desk, ("<img src=x onerror=alert(1)>.txt", b""), *texts(1)).content.decode()
    assert "<img src=x" not in page
