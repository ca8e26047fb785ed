"""What the library refuses, each a sentence for the editor it happens to."""


class LibraryError(Exception):
    """Base of everything the library refuses."""


class MissingTitle(LibraryError):
    """No title in the text, in the file's header or in the form."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”里没有找到标题，请在文件第一行写上标题后再导入。")


class NoBody(LibraryError):
    """Only a heading, or an index page of links."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”只有标题，没有正文，没有导入。")


class UnknownTopic(LibraryError):
    """A topic that does not exist."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"没有“{slug}”这个专题，请先建立专题，或改用已有专题的地址名。")


class SameTitle(LibraryError):
    """Two different texts with one title."""

    def __init__(self, name: str, title: str, other: str) -> None:
        super().__init__(
            f"“{name}”的标题《{title}》与“{other}”相同而内容不同，没有导入；请改其中一个标题，或写明不同的施行日期。"
        )


class NoLibrary(LibraryError):
    """The site has not been set up."""

    def __init__(self) -> None:
        super().__init__("站点还没有资料库，请先运行 manage.py setup_site。")


class BadDate(LibraryError):
    """A date that is none."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"“{name}”里的日期“{value}”认不出来，请写成 2024-09-01 这样。")


class StillRunning(LibraryError):
    """A batch of files that is being brought in cannot be deleted."""

    def __init__(self) -> None:
        super().__init__("这一批还在导入，请先点“停止”，等正在处理的文件完成后再删除记录。")
