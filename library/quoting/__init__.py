"""Quotations in a text: which words are attributed to which work, and whether the work says them. Pure Python."""

from .checking import Source, Verdict, VerdictKind, check
from .finding import Quotation, find_quotations
from .folding import fold

__all__ = ["Quotation", "Source", "Verdict", "VerdictKind", "check", "find_quotations", "fold"]
