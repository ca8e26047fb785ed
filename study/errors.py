"""What study refuses, each a sentence for the person it happens to."""


class StudyError(Exception):
    """Base of everything study refuses."""


class TooSoonToFinish(StudyError):
    """Somebody said “读完了” faster than anybody reads."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"这份资料大约要读 {minutes} 分钟，请读完后再标记“读完了”。")
