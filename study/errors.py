"""What study refuses, each a sentence for the person it happens to."""


class StudyError(Exception):
    """Base of everything study refuses."""


class TooSoonToFinish(StudyError):
    """Somebody said “读完了” faster than anybody reads."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"这份资料大约要读 {minutes} 分钟，请读完后再标记“读完了”。")


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
