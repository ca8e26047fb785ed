"""Whether a phrase stands in a text, apart from spaces and punctuation."""

from search.analysis import is_han, runs


def sequence_of(folded: str) -> str:
    """Return the words of folded text with one space between runs, for looking phrases up in."""
    return f" {' '.join(runs(folded))} "


def phrase_of(folded: str) -> str:
    """Return what to look for in a sequence; a word of letters must begin and end there, a number need not."""
    found = " ".join(runs(folded))
    if not found:
        return ""
    before = " " if _is_letter(found[0]) else ""
    after = " " if _is_letter(found[-1]) else ""
    return f"{before}{found}{after}"


def compact(folded: str) -> str:
    """Return folded text without white space."""
    return "".join(folded.split())


def _is_letter(character: str) -> bool:
    return not character.isdigit() and not is_han(character)
