"""What captions are made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One caption: shown from `start` to `end`, both in milliseconds."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Fault:
    """Something that was wrong and was mended; `code` names the kind, `message` is the sentence for the editor."""

    code: str
    message: str


@dataclass(frozen=True)
class Reading:
    """Captions in order, without overlaps, and everything that was mended on the way."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def codes(self) -> set[str]:
        """Return the kinds of fault there were."""
        return {fault.code for fault in self.faults}
