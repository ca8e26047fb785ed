"""What a rich format is taken apart into: paragraphs with their looks, from which headings are told."""

from dataclasses import dataclass


@dataclass(slots=True)
class Block:
    """One paragraph or table.

    `level` is the heading level the file itself declares (1–9, 0: none); `size` is in points, 0 when unknown; a soft
    line break is a line end in `text`; a table is ready Markdown rows.
    """

    text: str
    level: int = 0
    is_title: bool = False
    size: float = 0.0
    bold: bool = False
    centered: bool = False
    is_table: bool = False
    indented: bool = False

    def pieces(self) -> "list[Block]":
        """Return the block cut at its soft line breaks, every piece with the looks of the whole."""
        if self.is_table or "\n" not in self.text:
            return [self]
        lines = [line for line in self.text.split("\n") if line.strip()]
        return [Block(line, self.level, self.is_title, self.size, self.bold, self.centered) for line in lines]


def table_rows(rows: list[list[str]]) -> str:
    """Return a table as Markdown rows; a cell's own line ends become spaces, its bars are escaped."""
    lines = []
    for row in rows:
        cells = (" ".join(cell.split("\n")).replace("|", "\\|").strip() for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    if len(lines) > 1:
        lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)
