"""Why a file cannot be read; every message is one sentence for the editor: which file, what is wrong, what to do."""


class ExtractionError(Exception):
    """Base of everything extraction refuses; `str()` is the sentence to show."""

    template = "“{name}”读不出来。"

    def __init__(self, name: str, **facts: object) -> None:
        self.name = name
        super().__init__(self.template.format(name=name, **facts))


class EmptyFile(ExtractionError):
    """Nothing in it, or only white space."""

    template = "“{name}”里没有文字，请检查是不是选错了文件。"


class TooLarge(ExtractionError):
    """More bytes than a text can reasonably have; `limit` in MB."""

    template = "“{name}”超过 {limit} MB，请拆成几个文件，或去掉里面的图片后再导入。"


class UnsupportedFormat(ExtractionError):
    """A suffix nothing here reads."""

    template = "“{name}”的格式不支持，请改用 .docx、.doc、.pdf、.txt、.md 或 .html 文件。"


class BinaryContent(ExtractionError):
    """A binary file under a text file's name."""

    template = "“{name}”不是文本文件，只是名字像；请用原来的软件打开，另存为 .docx 或 .txt 后再导入。"


class UndecodableText(ExtractionError):
    """Text in no encoding we know."""

    template = "“{name}”的文字编码认不出来，请用记事本打开，另存为 UTF-8 后再导入。"


class NotAWordFile(ExtractionError):
    """Called .docx and is not one."""

    template = "“{name}”不是真正的 .docx 文件，请用 Word 或 WPS 打开，另存为 .docx 后再导入。"


class OldWordFile(ExtractionError):
    """A .doc on a machine without a converter."""

    template = "“{name}”是旧的 .doc 格式，请用 Word 或 WPS 打开，另存为 .docx 后再导入。"


class ConversionFailed(OldWordFile):
    """The converter gave up on a .doc, or took too long; what the editor can do is the same."""


class ScannedPdf(ExtractionError):
    """A PDF of pictures of pages; `pages` is how many."""

    template = (
        "“{name}”是扫描件，{pages} 页都是图片，没有可以读取的文字，请先做文字识别（OCR），或改用 Word 文件。"
    )


class GarbledPdf(ExtractionError):
    """A PDF whose glyphs do not say which characters they are."""

    template = "“{name}”里的文字没有编码，复制出来是乱码，请向发文单位要 Word 文件，或做文字识别后再导入。"


class TooManyPages(ExtractionError):
    """A PDF with more pages, or more text, than one document has; `limit` in pages."""

    template = "“{name}”超过 {limit} 页或文字过多，请按篇章拆成几个文件后再导入。"


class TooSlowToRead(ExtractionError):
    """A file that keeps the reader busy beyond its deadline; `seconds` is how long."""

    template = "“{name}”读了 {seconds} 秒还没有读完，文件可能有问题，没有导入；请另存一份或拆小后再试。"


class NotAPdf(ExtractionError):
    """Called .pdf and is not one."""

    template = "“{name}”不是真正的 PDF 文件，请检查来源，重新下载后再导入。"


class UnsafeArchive(ExtractionError):
    """A zip that would write outside the folder it is unpacked in; `member` is the name."""

    template = (
        "“{name}”里有一个文件名指向别的文件夹（{member}），可能是恶意文件，没有导入；请向提供文件的人核实。"
    )


class EncryptedFile(ExtractionError):
    """A document with a password."""

    template = "“{name}”设了打开密码，请去掉密码另存一份后再导入。"


class ZipBomb(ExtractionError):
    """A small file that unpacks to something huge."""

    template = "“{name}”解压后大得不正常，可能是恶意文件，没有导入；请向提供文件的人核实。"


class DamagedFile(ExtractionError):
    """A container that cannot be read to its end."""

    template = "“{name}”已损坏，打不开；请重新下载或复制一份后再导入。"
