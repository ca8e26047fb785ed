"""Many documents in one go: what need not be done after each of them is done once, at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from library.models import MaterialPage, Provision
from library.structure import NameIndex


@dataclass
class Batch:
    """What has to be followed up: units and pages to index, rows that left the index, and works that came."""

    units: set[int] = field(default_factory=set)
    gone: dict[int, Provision] = field(default_factory=dict)
    pages: set[int] = field(default_factory=set)
    works: dict[int, MaterialPage] = field(default_factory=dict)
    _names: NameIndex | None = None

    def names(self, load: Callable[[], NameIndex]) -> NameIndex:
        """Return the names of works, loaded once."""
        if self._names is None:
            self._names = load()
        return self._names

    def learn(self, work: MaterialPage, names: list[str]) -> None:
        """Remember that `work` has come, and is known by these names from now on."""
        self.works[work.pk] = work
        if self._names is not None:
            for name in names:
                self._names.add(name, str(work.pk))


_current: ContextVar[Batch | None] = ContextVar("library_batch", default=None)


def current_batch() -> Batch | None:
    """Return the batch that is under way, if there is one."""
    return _current.get()


@contextmanager
def collecting() -> Iterator[Batch]:
    """Collect what publishing leaves to be followed up; whoever opens the batch settles it."""
    batch = Batch()
    token = _current.set(batch)
    try:
        yield batch
    finally:
        _current.reset(token)
