"""Tests marked with `xdist_group` go to one process of a run, for which what they stand on is set up once.

pytest-xdist 3.8 tells its scheduler the group in the test's name, which pytest 9.2 does not let it change: each
process then set the demo up, unnoticed. So the mark is read where it stands, in the file.
"""

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadGroupScheduling

ROOT = Path(__file__).resolve().parent.parent
MARK = re.compile(r"^pytestmark\b.*\bxdist_group\(\"(\w+)\"\)", re.M)


class Grouped(LoadGroupScheduling):
    """What `--dist loadgroup` promises."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.partition("::")[0]) or super()._split_scope(nodeid)


@cache
def group_of(path: str) -> str | None:
    """Return the group of the tests in a file."""
    found = MARK.search((ROOT / path).read_text(encoding="utf-8"))
    return found[1] if found else None
