"""The structure of Chinese regulations, plans and speeches: parse, address, compare, cite. Pure Python."""

from .cite import Citation, find_citations, find_in_text
from .citepath import Place
from .citesplit import split_reference
from .compare import Change, Comparison, Row, compare, comparison_json
from .model import Document, Kind, Node, ParseWarning, WarningCode
from .naming import NameIndex
from .normalising import alike_in_print, normalise
from .numerals import chinese_to_int, int_to_chinese
from .parsing import parse, to_json
from .rejoining import rejoin_lines
from .wording import Mark, mark_words

__all__ = [
    "Change",
    "Citation",
    "Comparison",
    "Document",
    "Kind",
    "Mark",
    "NameIndex",
    "Node",
    "ParseWarning",
    "Place",
    "Row",
    "WarningCode",
    "alike_in_print",
    "chinese_to_int",
    "compare",
    "comparison_json",
    "find_citations",
    "find_in_text",
    "int_to_chinese",
    "mark_words",
    "normalise",
    "parse",
    "rejoin_lines",
    "split_reference",
    "to_json",
]
