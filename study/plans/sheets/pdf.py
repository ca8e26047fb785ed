"""The printed sheet as a PDF, set with typst in the faces pocket books are set in."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from library.pocketbooks.printing.fonts import SANS, SERIF, font_folders
from study.plans.sheets.rows import HEADS, Sheet

STANDARDS: list[Any] = ["ua-1"]


def pdf(sheet: Sheet) -> bytes:
    """Return a tagged PDF; the same bytes for the same sheet."""
    # 10 MB that a process which prints nothing can do without.
    import typst

    from library.pocketbooks.making import extra_fonts

    template = Path(str(files(__package__) / "sheet.typ"))
    compiler = typst.Compiler(
        template,
        root=template.parent,
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=font_folders(extra_fonts()),
        ),
        sys_inputs={"sheet": json.dumps(_said(sheet), ensure_ascii=False)},
    )
    day = datetime(sheet.day.year, sheet.day.month, sheet.day.day, tzinfo=UTC)
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=day)
    return made if isinstance(made, bytes) else b""


def _said(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "facts": sheet.facts,
        "heads": HEADS,
        "rows": sheet.rows,
        "notes": sheet.notes,
        "day": [sheet.day.year, sheet.day.month, sheet.day.day],
        "serif": SERIF,
        "sans": SANS,
    }
