"""A branch hands a lecture in without entering the admin; an editor decides."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import WorkflowState

from library.lectures.forms import too_long
from library.models import MicroLecturePage
from media.models import Recording, Upload
from tests.media.clips import clip
from tests.people import People

URL = "/lectures/hand-in/"
VTT = "1\n00:00:00,000 --> 00:00:02,000\n讲一讲学习\n\n2\n00:00:01,000 --> 00:00:03,000\n再讲一讲\n"


@pytest.fixture
def secretary(client: Client, people: People) -> Client:
    client.force_login(people.secretary)
    return client


def film(data: bytes | None = None, name: str = "课.mp4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, clip() if data is None else data, content_type="video/mp4")


def hand_in(client: Client, **fields: Any) -> Any:
    return client.post(URL, {"title": "春耕时怎样学（示例）", **fields})


def test_it_works(secretary: Client, people: People) -> None:
    answer = hand_in(secretary, recording=film(), organization=people.branch.pk, speaker="石书记")
    assert answer.url == URL
    draft = MicroLecturePage.objects.get()
    assert (draft.live, draft.owner, draft.issuer) == (False, people.secretary, "测试村党支部")
    assert draft.recording.duration == pytest.approx(4, abs=0.1)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_the_one_who_handed_in_sees_where_it_stands(secretary: Client) -> None:
    hand_in(secretary, recording=film())
    html = secretary.get(URL).content.decode()
    assert "春耕时怎样学（示例）" in html
    assert "等编辑审核" in html


def test_nobody_else_sees_the_draft(secretary: Client, client: Client) -> None:
    hand_in(secretary, recording=film())
    assert Client().get(f"/library/{MicroLecturePage.objects.get().slug}/").status_code == 404


def test_what_was_sent_in_pieces_is_taken(secretary: Client) -> None:
    data = clip()
    state = secretary.post("/uploads/", {"name": "课.mp4", "size": len(data)}).json()
    secretary.patch(
        state["url"], data, content_type="application/octet-stream", headers={"Upload-Offset": "0"}
    )
    assert hand_in(secretary, upload=state["id"]).status_code == 302
    assert (Recording.objects.get().size, Upload.objects.count()) == (len(data), 0)


def test_another_s_upload_is_not_taken(secretary: Client, people: People) -> None:
    other = Client()
    other.force_login(people.editor)
    state = other.post("/uploads/", {"name": "课.mp4", "size": 10}).json()
    answer = hand_in(secretary, upload=state["id"])
    assert answer.status_code == 422
    assert "请重新选择文件上传" in answer.content.decode()


def test_captions_come_along_and_are_mended(secretary: Client) -> None:
    hand_in(secretary, recording=film(), captions=SimpleUploadedFile("课.srt", VTT.encode("gb18030")))
    track = Recording.objects.get().captions
    assert [line.text for line in track.lines()] == ["讲一讲学习", "再讲一讲"]
    assert any("GB18030" in fault for fault in track.faults)
    assert any("重叠" in fault for fault in track.faults)


def test_a_caption_after_the_end_is_not_kept(secretary: Client) -> None:
    late = "WEBVTT\n\n00:01.000 --> 00:09.000\n讲一讲\n\n10:00.000 --> 10:02.000\n放不出来\n"
    hand_in(secretary, recording=film(), captions=SimpleUploadedFile("课.vtt", late.encode()))
    recording = Recording.objects.get()
    (line,) = recording.captions.lines()
    assert (line.text, line.end) == ("讲一讲", recording.duration_ms)
    cut, gone = recording.captions.faults
    assert cut.endswith("超出录像结尾，已截到结尾。")
    assert gone == "第 10 分 00 秒的字幕“放不出来”在录像结束以后，放不出来，已去掉。"


def test_what_was_mended_is_said_at_once(secretary: Client) -> None:
    hand_in(secretary, recording=film(), captions=SimpleUploadedFile("课.srt", VTT.encode("gb18030")))
    said = secretary.get(URL).content.decode()
    assert "字幕修补了 2 处" in said
    assert "文件是 GB18030（GBK）编码，已转成 UTF-8。" in said
    assert "时间重叠，前一条已提前结束。" in said


def test_of_many_faults_the_first_are_said(secretary: Client) -> None:
    cues = "".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},500\n第{n}句\n\n" for n in range(30))
    hand_in(secretary, recording=film(), captions=SimpleUploadedFile("课.srt", cues.encode()))
    faults = Recording.objects.get().captions.faults
    said = secretary.get(URL).content.decode()
    assert f"还有 {len(faults) - 5} 处" in said
    assert (faults[4] in said, faults[5] in said) == (True, False)


def test_good_captions_are_no_news(secretary: Client) -> None:
    good = "WEBVTT\n\n00:01.000 --> 00:02.000\n讲一讲\n"
    hand_in(secretary, recording=film(), captions=SimpleUploadedFile("课.vtt", good.encode()))
    assert "字幕修补" not in secretary.get(URL).content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "选一个视频或音频|提交|空"),
        (b"PK\x03\x04" + bytes(50), "其实是压缩包"),
        (clip()[:4000], "不完整"),
    ],
)
def test_a_bad_file_leaves_nothing_behind(secretary: Client, data: bytes, said: str) -> None:
    import re

    answer = hand_in(secretary, recording=film(data))
    assert answer.status_code == 422
    assert re.search(said, answer.content.decode())
    assert (MicroLecturePage.objects.count(), Recording.objects.count()) == (0, 0)


def test_more_than_a_quarter_of_an_hour_is_refused(
    secretary: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.lectures.forms.LONGEST_SECONDS", -10)
    answer = hand_in(secretary, recording=film())
    assert "微党课不超过 15 分钟" in answer.content.decode()
    assert MicroLecturePage.objects.count() == 0


def test_a_quarter_of_an_hour_is_not_too_long() -> None:
    assert too_long(15 * 60) == ""
    assert "长 20 分 00 秒" in too_long(20 * 60)


def test_a_warning_about_phones_is_said_at_once(secretary: Client) -> None:
    hand_in(secretary, recording=film(clip(video="libx265")))
    assert "许多手机放不出来" in secretary.get(URL).content.decode()


def test_without_a_file_it_asks_for_one(secretary: Client) -> None:
    assert "请选一个视频或音频文件" in hand_in(secretary).content.decode()


def test_a_script_in_the_title_is_only_words(secretary: Client) -> None:
    secretary.post(URL, {"title": "<script>alert(1)</script>", "recording": film()})
    assert "<script>alert" not in secretary.get(URL).content.decode()


def test_a_title_of_4000_characters_is_refused_in_words(secretary: Client) -> None:
    answer = secretary.post(URL, {"title": "学" * 4000, "recording": film()})
    assert answer.status_code == 422
    assert "不超过 120" in answer.content.decode()
    assert (MicroLecturePage.objects.count(), Recording.objects.count()) == (0, 0)


def test_two_lectures_of_one_title_have_two_addresses(secretary: Client) -> None:
    hand_in(secretary, recording=film())
    hand_in(secretary, recording=film())
    slugs = sorted(MicroLecturePage.objects.values_list("slug", flat=True))
    assert slugs[1] == f"{slugs[0]}-2"


@pytest.mark.parametrize(
    ("name", "status"), [("me", 404), ("stranger", 404), ("superior", 404), ("editor", 200)]
)
def test_who_may_hand_in(client: Client, people: People, name: str, status: int) -> None:
    client.force_login(people.named(name))
    assert client.get(URL).status_code == status


def test_an_editor_goes_on_to_the_captions(client: Client, people: People) -> None:
    client.force_login(people.editor)
    answer = hand_in(client, recording=film())
    assert answer.url == f"/admin/lectures/{MicroLecturePage.objects.get().pk}/captions/"
