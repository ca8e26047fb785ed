"""What the maker of pocket books refuses, each a sentence for the editor."""

from library.errors import LibraryError


class BookError(LibraryError):
    """Base of everything about pocket books; `place` is the item of the book it is about, from 1."""


class EmptyBook(BookError):
    """Nothing was chosen."""

    def __init__(self) -> None:
        super().__init__("这本书还没有内容，请至少选一份资料、一段摘录或者一组问答。")


class SourceIsGone(BookError):
    """A chosen material was deleted."""

    def __init__(self, place: int) -> None:
        super().__init__(f"第 {place} 项选的资料已经从资料库删除，请另选一份，或者去掉这一项。")


class SourceIsNotPublic(BookError):
    """A chosen material is a draft or was withdrawn."""

    def __init__(self, place: int, title: str) -> None:
        super().__init__(f"第 {place} 项《{title}》还没有发布或者已经撤下，请先发布它，或者去掉这一项。")


class SourceHasNoText(BookError):
    """A chosen material has no words."""

    def __init__(self, place: int, title: str) -> None:
        super().__init__(f"第 {place} 项《{title}》没有正文，请先补上正文，或者去掉这一项。")


class NoSuchPlace(BookError):
    """A chapter or an article that the material does not have."""

    def __init__(self, place: int, title: str, name: str) -> None:
        super().__init__(
            f"第 {place} 项《{title}》里没有“{name}”，请照原文写，例如：第二章、第九条、第三条至第五条。"
        )


class NotInSource(BookError):
    """An excerpt whose words do not stand in the material."""

    def __init__(self, place: int, title: str, line: str) -> None:
        shown = line if len(line) <= 40 else f"{line[:40]}……"
        super().__init__(f"第 {place} 项的摘录和《{title}》的原文对不上：“{shown}”。请从原文复制，一字不改。")


class NotIssued(BookError):
    """A book that was never published, so that there is nothing to build."""

    def __init__(self, title: str) -> None:
        super().__init__(f"《{title}》还没有编成，请先在后台发布这本书。")


class NoSuchBook(BookError):
    """No book at an address."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"没有地址名为“{slug}”的口袋书，请在后台查看它的地址名。")


class CouldNotBuild(BookError):
    """A file could not be made."""

    def __init__(self, title: str, form: str) -> None:
        super().__init__(f"《{title}》的{form}没有排成，请稍后再试；再不成，请把书名告诉管理员。")
