"""Article numbers as people type them: 第12条 is 第十二条."""

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"[〇○零一二三四五六七八九十百千两\d]+"
_ORDINAL = re.compile(r"第\s*(\d{1,4})\s*(?=[编章节条款项])")
NUMBER = _NUMBER


def to_int(text: str) -> int:
    """Return the value of a Chinese or Arabic number below ten thousand."""
    if text.isdecimal():
        return int(text)
    if len(text) > 1 and all(character in _DIGITS or character.isdecimal() for character in text):
        return int("".join(str(_DIGITS.get(character, character)) for character in text))
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = int(character) if character.isdecimal() else _DIGITS[character]
    return total + digit


def to_chinese(value: int) -> str:
    """Return a number below ten thousand the way articles are numbered: 12 is 十二, 110 is 一百一十."""
    if not 0 < value < 10_000:
        return str(value)
    text, is_gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if is_gap else "") + "零一二三四五六七八九"[digit] + name
        is_gap = bool(text) and not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def spell_ordinals(text: str) -> str:
    """Return `text` with 第12条 written as regulations write it."""
    return _ORDINAL.sub(lambda match: f"第{to_chinese(int(match[1]))}", text)
