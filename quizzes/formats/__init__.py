"""Questions in and out of other people's files. Pure Python; knows no Django.

Every reader makes `Item`s, which no format and no table knows; `rows` turns them into what `quizzes.actions.load_questions`
takes, and refuses, with the reason, what the product cannot ask yet.
"""

from quizzes.formats.model import Choice, Fault, Item, Number, Pair, Parsed, Reading, Text
from quizzes.formats.reading import READABLE, read_bytes, read_file, read_text
from quizzes.formats.sheet_writing import write_template
from quizzes.formats.writing import WRITABLE, find_unwritable, write_rows

__all__ = [
    "READABLE",
    "WRITABLE",
    "Choice",
    "Fault",
    "Item",
    "Number",
    "Pair",
    "Parsed",
    "Reading",
    "Text",
    "find_unwritable",
    "read_bytes",
    "read_file",
    "read_text",
    "write_rows",
    "write_template",
]
