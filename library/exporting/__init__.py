"""Texts out: Akoma Ntoso 3, Markdown and Word; and two editions side by side in Word. No Django."""

from library.exporting.akoma_ntoso import akoma_ntoso
from library.exporting.imprint import Imprint, Reference
from library.exporting.markdown import markdown
from library.exporting.side_by_side import Cell, Line, Run, side_by_side
from library.exporting.word import word

__all__ = ["Cell", "Imprint", "Line", "Reference", "Run", "akoma_ntoso", "markdown", "side_by_side", "word"]
