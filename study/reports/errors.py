"""What reports refuse, each a sentence for the person it happens to."""

from study.errors import StudyError


class ReportError(StudyError):
    """Base of what reports refuse."""


class HandedIn(ReportError):
    """The report was handed in and stays as it is."""

    def __init__(self) -> None:
        super().__init__("这份小结已经交给支部，不能再改；要补充，请直接告诉支部。")


class Empty(ReportError):
    """Nothing is written."""

    def __init__(self) -> None:
        super().__init__("小结还是空的，请写一点再交。")


class NoBranch(ReportError):
    """The member belongs to no organisation."""

    def __init__(self) -> None:
        super().__init__("您还没有登记所在党组织，小结没有地方交，请先联系管理员。")


class NotBegun(ReportError):
    """The half-year lies in the future."""

    def __init__(self, label: str) -> None:
        super().__init__(f"{label}还没有开始，不能写这一期的小结。")
