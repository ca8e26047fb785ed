"""What the parser and the comparison must do on real documents, and what they do: `make bench-structure`.

A plain script; prints one table. Without the corpus it says so and ends with 0. Times are of one core
(processor time), so that other work on the machine does not count.
"""

import html
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, print_rows
from library.structure import Document, Kind, compare, int_to_chinese, parse

REPOSITORY = Path(__file__).resolve().parents[1]
CORPUS = Path(os.environ.get("ZHIXING_CORPUS", REPOSITORY.parent / "shared" / "data"))
EXPECTATIONS = REPOSITORY / "tests/library/structure/expectations/editions.json"
ARTICLES = 24_363
AGREEMENT = 0.9
MEGABYTE = 1_000_000


def read(path: Path) -> str:
    """Return a file's text."""
    return path.read_text(encoding="utf-8")


# -- just-laws -------------------------------------------------------------------------------------------

_MARKED = re.compile(
    r"^\s*(?:#+\s*)?(?:\*\*\s*)?(第[^*条\s]{1,12}条(?:之[一二三四五六七八九十]+)?)(?=\s*\*\*|\u3000)",
    re.MULTILINE,
)


def marked_numbers(text: str) -> list[str]:
    """Return the article numbers set in bold or off by a full-width space, read without the parser."""
    return _MARKED.findall(text)


def just_laws() -> Iterator[Row]:
    """Count articles and check every number against the print."""
    files = sorted((CORPUS / "laws/just-laws").rglob("*.md"))
    total, wrong = 0, 0
    for path in files:
        text = read(path)
        numbers = [article.number for article in parse(text).articles]
        total += len(numbers)
        wrong += numbers != marked_numbers(text)
    off = abs(total - ARTICLES) / ARTICLES
    yield Row(
        f"just-laws：{len(files)} 份的条数", f"{ARTICLES:,} ± 0.2 %", f"{total:,}（{off:.2%}）", off <= 0.002
    )
    yield Row("just-laws：条号与原文所标不一致的文件", "0", str(wrong), wrong == 0)


# -- no text lost ----------------------------------------------------------------------------------------

_FRONT_MATTER = re.compile(r"\A\ufeff?---\n.*?\n---\n", re.DOTALL)
_SILENT = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^:::+\s*[a-z]*", re.MULTILINE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINK = re.compile(r"\]\([^()\s]*\)")
_MARKS = re.compile(r"[\s*#>|\\\-_`\[\]!:~<\u200b-\u200f\ufeff\u2060\xad]+")


def words_of(source: str) -> str:
    """Return what a file says, without Markdown, HTML and white space, read without the parser."""
    source = _FENCE.sub("", _SILENT.sub("", _FRONT_MATTER.sub("", source)))
    return _MARKS.sub("", html.unescape(_LINK.sub("]", _TAG.sub("", source))))


def words_kept(document: Document) -> str:
    """Return the joined leaves of the tree with title, 题注 and the contents table."""
    return _MARKS.sub("", document.plain_text())


def lost(source: str) -> bool:
    """Tell whether the parser drops, adds or moves a character."""
    return words_of(source) != words_kept(parse(source))


def no_text_lost() -> Iterator[Row]:
    """Compare input and leaves of every file; pages that are page code rather than text are named."""
    for name, pattern in (
        ("just-laws", "laws/just-laws/**/*.md"),
        ("editions", "laws/editions/**/*.md"),
        ("hard", "laws/hard/*.md"),
        ("party", "party/*"),
        ("speeches", "speeches/*.txt"),
    ):
        files = sorted(CORPUS.glob(pattern))
        text_files = [path for path in files if not _is_page_code(read(path))]
        bad = [path for path in text_files if lost(read(path))]
        aside = f"，另有 {len(files) - len(text_files)} 份网页代码" if len(files) > len(text_files) else ""
        yield Row(f"{name}：丢字或多字的文件", "0", f"{len(bad)}（共 {len(text_files)} 份{aside}）", not bad)


def _is_page_code(source: str) -> bool:
    """Tell index pages of the site: HTML components and almost nothing else."""
    return "<main" in source or "<ClientOnly" in source


# -- editions --------------------------------------------------------------------------------------------


def editions() -> Iterator[Row]:
    """Check that every article of both sides is in one row, and the labelled sample."""
    folders = sorted((CORPUS / "laws/editions").iterdir())
    whole = 0
    for folder in folders:
        paths = sorted(folder.glob("*.md"))
        old, new = parse(read(paths[0])), parse(read(paths[-1]))
        rows = compare(old, new).rows
        whole += sorted(id(node) for row in rows for node in row.old) == sorted(
            map(id, old.articles)
        ) and sorted(id(node) for row in rows for node in row.new) == sorted(map(id, new.articles))
    yield Row("editions：两边每一条恰好出现一次", f"{len(folders)} 部", f"{whole} 部", whole == len(folders))
    agreed, total = agreement()
    share = agreed / total
    yield Row(
        f"editions：与读者标注的 {total} 例一致",
        f"≥ {AGREEMENT:.0%}",
        f"{agreed}（{share:.1%}）",
        share >= AGREEMENT,
    )


def agreement() -> tuple[int, int]:
    """Return how many labelled rows the comparison has exactly so, and how many there are."""
    agreed = total = 0
    for title, expected in json.loads(read(EXPECTATIONS)).items():
        folder = CORPUS / "laws/editions" / title
        comparison = compare(parse(read(folder / expected["old"])), parse(read(folder / expected["new"])))
        rows = {
            (str(row.change), *(tuple(node.eid for node in side) for side in (row.old, row.new)))
            for row in comparison.rows
        }
        for row in expected["rows"]:
            agreed += (row["class"], tuple(row["old"]), tuple(row["new"])) in rows
            total += 1
    return agreed, total


# -- hard files ------------------------------------------------------------------------------------------


def hard() -> Iterator[Row]:
    """Check the five hard files and the pasted 党章."""
    checks: list[tuple[str, str, Callable[[Document], tuple[str, bool]]]] = [
        ("刑法__", "之一各条按序，无提醒", _criminal_law),
        ("北京市实施", "7 处重新编号，各成一部", _restarts),
        ("城市居民委员会", "缺第二条有提醒，不重新编号", _missing_article),
        ("人体损伤", "5.1.1 有地址，没有条", _standard),
        ("宪法__", "序言保留", _constitution),
    ]
    for start, must, check in checks:
        path = next((CORPUS / "laws/hard").glob(f"{start}*"))
        measured, ok = check(parse(read(path)))
        yield Row(f"hard：{path.stem.split('__')[0][:16]}", must, measured, ok)
    measured, ok = _pasted(parse(read(CORPUS / "party/党章-2022.pasted.md")))
    yield Row("党章-2022.pasted", "11 章 55 条，空格去掉并列出", measured, ok)


def _criminal_law(document: Document) -> tuple[str, bool]:
    later = [article.number for article in document.articles if "之" in article.number]
    return f"{len(document.articles)} 条，其中之一等 {len(later)} 条，提醒 {len(document.warnings)} 条", bool(
        later
    ) and not document.warnings


def _restarts(document: Document) -> tuple[str, bool]:
    found = sum(warning.code == "restart" for warning in document.warnings)
    parts = sum(root.kind == Kind.COMPONENT for root in document.roots)
    return f"{found} 处，{parts} 部", found == parts == 7


def _missing_article(document: Document) -> tuple[str, bool]:
    gaps = [warning for warning in document.warnings if warning.code == "gap" and "第二条" in warning.message]
    numbers = [article.number for article in document.articles[:2]]
    return f"提醒 {len(gaps)} 条；{'、'.join(numbers)}", bool(gaps) and numbers == ["第一条", "第三条"]


def _standard(document: Document) -> tuple[str, bool]:
    clauses = [node.address for node in document.walk() if node.kind == Kind.CLAUSE]
    return f"{len(clauses)} 条款，{len(document.articles)} 条", (
        "cl_5_1_1" in clauses
        and document.find("cl_5_1_1/item_a") is not None
        and not document.articles
        and len(set(clauses)) == len(clauses)
    )


def _constitution(document: Document) -> tuple[str, bool]:
    preface = next((root for root in document.roots if root.kind == Kind.PREFACE), None)
    count = len(preface.children) if preface else 0
    return f"序言 {count} 段，{len(document.articles)} 条", count == 13 and len(document.articles) == 143


def _pasted(document: Document) -> tuple[str, bool]:
    spaced = sum(" " in node.text or "\u3000" in node.heading for node in document.walk())
    listed = sum(w.message.count("”、“") + 1 for w in document.warnings if w.code == "inner_spaces")
    glued = sum(w.code == "glued_heading" for w in document.warnings)
    chapters, articles = document.counts["chapter"], document.counts["article"]
    return (
        f"{chapters} 章 {articles} 条，列出空格 {listed} 处，留下 {spaced} 处，拆开标题 {glued} 个",
        (chapters, articles, spaced) == (11, 55, 0) and listed >= 302 and glued == 3,
    )


# -- speed -----------------------------------------------------------------------------------------------


def speed() -> Iterator[Row]:
    """Time parsing of everything, and the comparison of two editions of 500 articles, all of them changed."""
    sources = [read(path) for path in sorted((CORPUS / "laws").rglob("*.md"))]
    size = sum(len(source.encode()) for source in sources)
    began = time.process_time()
    for source in sources:
        parse(source)
    rate = size / MEGABYTE / (time.process_time() - began)
    yield Row("解析速度（一个核）", "≥ 2 MB/s", f"{rate:.1f} MB/s", rate >= 2)
    for name, old, new in _edition_pairs():
        began = time.process_time()
        compare(old, new)
        seconds = time.process_time() - began
        yield Row(f"对照两版各约 500 条：{name}", "≤ 1 s", f"{seconds:.2f} s", seconds <= 1)


def _edition_pairs() -> Iterator[tuple[str, Document, Document]]:
    folder = CORPUS / "laws/editions/刑法"
    paths = sorted(folder.glob("*.md"))
    old = parse(read(paths[0]))
    yield "刑法", old, parse(read(paths[-1]))
    bodies = [body for path in sorted((CORPUS / "laws/just-laws").rglob("*.md")) for body in _bodies(path)]
    chosen = bodies[:: len(bodies) // 500][:500]
    yield "每条都改并打乱次序", _law(chosen), _law(_reworded(chosen))
    yield "毫无关系的两部", old, _law(chosen)


def _bodies(path: Path) -> list[str]:
    return [
        "\n".join(child.full_text() for child in article.children) for article in parse(read(path)).articles
    ]


def _law(bodies: list[str]) -> Document:
    return parse(
        "示例法\n" + "\n".join(f"第{int_to_chinese(n)}条　{body}" for n, body in enumerate(bodies, 1))
    )


def _reworded(bodies: list[str]) -> list[str]:
    """Leave out every twelfth character and deal the articles into seven piles."""
    changed = ["".join(sign for at, sign in enumerate(body) if at % 12 != 5) for body in bodies]
    return [body for pile in range(7) for body in changed[pile::7]]


# -- the table -------------------------------------------------------------------------------------------


def main() -> int:
    """Print the table; return 1 when a figure is missed."""
    if not (CORPUS / "laws").is_dir():
        print(f"没有真实文档的文件夹 {CORPUS}（可用 ZHIXING_CORPUS 指定），跳过。")
        return 0
    parts = (just_laws, no_text_lost, editions, hard, speed)
    return int(print_rows(row for part in parts for row in part()) > 0)


if __name__ == "__main__":
    sys.exit(main())
