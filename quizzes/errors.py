"""What can go wrong with questions and quizzes, each a sentence for the person it happens to."""

from collections.abc import Sequence


class QuizError(Exception):
    """Base of everything quizzes refuse."""


class VersionIsImmutable(QuizError):
    """Somebody tried to change a stored question version."""

    def __init__(self, number: int) -> None:
        super().__init__(f"题目的第 {number} 版已经保存，不能改动；请另存为新版本。")


class InvalidQuestion(QuizError):
    """A question that could not be asked; `faults` are sentences."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        super().__init__("".join(self.faults))


class StateNotAllowed(QuizError):
    """A step between states that does not exist, or that this person may not take."""


class NotAllowed(QuizError):
    """The person lacks the right for this act."""


class QuizNotOpen(QuizError):
    """The quiz is not open now, or not to this person."""


class NotOffered(QuizNotOpen):
    """The quiz is not published, or not for this person, who need not know that there is one."""

    def __init__(self) -> None:
        super().__init__("这次测验没有向您开放。")


class NoAttemptsLeft(QuizError):
    """The member used up the attempts the quiz allows."""

    def __init__(self, allowed: int, said: str = "") -> None:
        super().__init__(said or f"这次测验可以答 {allowed} 次，您已经全部用完。可以回看以前的结果。")


class AttemptClosed(QuizError):
    """The attempt was handed in or its time is over."""


class AnswerStands(QuizError):
    """Right and wrong of this question were shown, so its answer cannot change."""

    def __init__(self, position: int) -> None:
        super().__init__(f"第 {position} 题已经看过对错，答案不能再改。")


class AnsweredElsewhere(QuizError):
    """A kept answer arrived late, and another device has answered since."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"第 {position} 题后来在别处改过，这里断网时记下的答案没有用上；现在显示的是别处的答案。"
        )


class InvalidAnswer(QuizError):
    """The answer does not have the shape its question kind asks for."""


class NoSuchAttempt(QuizError):
    """There is no such attempt, or not for this person."""

    def __init__(self) -> None:
        super().__init__("没有这份答卷。")


class NoSuchQuestion(InvalidAnswer):
    """The attempt has no question at this place."""

    def __init__(self, position: int) -> None:
        super().__init__(f"这份答卷没有第 {position} 题，请刷新页面。")


class ReviewIsKept(QuizError):
    """Somebody tried to change a stored review."""

    def __init__(self) -> None:
        super().__init__("复习记录只增不改；要更正，请另记一条。")


class RecordIsKept(QuizError):
    """Somebody tried to change or delete a record that is kept."""

    def __init__(self) -> None:
        super().__init__("评分和状态记录只增不改；要更正，请另做一次。")


class InvalidMark(QuizError):
    """Points a rubric does not have, or an answer nobody can mark."""


class NothingToRegrade(QuizError):
    """No mark would change, or answers to an older version cannot be read by this key."""


class QuestionNotAskable(QuizError):
    """A review question that cannot be answered now."""


class UnreadableQuestions(QuizError):
    """A file of questions that cannot be read at all."""
