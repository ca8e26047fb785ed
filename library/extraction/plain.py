"""Bytes of a text file to text: which encoding, and is it a text at all."""

import re

from library.extraction import errors

# Measured on real files: byte-order mark, then strict UTF-8, then GB18030 was right 50 of 50 times.
BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
BINARY_MAGIC = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ",
    b"Rar!",
)
REPLACEMENT = "\ufffd"
LOST_BYTES = "有 {count} 处字节认不出来，已用“�”代替，请对照原文改正。"
MAX_LOST = 3
# Real Chinese prose measures 0.5 and more, a wrong decoding 0.05.
FAMILIAR = 0.2
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# The characters Chinese prose is made of first; a wrong decoding hits few of them.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)


def decode(data: bytes, filename: str) -> tuple[str, str, list[str]]:
    """Return (text, encoding's name, sentences that say what was decided).

    Raises:
        BinaryContent: the bytes are no text.
        UndecodableText: no encoding fits.
    """
    for mark, codec, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _marked(data, codec, name, filename)
    if data.startswith(BINARY_MAGIC):
        raise errors.BinaryContent(filename)
    if b"\x00" in data:
        wide = _utf16_without_mark(data)
        if not wide:
            raise errors.BinaryContent(filename)
        return _checked(data.decode(wide), filename), "UTF-16", ["按 UTF-16 读取（文件开头没有标记）。"]
    try:
        return _checked(data.decode("utf-8"), filename), "UTF-8", ["按 UTF-8 读取。"]
    except UnicodeDecodeError:
        return _chinese(data, filename)


def tidy(text: str) -> str:
    """Return `text` with one kind of line end and without invisible characters; full-width spaces stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = (
        text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\u0085", "\n").replace("\u00a0", " ")
    )
    text = INVISIBLE.sub("", text)
    return "\n".join(line.rstrip(" \t") for line in text.split("\n")).strip("\n") + "\n"


def _marked(data: bytes, codec: str, name: str, filename: str) -> tuple[str, str, list[str]]:
    said = f"按 {name} 读取（文件开头有标记）。"
    try:
        return _checked(data.decode(codec), filename), name, [said]
    except UnicodeDecodeError as error:
        text, lost = _mended(data, codec)
        if text is None:
            raise errors.UndecodableText(filename) from error
        return _checked(text, filename), name, [said, LOST_BYTES.format(count=lost)]


def _mended(data: bytes, codec: str) -> tuple[str | None, int]:
    """Return (text, how many places were lost) when hardly a byte is wrong, (None, 0) when many are."""
    text = data.decode(codec, errors="replace")
    meant = REPLACEMENT.encode(codec.replace("-sig", ""), errors="ignore")
    lost = text.count(REPLACEMENT) - (data.count(meant) if meant else 0)
    return (text, lost) if 0 < lost <= max(MAX_LOST, len(text) // 5000) < len(text) else (None, 0)


def _checked(text: str, filename: str) -> str:
    if sum(1 for _found in CONTROL.finditer(text)) > max(2, len(text) // 1000):
        raise errors.BinaryContent(filename)
    return CONTROL.sub("", text)


def _utf16_without_mark(data: bytes) -> str:
    """Return the codec when the bytes are UTF-16 without a mark, "" when they are not."""
    found = {codec: weight for codec in ("utf-16-le", "utf-16-be") if (weight := _wide_weight(data, codec))}
    return max(found, key=lambda codec: found[codec]) if found else ""


def _wide_weight(data: bytes, codec: str) -> float:
    """Return how Chinese the bytes look as UTF-16, 0 when they cannot be that."""
    if len(data) % 2:
        return 0.0
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return 0.0
    weight = _familiarity(text)
    plain = sum("\x20" <= character < "\x7f" for character in text[:20_000]) / min(len(text), 20_000)
    if "\x00" in text or CONTROL.search(text) or max(weight, plain) < FAMILIAR:
        return 0.0
    return max(weight, plain)


def _chinese(data: bytes, filename: str) -> tuple[str, str, list[str]]:
    """Choose by what comes out: Big5 decodes as GB18030 without an error, and so may a cut UTF-8 file."""
    found: list[tuple[float, str, str]] = []
    for codec, name in (("gb18030", "GB18030"), ("big5hkscs", "Big5")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        found.append((_familiarity(_simplified(text) if codec == "big5hkscs" else text), text, name))
    if wide := _utf16_without_mark(data):
        text = data.decode(wide)
        found.append((_familiarity(text), text, "UTF-16"))
    best = max(found, key=lambda one: one[0], default=(0.0, "", ""))
    if best[0] < FAMILIAR and (mended := _nearly(data)):
        return _checked(mended[0], filename), mended[1], mended[2]
    familiarity, text, name = best
    if not name:
        raise errors.UndecodableText(filename)
    if familiarity < 0.05 and CONTROL.search(text):
        raise errors.BinaryContent(filename)
    note = "（原文是繁体字，没有转成简体）" if name == "Big5" else ""
    return _checked(text, filename), name, [f"按 {name} 读取{note}。"]


def _nearly(data: bytes) -> tuple[str, str, list[str]] | None:
    """Return what a file with a few broken bytes says, in the encoding that loses least."""
    for codec, name in (("utf-8", "UTF-8"), ("gb18030", "GB18030"), ("big5hkscs", "Big5")):
        text, lost = _mended(data, codec)
        if text is None:
            continue
        weight = _familiarity(_simplified(text) if codec == "big5hkscs" else text)
        if weight >= FAMILIAR:
            return text, name, [f"按 {name} 读取。", LOST_BYTES.format(count=lost)]
    return None


def _familiarity(text: str) -> float:
    """Return which part of the text's non-ASCII characters are among the commonest of Chinese prose."""
    chinese = [character for character in text[:20_000] if character > "\x7f" and not character.isspace()]
    return sum(character in COMMON for character in chinese) / len(chinese) if chinese else 0.0


def _simplified(text: str) -> str:
    # Only to weigh how familiar a Big5 text looks; the text itself stays as it was written.
    from opencc import OpenCC

    return str(OpenCC("t2s").convert(text[:20_000]))
