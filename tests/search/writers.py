"""A writer that other threads and processes can run: it needs no Django."""

from pathlib import Path

from search.backend.preparing import Document
from search.backend.reading import snapshot_of
from search.backend.storing import Folder, writing


def write_some(path: str, start: int) -> None:
    """Store ten documents, one commit each."""
    folder = Folder(Path(path))
    for number in range(start, start + 10):
        with folder.locked():
            generation = folder.current()
            if generation is None:
                generation = folder.new_generation(())
                folder.use(generation)
            with writing(generation) as session:
                session.put([Document(key=str(number), searched={"title": f"学习{number}"})])


def known_keys(path: Path) -> set[str]:
    """Return the keys of everything in the index."""
    return set(snapshot_of(Folder(path)).digests())
