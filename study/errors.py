"""What study refuses, each a sentence for the person it happens to."""

from datetime import datetime

from django.utils.timezone import localtime


class StudyError(Exception):
    """Base of everything study refuses."""


class ReportFromTheFuture(StudyError):
    """A browser says that something happened that has not happened yet."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"学习进度没有记录：这台设备的时间是 {localtime(at):%Y年%m月%d日 %H:%M}，比现在还晚，请校准设备的日期和时间。"
        )


class ReportTooOld(StudyError):
    """A report of reading arrived more than a week late."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"学习进度没有记录：这是 {localtime(at):%Y年%m月%d日} 的阅读，过了七天才送到；请打开资料点“读完了”。"
        )


class TooSoonToFinish(StudyError):
    """Somebody said “读完了” faster than anybody reads."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"这份资料大约要读 {minutes} 分钟，请读完后再标记“读完了”。")


class TimeCountedElsewhere(StudyError):
    """Somebody said “读完了” of a text while the time since it was opened went into others."""

    def __init__(self, minutes: int) -> None:
        super().__init__(
            f"打开这份资料以来的时间已经记在别的资料上，同一段时间只记一次；余下的部分大约再读 {minutes} 分钟，读完后再标记“读完了”。"
        )


class WatchToFinish(StudyError):
    """“读完了” of a lecture, which counts by what was watched."""

    def __init__(self) -> None:
        super().__init__("微党课看到九成就自动记为看完，不用另外标记。")


class BookOfBagNotMade(StudyError):
    """A pocket book of a bag has no file."""

    def __init__(self, title: str, reason: str) -> None:
        super().__init__(f"书袋里的《{title}》没有排成，压缩包没有做。{reason}"[:400])


class BagChanged(StudyError):
    """What a bag holds changed while its zip waited."""

    def __init__(self) -> None:
        super().__init__("书袋的内容刚刚改过，请再按一次“打包”。")


class RequiredStays(StudyError):
    """Somebody put away what is required of them."""

    def __init__(self, title: str, giver: str) -> None:
        super().__init__(f"《{title}》是{giver}安排的必学内容，不能设为不再推荐；有困难请同支部说明。")


class NotSuggested(StudyError):
    """Somebody put away what is not on their list."""

    def __init__(self) -> None:
        super().__init__("这一项已经不在您的推荐里，请刷新页面。")
