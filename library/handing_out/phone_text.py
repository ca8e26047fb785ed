"""手机报: a text cut to a length, at the end of a sentence. Pure Python."""

import re
from collections.abc import Sequence

__all__ = ["LENGTHS", "phone_text"]

# Characters: one long text message of a phone (7 joined messages of 67), a screen, a whole 手机报.
LENGTHS = (469, 800, 2000)
_SENTENCE = re.compile(r"[^。！？；]*[。！？；][”’」』）)]*|[^。！？；]+$")
CUT = "……"


def phone_text(title: str, paragraphs: Sequence[str], *, source: str, url: str, limit: int) -> str:
    """Return at most `limit` characters: the title, whole sentences from the beginning, the source and the address.

    What was left out is said by “……”. A first sentence that alone is too long is cut inside; title and address are kept
    whole, so a limit below their length is raised to it.
    """
    ending = f"\n（{source}）\n全文：{url}" if source else f"\n全文：{url}"
    room = max(limit - len(title) - len(ending) - 1, 0)
    body = _cut(paragraphs, room)
    return f"{title}\n{body}{ending}" if body else f"{title}{ending}"


def _cut(paragraphs: Sequence[str], room: int) -> str:
    whole = "\n".join(paragraphs)
    if len(whole) <= room:
        return whole
    room -= len(CUT)
    kept = ""
    for number, paragraph in enumerate(paragraphs):
        start = "\n" if number and kept else ""
        for sentence in _SENTENCE.findall(paragraph):
            if len(kept) + len(start) + len(sentence) > room:
                return (kept or whole[: max(room, 0)]) + CUT
            kept += start + sentence
            start = ""
    return kept + CUT
