"""A zip whose bytes depend on its files alone: fixed dates and rights, the order given. Pure."""

from collections.abc import Iterator
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

__all__ = ["Zip", "pieces"]

# The first day a zip can name.
EPOCH = (1980, 1, 1, 0, 0, 0)
PIECE = 1 << 20


class Zip:
    """Writes files into `target` one after another; large ones pass through in pieces of 1 MiB."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = ZipFile(target, "w")

    def write(self, name: str, data: str | bytes) -> None:
        """Add a file from memory, compressed."""
        self._zip.writestr(_info(name, ZIP_DEFLATED), data)

    def copy(self, name: str, source: IO[bytes]) -> None:
        """Add what is compressed already: sound, pictures, EPUB, PDF."""
        with self._zip.open(_info(name, ZIP_STORED), "w", force_zip64=True) as inside:
            for piece in pieces(source):
                inside.write(piece)

    def close(self) -> None:
        """Write the list of files; without it the zip cannot be opened."""
        self._zip.close()


def _info(name: str, method: int) -> ZipInfo:
    info = ZipInfo(name, EPOCH)
    info.compress_type = method
    info.external_attr = 0o644 << 16
    # Otherwise the system it was made on shows in the bytes.
    info.create_system = 3
    return info


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left of `source`, 1 MiB at a time."""
    while piece := source.read(PIECE):
        yield piece
