"""An article for a 公众号 editor, which keeps styles only where they stand on the elements themselves. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Passage", "paste_ready"]

_TITLE = "font-size:20px;font-weight:bold;line-height:1.5;color:#211c18;margin:0 0 12px;"
_FACTS = "font-size:14px;line-height:1.6;color:#6b635b;margin:0 0 20px;"
_HEADING = (
    "font-size:17px;font-weight:bold;line-height:1.6;color:#a8201a;text-align:center;margin:24px 0 12px;"
)
_TEXT = "font-size:16px;line-height:1.8;color:#211c18;text-align:justify;text-indent:2em;margin:0 0 12px;"
_END = "font-size:14px;line-height:1.6;color:#6b635b;margin:24px 0 0;"


@dataclass(frozen=True)
class Passage:
    """A paragraph or a heading."""

    text: str
    is_heading: bool = False


def paste_ready(title: str, passages: Sequence[Passage], *, facts: str, url: str) -> str:
    """Return the article as HTML whose every element carries its style; every text is escaped.

    `facts` say who published it and when, so that words stay with who said them. The address stands as text: such
    editors take links to other sites away.
    """
    lines = [_element("h1", _TITLE, title)]
    if facts:
        lines.append(_element("p", _FACTS, facts))
    lines += [
        _element("h2", _HEADING, one.text) if one.is_heading else _element("p", _TEXT, one.text)
        for one in passages
    ]
    lines.append(_element("p", _END, f"原文逐条阅读：{url}"))
    return "<section>" + "".join(lines) + "</section>"


def _element(name: str, style: str, text: str) -> str:
    return f'<{name} style="{style}">{escape(text)}</{name}>'
