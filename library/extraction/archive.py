"""Opening a zip nobody vouches for: bounded in entries, size and ratio, counted while unpacking."""

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator

from library.extraction import errors

MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
# Word's own XML packs about 10 to 1; deflate's limit is about 1000 to 1.
MAX_RATIO = 200
CHUNK = 64 * 1024
ENCRYPTED_FLAG = 0x1
UTF8_FLAG = 0x800
HIDDEN_FOLDERS = frozenset({"__MACOSX"})
UNREADABLE = (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)


class BoundedZip:
    """A zip whose members are read under limits; what the directory claims is checked and then not trusted."""

    def __init__(self, data: bytes, filename: str) -> None:
        self.filename = filename
        self._budget = MAX_UNPACKED_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UNREADABLE as error:
            raise errors.DamagedFile(filename) from error
        self.entries = self._zip.infolist()
        unpacked = sum(entry.file_size for entry in self.entries)
        if len(self.entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
            raise errors.ZipBomb(filename)
        if unpacked > 10 * 1024 * 1024 and unpacked > MAX_RATIO * len(data):
            raise errors.ZipBomb(filename)
        self._names = frozenset(self._zip.namelist())

    def names(self) -> frozenset[str]:
        """Return the members' names."""
        return self._names

    def read(self, member: str | zipfile.ZipInfo, limit: int = MAX_UNPACKED_BYTES) -> bytes:
        """Return a member's bytes, `limit` of them at most.

        Raises:
            ZipBomb: more came out than the limits allow.
            EncryptedFile: it needs a password.
            DamagedFile: it cannot be unpacked.
        """
        pieces, left = [], limit
        try:
            entry = self._zip.getinfo(member) if isinstance(member, str) else member
            if entry.flag_bits & ENCRYPTED_FLAG:
                raise errors.EncryptedFile(self.filename)
            with self._zip.open(entry) as opened:
                while piece := opened.read(CHUNK):
                    self._budget -= len(piece)
                    left -= len(piece)
                    if self._budget < 0 or left < 0:
                        raise errors.ZipBomb(self.filename)
                    pieces.append(piece)
        except UNREADABLE as error:
            raise errors.DamagedFile(self.filename) from error
        return b"".join(pieces)


def unpack(data: bytes, filename: str) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of the files in a zip somebody packed on a Chinese Windows, a Mac or anywhere.

    Names may hold folders, never a way out of them; links, hidden files and folders themselves are left out. A zip
    within the zip comes out as it is.

    Raises:
        UnsafeArchive: a name points outside.
        EmptyFile: it holds no file.
        ZipBomb, EncryptedFile, DamagedFile: see `BoundedZip`.
    """
    package = BoundedZip(data, filename)
    members = [(member_name(entry), entry) for entry in package.entries if not entry.is_dir()]
    for name, _entry in members:
        if _points_outside(name):
            raise errors.UnsafeArchive(filename, member=name[:80])
    wanted = [(name, entry) for name, entry in members if not _is_left_out(name, entry)]
    if not wanted:
        raise errors.EmptyFile(filename)
    for name, entry in wanted:
        yield name, package.read(entry)


def member_name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name as its packer meant it: UTF-8 when flagged, else UTF-8 or GBK bytes without a flag."""
    name = entry.orig_filename
    if not entry.flag_bits & UTF8_FLAG:
        # zipfile reads unflagged names as code page 437, which maps every byte and so loses none.
        raw = name.encode("cp437", errors="replace")
        for codec in ("utf-8", "gb18030", "big5"):
            try:
                name = raw.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").split("\x00")[0]


def _points_outside(name: str) -> bool:
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")


def _is_left_out(name: str, entry: zipfile.ZipInfo) -> bool:
    parts = name.split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or name.endswith("/") or parts[-1].startswith(".") or not HIDDEN_FOLDERS.isdisjoint(parts)
