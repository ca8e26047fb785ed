"""The laws of the test corpus as rows of a throw-away site, for `search.py`: parsing is measured elsewhere."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ARTICLE = re.compile(r"^\*\*(第[^*]{1,20}?条[^*]{0,8})\*\*[　 ]*(.*)$")
NUMBER = re.compile(r"第([〇零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?")
# Laws the corpus keeps as one file a part.
CODES = {
    "civil-code": "中华人民共和国民法典",
    "criminal-law": "中华人民共和国刑法",
    "ecological-environment-code": "中华人民共和国生态环境法典",
    "civil-procedure": "中华人民共和国民事诉讼法",
    "criminal-procedure": "中华人民共和国刑事诉讼法",
}
BATCH = 1000


@dataclass
class Article:
    """One article as the corpus prints it."""

    file: str
    law: str
    part: str
    number: str
    context: str
    text: str
    pk: int = 0


def read_articles(root: Path) -> list[Article]:
    """Return every article of `root`."""
    return [article for path in sorted(root.rglob("*.md")) for article in _articles(root, path)]


def _articles(root: Path, path: Path) -> Iterator[Article]:
    text = path.read_text(encoding="utf-8")
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    title = heading[1].strip() if heading else path.stem
    law = CODES.get(path.parent.name, title)
    part, context, current = (title if law != title else ""), "", None
    for line in text.splitlines():
        found = ARTICLE.match(line.strip())
        if line.startswith(("## ", "### ")):
            context = line.strip("# ").strip()
        if line.startswith("#") or found:
            if current is not None:
                yield current
            current = None
        if found:
            place = " › ".join(name for name in (part, context) if name)
            current = Article(str(path.relative_to(root)), law, part, found[1].strip(), place, found[2])
        elif current is not None and line.strip():
            current.text += "\n" + line.strip()
    if current is not None:
        yield current


def questions(path: Path) -> dict[str, set[tuple[str, str]]]:
    """Return question → the (file, article number) that answer it."""
    found: dict[str, set[tuple[str, str]]] = {}
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found.setdefault(row["query"], set()).add((row["file"], row["article"]))
    return found


def address_of(number: str, taken: set[str]) -> str:
    """Return the address of an article by its number; one that is taken gets a letter."""
    from search.numbers import to_int

    found = NUMBER.match(number)
    parts = [str(to_int(part)) for part in (found.groups() if found else ()) if part]
    address = "art_" + "_".join(parts or ["0"])
    while address in taken:
        address += "x"
    taken.add(address)
    return address


def store(articles: list[Article]) -> None:
    """Store every law with one edition, and its articles; nothing of it is in the index yet."""
    from cms.setup import set_up_site
    from library.models import EditionPage, LibraryIndexPage, Provision, RegulationPage

    set_up_site()
    library = LibraryIndexPage.objects.get()
    laws: dict[str, list[Article]] = {}
    for article in articles:
        laws.setdefault(article.law, []).append(article)
    rows: list[Provision] = []
    for number, (title, its) in enumerate(laws.items()):
        work = library.add_child(
            instance=RegulationPage(title=title, slug=f"law-{number}", status="in_force")
        )
        edition = EditionPage(title=title, slug="2020-01-01", effective_from="2020-01-01", status="in_force")
        work.add_child(instance=edition)
        taken: set[str] = set()
        for position, article in enumerate(its, 1):
            address = address_of(article.number, taken)
            rows.append(
                Provision(
                    material=edition,
                    eid=address,
                    address=address,
                    kind="article",
                    number=article.number,
                    text=article.text,
                    full_text=f"{article.number}　{article.text}",
                    is_unit=True,
                    context=article.context,
                    position=position,
                    depth=1,
                )
            )
    Provision.objects.bulk_create(rows, batch_size=BATCH)
    for article, row in zip((a for its in laws.values() for a in its), rows, strict=True):
        article.pk = row.pk
