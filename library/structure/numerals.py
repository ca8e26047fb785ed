"""Numbers as Chinese documents write them: 一百二十, 二〇一七, １２, 12, 两千, 廿.

Sources: GB/T 15835-2011 (numerals in publications) for what counts as a numeral and for 〇 and ○.
"""

from __future__ import annotations

__all__ = ["CIRCLED", "NUMERAL", "NUMERAL_CLASS", "chinese_to_int", "int_to_chinese"]

NUMERAL_CLASS = r"[〇○零一二三四五六七八九十百千两廿卅\d]"
"""One character of a numeral (``\\d`` also matches full-width digits)."""

NUMERAL = rf"{NUMERAL_CLASS}(?:[ \u3000\xa0]*{NUMERAL_CLASS})*"
"""A whole numeral; pasted PDFs put spaces inside (第 十 二 条)."""

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"

_DIGITS = {ch: i for i, ch in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ARABIC = {ord(ch): "零一二三四五六七八九"[int(ch)] for ch in "0123456789０１２３４５６７８９"}
_SHORT_TENS = {"廿": 20, "卅": 30}
_MYRIAD = 10_000


def _positional(text: str) -> int:
    """Read digits one after another: 二〇一七 is 2017."""
    value = 0
    for ch in text:
        value = value * 10 + _DIGITS[ch]
    return value


def _below_myriad(text: str) -> int:
    """Read 一千二百三十四; a unit with no digit before it counts once (十二)."""
    total, digit = 0, 0
    for ch in text:
        if ch in _DIGITS:
            digit = _DIGITS[ch]
        elif ch in _UNITS:
            total += (digit or 1) * _UNITS[ch]
            digit = 0
        else:
            total += _SHORT_TENS[ch]
            digit = 0
    return total + digit


def chinese_to_int(text: str) -> int:
    """Return the value of a Chinese, Arabic or full-width numeral; spaces inside are ignored.

    Raises ValueError when ``text`` is not a numeral.
    """
    compact = "".join(text.split())
    if not compact:
        raise ValueError("empty numeral")
    if compact.isdecimal():
        return int(compact)
    if len(compact) == 1 and compact in CIRCLED:
        return CIRCLED.index(compact) + 1
    high, found, low = compact.translate(_ARABIC).partition("万")
    compact = high + found + low
    try:
        if found:
            return (_below_myriad(high) or 1) * _MYRIAD + (_below_myriad(low) if low else 0)
        if len(compact) > 1 and all(ch in _DIGITS for ch in compact):
            return _positional(compact)
        return _below_myriad(compact)
    except KeyError as error:
        raise ValueError(f"not a numeral: {text!r}") from error


def _group_to_chinese(value: int) -> str:
    """Write 1..9999 in full, 一十二 for 12."""
    parts: list[str] = []
    pending_zero = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            parts.append(("零" if pending_zero else "") + "零一二三四五六七八九"[digit] + name)
            pending_zero = False
        else:
            pending_zero = bool(parts)
    return "".join(parts)


def int_to_chinese(value: int) -> str:
    """Write 0..99,999,999 the way articles are numbered: 10 is 十, 110 is 一百一十.

    Raises ValueError outside that range.
    """
    if not 0 <= value < _MYRIAD * _MYRIAD:
        raise ValueError(f"cannot write {value} as an article number")
    if value == 0:
        return "零"
    high, low = divmod(value, _MYRIAD)
    text = _group_to_chinese(high) + "万" if high else ""
    if low:
        text += ("零" if high and low < 1000 else "") + _group_to_chinese(low)
    return text[1:] if text.startswith("一十") else text
