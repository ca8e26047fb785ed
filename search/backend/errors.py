"""What can go wrong with the index on disk."""


class SearchIndexError(Exception):
    """Something about the index that a person has to know of."""


class FolderNotNamed(SearchIndexError):
    """The settings name no folder for the index."""

    def __init__(self) -> None:
        super().__init__("检索设置缺少 PATH：请在 WAGTAILSEARCH_BACKENDS 里写明存放索引的文件夹。")


class IndexBusy(SearchIndexError):
    """Another process kept the index locked for longer than anybody waits."""

    def __init__(self, path: str, seconds: float) -> None:
        super().__init__(
            f"检索索引 {path} 一直被另一个进程占用，等了 {seconds:g} 秒仍未释放。请稍后重试，或检查是否有卡住的进程。"
        )


class RebuildRunning(SearchIndexError):
    """Two rebuilds of one index were asked for at once."""

    def __init__(self, path: str) -> None:
        super().__init__(f"检索索引 {path} 正在由另一个进程重建，请等它完成后再试。")


class UnsupportedQuery(SearchIndexError):
    """A query of a kind this engine does not know."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"检索不认识 {kind} 这种查询，请改用词语、短语或它们的组合。")
