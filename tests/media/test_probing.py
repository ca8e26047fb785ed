"""What a file is, told by its content; what phones cannot play, said at once; bad files refused in one sentence."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from media.probing import BadMedia, Found, copy_sound, probe
from tests.media.clips import clip


def look(tmp_path: Path, data: bytes, name: str = "课.mp4") -> Found:
    path = tmp_path / "file"
    path.write_bytes(data)
    return probe(path, name=name)


def refusal(tmp_path: Path, data: bytes, name: str) -> str:
    with pytest.raises(BadMedia) as refused:
        look(tmp_path, data, name)
    return str(refused.value)


def test_it_works(tmp_path: Path) -> None:
    found = look(tmp_path, clip())
    assert (found.content_type, found.video_codec, found.audio_codec) == ("video/mp4", "h264", "aac")
    assert (found.width, found.height, found.notes) == (160, 90, ())
    assert found.duration == pytest.approx(4, abs=0.1)
    assert found.poster.startswith(b"\xff\xd8")


def test_loudness_is_the_root_mean_square(tmp_path: Path) -> None:
    # A sine of height 0.2 has a root mean square of 0.2/√2, which is −17.0 dBFS.
    assert look(tmp_path, clip()).loudness == pytest.approx(-17.0, abs=0.3)


@pytest.mark.parametrize(
    ("making", "content_type"),
    [
        ({"video": "libvpx-vp9", "audio": "libopus", "form": "webm"}, "video/webm"),
        ({"video": "", "form": "ipod"}, "audio/mp4"),
        ({"video": "", "audio": "libmp3lame", "form": "mp3"}, "audio/mpeg"),
    ],
)
def test_the_other_formats_are_taken(tmp_path: Path, making: dict[str, Any], content_type: str) -> None:
    found = look(tmp_path, clip(**making))
    assert found.content_type == content_type
    assert found.duration == pytest.approx(4, abs=0.2)


@pytest.mark.parametrize(
    ("making", "said"),
    [
        ({"video": "libx265"}, "H.265"),
        ({"video": "mpeg4"}, "MPEG-4 Part 2"),
        ({"video": "libvpx-vp9", "audio": "aac"}, "VP9"),
        ({"pixels": "yuv444p"}, "yuv444p"),
        ({"size": (2560, 1440), "seconds": 1}, "超过 1080p"),
        ({"audio": ""}, "没有声音"),
        ({"level": 0.004}, "声音很小"),
        ({"faststart": False}, "faststart"),
        ({"video": "libvpx-vp9", "audio": "libopus", "form": "webm"}, "旧的苹果手机"),
    ],
)
def test_what_phones_cannot_play_is_said(tmp_path: Path, making: dict[str, Any], said: str) -> None:
    notes = look(tmp_path, clip(**making)).notes
    assert [note for note in notes if said in note]


def test_a_zip_called_mp4_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "a")
    assert refusal(tmp_path, packed.read_bytes(), "党课.mp4").startswith("“党课.mp4”其实是压缩包")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "是空文件（0 字节）" in refusal(tmp_path, b"", "空.mp4")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("faststart", [True, False])
def test_a_truncated_mp4_is_refused(tmp_path: Path, share: float, faststart: bool) -> None:
    whole = clip(faststart=faststart)
    assert "不完整" in refusal(tmp_path, whole[: int(len(whole) * share)], "半截.mp4")


def test_a_webm_that_ends_early_is_refused(tmp_path: Path) -> None:
    whole = clip(8, video="libvpx-vp9", audio="libopus", form="webm")
    sentence = refusal(tmp_path, whole[: len(whole) // 2], "半截.webm")
    assert "不完整" in sentence or "打不开" in sentence


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 nothing",
        b"ID3" + bytes(2000),
        b"\x00\x00\x00\x18ftypmp42" + bytes(400),
        b"\x1a\x45\xdf\xa3" + b"junk" * 200,
        b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<html>hello</html>",
        bytes(3000),
    ],
)
def test_anything_else_is_refused_by_one_sentence_with_its_name(tmp_path: Path, data: bytes) -> None:
    sentence = refusal(tmp_path, data, "怪.mp4")
    assert sentence.startswith("“怪.mp4”")
    assert sentence.endswith("。")


def test_a_frame_made_to_fill_the_memory_is_not_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media.probing.looking.MOST_PIXELS", 100)
    assert "画面太大" in refusal(tmp_path, clip(), "大.mp4")


def test_the_sound_is_copied_out_alone(tmp_path: Path) -> None:
    path, target = tmp_path / "film", tmp_path / "sound"
    path.write_bytes(clip())
    assert copy_sound(path, "mp4", target) == ("m4a", "audio/mp4")
    alone = probe(target, name="sound.m4a")
    assert not alone.is_video
    assert alone.duration == pytest.approx(4, abs=0.2)


def test_there_is_no_sound_to_copy(tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(clip(audio=""))
    assert copy_sound(path, "mp4", tmp_path / "sound") is None
