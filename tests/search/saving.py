"""What the processes of `test_saving_while_killed.py` do: a site's own, with a database, publishing pages or searching.

`python tests/search/saving.py write|read|settle FOLDER NAME`; each leaves what it did in a file of its own.
"""

import json
import sys
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

WORD = "灯塔"


def write(folder: Path, name: str) -> None:
    """Publish guides for ever; each is acknowledged once its save is through."""
    from library.models import GuidePage, LibraryIndexPage

    number = 0
    while True:
        number += 1
        title = f"{WORD}导读{name}{number}号（示例）"
        body = f"{title}\n\n一、怎样学\n\n{WORD}的光照到{name}{number}号码头。\n"
        try:
            page = GuidePage(title=title, slug=f"guide-{name}-{number}", body=body, live=False)
            LibraryIndexPage.objects.get().add_child(instance=page)
            page.save_revision().publish()
        except Exception as error:
            note(folder / f"failed-{name}", repr(error))
        else:
            note(folder / f"saved-{name}", f"{page.pk} {title}")


def read(folder: Path, name: str) -> None:
    """Search for ever."""
    from django.contrib.auth.models import AnonymousUser

    from search.finding import find

    while True:
        try:
            found = find(WORD, user=AnonymousUser(), with_facets=True).total
        except Exception as error:
            note(folder / f"failed-{name}", repr(error))
        else:
            note(folder / f"searched-{name}", str(found))


def settle(folder: Path, name: str) -> None:
    """Repair the index, and write down what was amiss before and after, and which saved pages are not found."""
    from django.contrib.auth.models import AnonymousUser
    from django.core.management import call_command

    from search.finding import find

    said = []
    for options in ({"repair": True}, {"repair": False}):
        printed = StringIO()
        call_command("check_search_index", json=True, stdout=printed, **options)
        said.append(json.loads(printed.getvalue()))
    lost = []
    for line in [line for file in folder.glob("saved-*") for line in file.read_text().splitlines()]:
        title = line.partition(" ")[2]
        hits = find(title, user=AnonymousUser()).hits
        if title not in [hit.found.title for hit in hits]:
            lost.append(title)
    note(folder / name, json.dumps({"before": said[0], "after": said[1], "lost": lost}))


def note(file: Path, line: str) -> None:
    """Add a line to a file."""
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{line}\n")


if __name__ == "__main__":
    django.setup()
    {"write": write, "read": read, "settle": settle}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
