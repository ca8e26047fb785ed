"""What screenings refuse, each a sentence for the person it happens to."""

from study.errors import StudyError


class ScreeningError(StudyError):
    """Base of what is refused of screenings."""


class NotYourOrganization(ScreeningError):
    """Somebody hosts for an organisation they do not answer for."""

    def __init__(self) -> None:
        super().__init__("请选一个由您负责的党组织。")


class WrongCode(ScreeningError):
    """No screening with this code is going on."""

    def __init__(self) -> None:
        super().__init__("到场码不对，或者已经过了登记时间，请向主持人核对。")


class TooManyTries(ScreeningError):
    """Codes are tried out."""

    def __init__(self) -> None:
        super().__init__("输错的次数太多，请过十分钟再试，或请主持人登记。")
