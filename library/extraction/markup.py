"""A web page to blocks: scripts, styles, navigation and footers out; the part with the prose in."""

import re
from itertools import pairwise

from lxml import html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from library.extraction import errors
from library.extraction.blocks import Block
from library.extraction.markup_blocks import page_blocks
from library.extraction.plain import BYTE_ORDER_MARKS, decode

CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "iframe",
        "object",
        "embed",
        "form",
        "nav",
        "footer",
        "aside",
        "svg",
        "select",
        "button",
        "template",
        "canvas",
        "audio",
        "video",
        "input",
        "textarea",
        "head",
        "link",
        "meta",
        "map",
    ]
)
CHROME = re.compile(
    r"nav(?!y)|menu|foot(?!note)|header|sidebar|side-bar|breadcrumb|crumb|share|toolbar|copyright|pagination|pager|related|recommend"
    r"|comment|advert|banner|qr_?code|qr_container|login|search-?box|weizhi|daohang|dibu",
    re.I,
)
# A name that speaks of the text too is believed only of a bundle of links.
SPARED = re.compile(r"article|content|title|text|main|detail|doc|law|zoom", re.I)
LINKED_SHARE = 0.5
HIDDEN = re.compile(r"display:none|visibility:hidden", re.I)
# Buttons and hints that sites set inside the text itself.
CHROME_LINE = re.compile(
    r"^(?:扫一扫.{0,20}|【?字体[:：].{0,20}|【?(?:打印|关闭|收藏|纠错|返回)(?:本页|窗口|此页|顶部|列表)?】?|分享到?[:：]?.{0,20}"
    r"|上一[篇条页][:：].*|下一[篇条页][:：].*|(?:您)?(?:当前|现在)?(?:的)?位置[:：].*|相关(?:链接|阅读|文章|稿件)[:：]?)$"
)
# Prose has sentences; a menu has many short links.
LAYOUT = frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "table",
        "tbody",
        "tr",
        "td",
        "center",
        "span",
        "font",
        "form",
        "figure",
    ]
)
TEXT_TAGS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "dl", "pre", "blockquote"])
SENTENCE_END = re.compile(r"[。；！？]")
MOST = 0.9
# What a government site says about a document in the table above it, and the keys of our own front matter.
FACTS = {"标题": "title", "发文机关": "issuer", "发文字号": "document_number", "成文日期": "adopted_on"}
FACT_CELLS = 40
FACT_DATE = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$")
SITE_SUFFIX = re.compile(r"\s*(?:[_|]|[-—–]{1,2}\s).*$")
LONGEST_HEADING = 120
TITLED = re.compile(r"title|biaoti|headline|tit\b|bt\b", re.I)


class Page:
    """What a web page says: its blocks, the name in its title bar, the facts of its head table."""

    def __init__(self, blocks: list[Block], title: str, facts: dict[str, str]) -> None:
        self.blocks = blocks
        self.title = title
        self.facts = facts


def read_html(data: bytes, filename: str) -> tuple[Page, str, list[str]]:
    """Return (page, encoding, decisions).

    Raises:
        EmptyFile: the page has no text.
        UndecodableText, BinaryContent: as for text files.
    """
    source, encoding, decisions = _decode_page(data, filename)
    # lxml refuses text with an encoding declaration.
    source = XML_DECLARATION.sub("", source)
    parser = html.HTMLParser()
    try:
        document = html.document_fromstring(source, parser=parser)
    except (LxmlError, ValueError) as error:
        raise errors.EmptyFile(filename) from error
    if any("depth" in entry.message for entry in parser.error_log):
        # The parser stops there and would hand over half a text.
        raise errors.DamagedFile(filename)
    whole_title = " ".join((document.findtext(".//title") or "").split())
    body = document.find("body")
    if body is None:
        raise errors.EmptyFile(filename)
    facts = _facts(body)
    _drop(body)
    main = _main_part(body)
    blocks = [block for block in page_blocks(main) if not CHROME_LINE.match(block.text.strip())]
    if main is not body:
        decisions.append("只取了网页的正文部分，导航和页脚已去掉。")
        blocks = _heading_above(body, main, blocks, whole_title) + blocks
    return Page(blocks, SITE_SUFFIX.sub("", whole_title), facts), encoding, decisions


def _decode_page(data: bytes, filename: str) -> tuple[str, str, list[str]]:
    declared = CHARSET.search(data[:4096])
    if declared and not data.startswith(tuple(mark for mark, _codec, _name in BYTE_ORDER_MARKS)):
        name = declared.group(1).decode("ascii").lower()
        codec = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)
        try:
            text = data.decode(codec)
        except (LookupError, UnicodeDecodeError):
            return decode(data, filename)
        if "\x00" not in text:
            return text, name.upper(), [f"按网页声明的 {name.upper()} 读取。"]
    return decode(data, filename)


# -- what is not the text --------------------------------------------------------------------------------


def _drop(body: HtmlElement) -> None:
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.tag in DROPPED or _is_hidden(element):
            _remove(element)
    for element in list(body.iter("header")):
        # A site's banner goes; the head of the article itself stays.
        if element.find(".//h1") is None or not _is_within(element, {"article", "main"}):
            _remove(element)
    for element in list(body.iter("div", "ul", "section", "table", "td", "span")):
        label = f"{element.get('id') or ''} {element.get('class') or ''}"
        if not CHROME.search(label) or _prose(element) >= 3 or element.find(".//h1") is not None:
            continue
        if not SPARED.search(label) or _linked_share(element) > LINKED_SHARE:
            _remove(element)


def _linked_share(element: HtmlElement) -> float:
    """Return which part of an element's characters are links."""
    whole = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in element.iter("a"))
    return linked / whole if whole else 1.0


def _is_hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "")
    return element.get("hidden") is not None or HIDDEN.search(style) is not None


def _is_within(element: HtmlElement, names: set[str]) -> bool:
    return any(above.tag in names for above in element.iterancestors())


def _remove(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


# -- what is the text ------------------------------------------------------------------------------------


def _main_part(body: HtmlElement) -> HtmlElement:
    """Return the smallest element that still holds nearly all of the page's prose."""
    whole = _prose(body)
    best = body
    while whole:
        inner = max((child for child in best if child.tag in LAYOUT), key=_prose, default=None)
        if inner is None or _prose(inner) < MOST * whole or any(map(_is_paragraph, best)):
            break
        best = inner
    return best


def _is_paragraph(element: HtmlElement) -> bool:
    """Tell text that stands directly in an element; what has that is the text, not a frame around it."""
    return (
        element.tag in TEXT_TAGS
        and bool(element.text_content().strip())
        and _linked_share(element) <= LINKED_SHARE
    )


def _prose(element: HtmlElement) -> int:
    """Return how many sentences end outside links; a table of facts or a menu has hardly any."""
    linked = sum(len(SENTENCE_END.findall(link.text_content())) for link in element.iter("a"))
    return len(SENTENCE_END.findall(element.text_content())) - linked


def _heading_above(body: HtmlElement, main: HtmlElement, blocks: list[Block], title: str) -> list[Block]:
    """Return the page's heading when it stands outside the part with the prose and is not said there again."""
    head = "".join("".join(block.text.split()) for block in blocks[:6])
    inside = {main, *main.iter()}
    named = "".join(title.split())
    for element in body.iter("h1", "h2", "div", "p", "td", "span"):
        text = " ".join(element.text_content().split())
        compact = "".join(text.split())
        if element in inside or not 4 <= len(compact) <= LONGEST_HEADING:
            continue
        # Called a heading by its tag, or by its class and the title bar.
        label = f"{element.get('id') or ''} {element.get('class') or ''}"
        is_heading = element.tag == "h1" or (TITLED.search(label) and compact in named)
        if is_heading and compact not in head:
            return [Block(text, 1, is_title=True)]
    return []


def _facts(body: HtmlElement) -> dict[str, str]:
    """Return what the head table of a government site says: 标题, 发文机关, 发文字号, 成文日期."""
    facts: dict[str, str] = {}
    cells = [" ".join(cell.text_content().split()) for cell in list(body.iter("td", "th"))[: FACT_CELLS * 4]]
    for label, said in pairwise(cells):
        key = FACTS.get("".join(label.split()).rstrip("：:"))
        if not key or not said or len(said) > 200 or key in facts:
            continue
        if key != "adopted_on":
            facts[key] = said
        elif day := FACT_DATE.match("".join(said.split())):
            facts[key] = "-".join(part.zfill(2) for part in day.groups())
    return facts if len(facts) > 1 else {}
