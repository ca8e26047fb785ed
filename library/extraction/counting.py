"""How Word writes the number of a list: ST_NumberFormat, ECMA-376 part 1, 17.18.59."""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
ZERO_DIGITS = "零一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
OLD_LEGAL_DIGITS = "零壹貳參肆伍陸柒捌玖"
UNITS = ("", "十", "百", "千", "万")
LEGAL_UNITS = ("", "拾", "佰", "仟", "万")
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
SIGNS_UP_TO = 20


def chinese_counting(number: int, digits: str = ZERO_DIGITS, units: tuple[str, ...] = UNITS) -> str:
    """Return 1–99,999 with units: 十, 十一, 二十, 一百零五.

    Japanese and Taiwanese counting come here too: Word's Chinese menus offer japaneseCounting as “一, 二, 三”, and its
    百一 for 101 is never what the author of a Chinese regulation means.
    """
    if number <= 0:
        return digits[0]
    written, pending_zero = "", False
    places = [int(digit) for digit in str(min(number, 99_999))]
    for place, digit in enumerate(places):
        if digit == 0:
            pending_zero = True
            continue
        written += (digits[0] if pending_zero and written else "") + digits[digit]
        written += units[len(places) - 1 - place]
        pending_zero = False
    lead = digits[1] + units[1]
    return written[1:] if units is UNITS and written.startswith(lead) else written


def ideograph_digits(number: int) -> str:
    """Return the digits one by one: 一〇一."""
    return "".join(DIGITS[int(digit)] for digit in str(max(number, 0)))


def roman(number: int) -> str:
    """Return 1–3999 in upper-case Roman numerals, plain digits beyond."""
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in ROMAN:
        while number >= value:
            written += sign
            number -= value
    return written


def letters(number: int) -> str:
    """Return A–Z, then AA, BB … as Word does."""
    return chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30) if number > 0 else ""


def sign_from(first: str) -> Callable[[int], str]:
    """Return a format that takes one of twenty signs in a row (① ⑴ ⒈), and plain digits beyond."""

    def written(number: int) -> str:
        return chr(ord(first) + number - 1) if 1 <= number <= SIGNS_UP_TO else str(number)

    return written


def cycle(signs: str) -> Callable[[int], str]:
    """Return a format that counts through `signs` and begins again."""
    return lambda number: signs[(number - 1) % len(signs)]


def legal(number: int) -> str:
    """Return 壹, 拾, 壹佰零伍, as on a bill."""
    return chinese_counting(number, LEGAL_DIGITS, LEGAL_UNITS)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(FULL_WIDTH),
    "decimalEnclosedCircle": sign_from("①"),
    "decimalEnclosedCircleChinese": sign_from("①"),
    "decimalEnclosedParen": sign_from("⑴"),
    "decimalEnclosedFullstop": sign_from("⒈"),
    "ideographEnclosedCircle": lambda number: (
        chr(ord("㊀") + number - 1) if 1 <= number <= 10 else str(number)
    ),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": chinese_counting,
    "chineseCountingThousand": chinese_counting,
    "japaneseCounting": chinese_counting,
    "taiwaneseCounting": chinese_counting,
    "taiwaneseCountingThousand": chinese_counting,
    "koreanCounting": str,
    "chineseLegalSimplified": legal,
    "ideographLegalTraditional": lambda number: chinese_counting(number, OLD_LEGAL_DIGITS, LEGAL_UNITS),
    "japaneseLegal": legal,
    "ideographDigital": ideograph_digits,
    "japaneseDigitalTenThousand": ideograph_digits,
    "taiwaneseDigital": ideograph_digits,
    "ideographTraditional": cycle(STEMS),
    "ideographZodiac": cycle(BRANCHES),
    "ideographZodiacTraditional": lambda number: cycle(STEMS)(number) + cycle(BRANCHES)(number),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
}
"""Formats by name; one that is not here is written in plain digits."""


def write_number(number: int, kind: str) -> str:
    """Return `number` in Word's number format `kind`."""
    return FORMATS.get(kind, str)(number)
