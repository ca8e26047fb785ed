"""What sessions refuse, each a sentence for the person it happens to."""

from datetime import date, datetime

from django.utils import timezone

from study.errors import StudyError
from study.models import StudySession


class SessionError(StudyError):
    """Base of what is refused of sessions; `status` is what a script is answered with."""

    status = 422


class Unreadable(SessionError):
    """A form that cannot be read; `why` names the field."""

    def __init__(self, why: str) -> None:
        super().__init__(f"没有保存：{why.rstrip('。')}。")


class NotComeYet(SessionError):
    """Attendance of a day that has not come."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{day:%Y年%m月%d日}还没有到，不能登记到会情况；请先安排，开过以后再登记。")


class OrganizationClosed(SessionError):
    """A session of an organisation that was not at work that day."""

    def __init__(self, name: str, closed_on: date | None, founded_on: date | None) -> None:
        if closed_on is not None:
            why = f"已于{closed_on:%Y年%m月%d日}撤销，不能登记撤销以后的学习"
        else:
            why = f"{founded_on:%Y年%m月%d日}才成立，不能登记成立以前的学习"
        super().__init__(f"{name}{why}，请改日期或另选党组织。")


class OnlyCommittees(SessionError):
    """A central group of something that has none."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}没有中心组，中心组学习只能由党委（党组、工委）登记，请另选形式。")


class WrongRoll(SessionError):
    """The list names people who do not belong to it."""

    def __init__(self, names: list[str]) -> None:
        who = "、".join(names) or "有人"
        super().__init__(f"名单没有保存：{who}不在这次学习的应到名单里，请刷新名单再登记。")


class EmptyRoll(SessionError):
    """Nobody is expected."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}那天没有应到的人，不能登记到会情况；请核对党组织和日期。")


class RollChanged(SessionError):
    """Somebody else saved the list after this one was opened."""

    status = 409

    def __init__(self, name: str, at: datetime) -> None:
        when = timezone.localtime(at)
        super().__init__(
            f"名单没有保存：{name}在{when:%m月%d日 %H:%M}改过这份名单，请对照最新的名单，再决定保存哪一份。"
        )


class ChangedMeanwhile(SessionError):
    """Somebody else changed the same part of a session after the form was opened; `names` are its fields."""

    status = 409

    def __init__(self, session: StudySession, names: list[str]) -> None:
        fields = [session._meta.get_field(name) for name in names]
        labels = "、".join(f"“{getattr(field, 'verbose_name', field.name)}”" for field in fields)
        super().__init__(
            f"没有保存：您打开这一页以后，别人改过{labels}，已列在下面；请对照改好，再按一次“保存”。"
        )
        self.session, self.names = session, names


class NumberTaken(SessionError):
    """The number of a submission belongs to something else."""

    status = 409

    def __init__(self) -> None:
        super().__init__("这份登记的提交编号已经用过，请刷新页面重新登记。")


class Cancelled(SessionError):
    """Attendance of a session that was called off."""

    def __init__(self) -> None:
        super().__init__("这次学习已经取消，不能登记到会情况；如果又开了，请新记一次。")


class AlreadyHeld(SessionError):
    """Calling off, or moving to the future, what took place."""

    def __init__(self) -> None:
        super().__init__("这次学习已经开过，登记了到会情况，不能取消，也不能改到以后的日期。")


class DayHasRoll(SessionError):
    """Another day or organisation for a session whose attendance names the branches of its day."""

    def __init__(self) -> None:
        super().__init__("到会情况已经登记，党组织不能再改；确实记错了，请另记一次，并告诉管理员删去这一次。")


class BadFile(SessionError):
    """A file that is not what may be kept here."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”不能收：只收 PDF、Word、Excel、PPT 文件和 JPG、PNG 图片，请转成其中一种再上传。"
        )


class FileTooBig(SessionError):
    """A file beyond the limit."""

    status = 413

    def __init__(self, name: str, limit_mb: int) -> None:
        super().__init__(f"“{name}”超过 {limit_mb} MB，请压缩以后再上传。")


class TooManyFiles(SessionError):
    """More files than a session keeps."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"一次学习最多放 {limit} 个附件，请先删去不用的。")


class NothingToMakeUp(SessionError):
    """A make-up of what was not missed, or by somebody who has a place already."""

    def __init__(self) -> None:
        super().__init__("选中的人已经补过课，或者已经排进别的班次，请刷新页面再选。")


class NobodyChosen(SessionError):
    """A cohort of nobody."""

    def __init__(self) -> None:
        super().__init__("还没有选人，请至少勾选一人再建班次。")


class WindowIsOver(SessionError):
    """A cohort in the past."""

    def __init__(self) -> None:
        super().__init__("补课的结束日期已经过去，请选今天或以后的日期。")
