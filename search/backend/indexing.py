"""modelsearch's view of one index: adding, removing, and rebuilding beside the index in use."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db.models import Model
from modelsearch.backends.base import BaseIndex
from modelsearch.index import class_is_indexed

from search.backend.postings import COMPLETIONS, PAIRS, WORDS
from search.backend.preparing import Document, field_names, prepare
from search.backend.reading import Snapshot, snapshot_of
from search.backend.signals import about_to_prepare, update_failed, update_written
from search.backend.storing import DOCUMENTS_PER_SEGMENT, LOCK_SECONDS, Folder, Session, writing

JOURNAL = "changes.jsonl"
REMOVED = "-"
# Returns what is to be written: documents, and the keys of what is gone.
Read = Callable[[], tuple[list[Document], list[str]]]


class Index(BaseIndex):
    """The index of one root model and everything that inherits from it: one document an object."""

    def __init__(self, backend: Any, name: str, path: Path) -> None:
        super().__init__(backend)
        self.name = name
        self.folder = Folder(path / name.replace(".", "_"))

    def __str__(self) -> str:
        return self.name

    def get_key(self) -> str:
        """Return the name of the root model."""
        return self.name

    def snapshot(self) -> Snapshot:
        """Return the newest state to search in."""
        return snapshot_of(self.folder)

    def reset(self) -> None:
        """Empty the index."""
        with self.folder.locked():
            self.folder.use(self.folder.new_generation(()))

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Store objects in place of what was known of them; all in one commit.

        What cannot be made ready is told as what cannot be written is, and raised.
        """
        if not class_is_indexed(model):
            return
        given = list(items)
        if given:
            self.renew([str(item.pk) for item in given], lambda: ([prepare(item) for item in given], []))

    def delete_item(self, item: Model) -> None:
        """Remove an object."""
        if class_is_indexed(type(item)):
            self.change([], [str(item.pk)])

    def change(self, documents: list[Document], removed: list[str], *, wait: float = LOCK_SECONDS) -> None:
        """Store `documents` and remove the keys in `removed`, here and in a rebuild that is under way.

        Another writer is waited for no longer than `wait` seconds. What cannot be written is told to those who listen
        to `update_failed`, and raised.
        """
        if documents or removed:
            keys = [document.key for document in documents] + removed
            self.renew(keys, lambda: (documents, removed), wait=wait)

    def renew(self, keys: list[str], read: Read, *, wait: float = LOCK_SECONDS) -> None:
        """Write what `read` returns of the objects with these keys: it is asked while nobody else may write.

        What was read earlier may be older than what another writer has put into the index since. Otherwise as above.
        """
        try:
            about_to_prepare.send(type(self))
            self._write(read, wait)
        except Exception as error:
            update_failed.send(type(self), index=self.name, backend=self.backend, keys=keys, error=error)
            raise
        update_written.send(type(self), index=self.name, backend=self.backend)

    def _write(self, read: Read, wait: float) -> None:
        with self.folder.locked(wait):
            documents, removed = read()
            generation = self.folder.current()
            if generation is None:
                generation = self.folder.new_generation(())
                self.folder.use(generation)
            with writing(generation) as session:
                session.remove(removed)
                session.put(documents)
            for journal in self.folder.path.glob(f"*/{JOURNAL}"):
                _note(journal, documents, removed)


def _note(journal: Path, documents: list[Document], removed: list[str]) -> None:
    with journal.open("a", encoding="utf-8") as lines:
        lines.writelines(f"{REMOVED}{key}\n" for key in removed)
        lines.writelines(f"{document.to_json()}\n" for document in documents)


class Rebuilder:
    """Builds a new generation while the old one answers, then swaps them; what changed meanwhile is carried over."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def start(self) -> "NewGeneration":
        """Begin, and return what to add the objects to.

        Raises:
            RebuildRunning: another process is at it.
        """
        about_to_prepare.send(type(self))
        folder = self.index.folder
        self._lock = folder.claim_rebuild()
        with folder.locked():
            folder.remove_generations(keep={folder.current()})
            self._generation = folder.new_generation(())
            (self._generation / JOURNAL).touch()
        self._session = Session(self._generation, DOCUMENTS_PER_SEGMENT)
        return NewGeneration(self.index, self._session)

    def finish(self) -> None:
        """Carry over what changed meanwhile, and put the new generation to use."""
        folder = self.index.folder
        self._session.commit()
        with folder.locked():
            self._carry_over()
            folder.use(self._generation)
        self._lock.release()

    def _carry_over(self) -> None:
        journal = self._generation / JOURNAL
        with writing(self._generation) as session, journal.open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(REMOVED):
                    session.remove([line.removeprefix(REMOVED).rstrip("\n")])
                else:
                    session.put([Document.from_json(line)])
        journal.unlink()


class NewGeneration(BaseIndex):
    """What a rebuild adds objects to."""

    def __init__(self, index: Index, session: Session) -> None:
        super().__init__(index.backend)
        self._session = session

    def add_model(self, model: type[Model]) -> None:
        """Make room for the fields of `model`."""
        searched, completed = field_names(model)
        self._session.add_fields(prefix + name for name in sorted(searched) for prefix in (WORDS, PAIRS))
        self._session.add_fields(COMPLETIONS + name for name in sorted(completed))

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Store objects."""
        self._session.put([prepare(item) for item in items])
