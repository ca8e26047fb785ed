"""The header some text files carry: `key: value` lines between two lines of three hyphens."""

import re

FENCE = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
ENTRY = re.compile(r"^([A-Za-z_][\w-]*)\s*:\s*(.*?)\s*$")


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return (entries, the rest of `text`); a text without a header comes back whole.

    Only flat entries are read; nested YAML is somebody else's and is left out.
    """
    text = text.replace("\r\n", "\n")
    fence = FENCE.match(text)
    if fence is None:
        return {}, text
    entries = {}
    for line in fence.group(1).splitlines():
        entry = ENTRY.match(line)
        if entry:
            entries[entry.group(1)] = entry.group(2).strip("\"'")
    return entries, text[fence.end() :]
