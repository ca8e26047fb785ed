"""What a file really is, told by its first bytes and its boxes, whatever its name says."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HEAD = 64
OTHERS = (
    (b"PK\x03\x04", "压缩包（或 Word、PPT 文件）"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"%PDF", "PDF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"#!", "脚本"),
    (b"<", "网页"),
    (b"RIFF", "AVI 或 WAV 文件"),
    (b"FLV", "FLV 文件"),
    (b"OggS", "OGG 文件"),
)
MP4, WEBM, MP3 = "mp4", "matroska", "mp3"


class BadMedia(Exception):
    """A file that is not taken; the message names it and says what to do."""


@dataclass(frozen=True)
class Boxes:
    """Where an MP4 keeps its index (moov) and its content (mdat); -1 where there is none."""

    moov: int = -1
    mdat: int = -1
    is_cut: bool = False


def container_of(path: Path, name: str) -> str:
    """Return the demuxer to read the file with.

    FFmpeg is always told the format: left to guess, it would follow playlists to other files and addresses.

    Raises:
        BadMedia: empty, or not mp4, m4a, webm or mp3.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise BadMedia(f"“{name}”是空文件（0 字节），请重新导出后再上传。")
    if head[4:8] == b"ftyp":
        return MP4
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM
    if head.startswith(b"ID3") or (head[0] == 0xFF and len(head) > 1 and head[1] & 0xE6 == 0xE2):
        return MP3
    kind = next((kind for magic, kind in OTHERS if head.startswith(magic)), "")
    said = f"其实是{kind}，不是视频或音频" if kind else "不是能认出的视频或音频"
    raise BadMedia(f"“{name}”{said}；请上传 mp4、webm、mp3 或 m4a 文件。")


def check_boxes(path: Path, name: str) -> Boxes:
    """Return where an MP4 keeps what.

    Raises:
        BadMedia: the index is missing, or the file ends before its content does.
    """
    with path.open("rb") as file:
        boxes = _boxes(file, path.stat().st_size)
    if boxes.moov < 0 or boxes.is_cut:
        raise BadMedia(f"“{name}”不完整，没有传完或没有录完；请确认原文件能从头放到尾，再重新上传。")
    return boxes


def _boxes(file: BinaryIO, size: int) -> Boxes:
    found = {}
    end = 0
    for kind, start, length in _walk(file, size):
        found.setdefault(kind, start)
        end = start + length
    return Boxes(found.get(b"moov", -1), found.get(b"mdat", -1), end > size)


def _walk(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    place = 0
    while place + 8 <= size:
        file.seek(place)
        length, kind = struct.unpack(">I4s", file.read(8))
        if length == 1:
            wide = file.read(8)
            length = struct.unpack(">Q", wide)[0] if len(wide) == 8 else size
        elif length == 0:
            length = size - place
        if length < 8:
            return
        yield kind, place, length
        place += length
