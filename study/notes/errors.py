"""What notes refuse."""

from study.errors import StudyError


class NoteError(StudyError):
    """Base of everything notes refuse."""


class QuoteNotFound(NoteError):
    """The words somebody selected are not the provision's, or stand there more than once."""

    def __init__(self) -> None:
        super().__init__(
            "没有在这一条里找到选中的文字，可能正文刚刚改过，或者选到了条文以外；请刷新页面，在一条之内重新选。"
        )


class EmptyNote(NoteError):
    """There is nothing to store, or what there is may not be changed."""


class ChangedElsewhere(NoteError):
    """A note that another page or device has changed since the one that is sent was opened."""

    def __init__(self) -> None:
        super().__init__("这条笔记在别处改过了，还没有保存您刚才写的；请对照下面两段再决定。")


class TooLong(NoteError):
    """More words than a note takes."""

    def __init__(self, what: str, most: int) -> None:
        super().__init__(f"{what}太长了，最多 {most} 字；请分成几条。")


class NobodyToAsk(NoteError):
    """A question of a member who belongs to no organisation."""

    def __init__(self) -> None:
        super().__init__("您还没有登记所在党组织，问题没有人能看到；请先请管理员登记，或者存成笔记。")


class NotInDoubt(NoteError):
    """A decision on a note about which there is none to make."""

    def __init__(self) -> None:
        super().__init__("这条笔记已经有位置了，不用再确认。")
