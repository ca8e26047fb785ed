"""Whoosh's files mapped into memory: processes share them, and nothing is copied when they are opened."""

from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import FileIndex


class MappedFile(BufferFile):
    """A file read through a memory map; Whoosh's own would first copy the whole of it."""

    def __init__(self, mapped: mmap, name: str) -> None:
        super().__init__(b"", name=name)
        self._buf = self.file = mapped


class MappedStorage(FileStorage):
    """A folder whose files are mapped when they are read."""

    def open_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Return the file `name` for reading."""
        path = Path(self.folder) / name
        if path.stat().st_size == 0:
            return super().open_file(name, *args, **kwargs)
        with path.open("rb") as file:
            return MappedFile(mmap(file.fileno(), 0, access=ACCESS_READ), name)


def open_index(folder: Path) -> FileIndex:
    """Return the Whoosh index in `folder`."""
    return MappedStorage(str(folder)).open_index()
