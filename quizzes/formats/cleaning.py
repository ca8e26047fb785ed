"""Marked-up text to the plain text the product keeps."""

import html
import re

import nh3

from quizzes.formats.model import Text

KEPT_TAGS = {
    "p",
    "div",
    "br",
    "li",
    "tr",
    "td",
    "th",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "sup",
    "sub",
    "img",
}
BREAKS = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|pre|h[1-6])>", re.I)
CELL_ENDS = re.compile(r"</t[dh]>", re.I)
RAISED = re.compile(r"<(sup|sub)>([^<]*)</\1>", re.I)
PICTURE = re.compile(r"<img\b", re.I)
TAGS = re.compile(r"<[^>]*>")
# Only real tags count: “若 a<b 且 c>d” is no mark-up.
MARKUP = re.compile(
    r"</?(?:p|div|span|br|b|i|u|em|strong|a|img|ul|ol|li|table|tbody|tr|td|th|font|pre|code|sup|sub|h[1-6])"
    r"(?:\s+[a-z-]+\s*=[^<>]*|\s*/?)>"
    r"|&(?:nbsp|amp|lt|gt|quot|#\d+);",
    re.I,
)
SUPERSCRIPT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def to_plain(text: Text | None) -> str:
    """Return the words of `text` without mark-up; paragraphs become lines, exponents become small digits."""
    if text is None:
        return ""
    if text.format == "html" or (text.format == "moodle" and MARKUP.search(text.text)):
        return _from_html(text.text)
    return _tidy(text.text)


def has_picture(text: Text | None) -> bool:
    """Tell whether `text` shows a picture, which cannot be taken over."""
    if text is None or text.format == "plain":
        return False
    return PICTURE.search(text.text) is not None


def _from_html(source: str) -> str:
    safe = nh3.clean(source, tags=KEPT_TAGS, attributes={})
    # Line ends of the source mean nothing in HTML, but for <pre>.
    if "<pre" not in safe:
        safe = " ".join(safe.split())
    lined = CELL_ENDS.sub("　", BREAKS.sub("\n", RAISED.sub(_raised, safe)))
    plain = html.unescape(TAGS.sub("", lined)).replace("\xa0", " ")
    return _tidy(
        "\n".join(line.strip() if "<pre" not in safe else line.rstrip() for line in plain.split("\n"))
    )


def _raised(match: re.Match[str]) -> str:
    words = html.unescape(match[2])
    table = SUPERSCRIPT if match[1].lower() == "sup" else SUBSCRIPT
    small = words.translate(table)
    return (
        small
        if all(ord(sign) in table for sign in words)
        else f"{'^' if table is SUPERSCRIPT else '_'}{words}"
    )


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n{3,}", "\n\n", text).strip()
