"""What extraction gives back."""

from dataclasses import dataclass, field


@dataclass
class Extracted:
    """A file's text with what was decided on the way.

    `decisions` are Chinese sentences for the editor; `metadata` holds what the file says of itself (front matter),
    keys as written; `sha256` is of the original bytes, in hexadecimal.
    """

    text: str
    format: str
    sha256: str
    encoding: str = ""
    title_hint: str = ""
    decisions: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
