"""What plans refuse, each a sentence for the person it happens to."""

from datetime import date

from django.http import Http404

from study.errors import StudyError


def spoken(day: date) -> str:
    """Return a day as people write it: 2026年3月4日."""
    return f"{day.year}年{day.month}月{day.day}日"


def span(first: date, last: date) -> str:
    """Return two days as a period."""
    return f"{spoken(first)}至{spoken(last)}"


class PlanError(StudyError):
    """Base of everything plans refuse."""


class PlanGone(PlanError, Http404):
    """A plan was thrown away between being looked up and being changed; a page that does not say so is not found."""

    def __init__(self) -> None:
        super().__init__("没有保存：这份计划刚才已经被删除。")


class ItemGone(PlanError, Http404):
    """An item was taken out between being looked up and being changed; as above."""

    def __init__(self) -> None:
        super().__init__("没有保存：计划里的这一项刚才已经被去掉，请刷新页面。")


class EndsBeforeItStarts(PlanError):
    """A period of no day."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"结束日期{spoken(last)}早于开始日期{spoken(first)}，请改一改日期。")


class TooLong(PlanError):
    """A plan of more than two years."""

    def __init__(self) -> None:
        super().__init__("一份计划最长两年，请把结束日期提前，以后的另做一份。")


class PlansOverlap(PlanError):
    """A member has another plan in these days."""

    def __init__(self, title: str, first: date, last: date) -> None:
        super().__init__(f"{span(first, last)}已经有一份《{title}》，请改日期，或者直接调整那一份。")


class BreaksOverlap(PlanError):
    """Two breaks share a day."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"这几天和已登记的{span(first, last)}重叠，请改日期，或者先删掉那一段。")


class BreakOutside(PlanError):
    """A break outside the plan."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"不能学习的日子要在计划的{span(first, last)}之内。")


class DayOutside(PlanError):
    """Something is fixed to a day outside its plan."""

    def __init__(self, title: str, first: date, last: date) -> None:
        super().__init__(f"“{title}”的日期要在计划的{span(first, last)}之内。")


class PlanLeavesItems(PlanError):
    """A plan is made shorter than a fixed date in it."""

    def __init__(self, title: str, day: date) -> None:
        super().__init__(f"“{title}”定在{spoken(day)}，不在新的起止日期里，请先改它的日期。")


class OutsideSubtree(PlanError):
    """Somebody plans for a member they do not answer for."""

    def __init__(self, member: str, organization: str) -> None:
        super().__init__(f"{member}不在{organization}范围内，不能给他（她）制定计划。")


class AudienceOutside(PlanError):
    """An annual plan is meant for people outside its organisation."""

    def __init__(self, audience: str, organization: str) -> None:
        super().__init__(f"受众“{audience}”超出了{organization}的范围，请换一个受众，或留空。")


class OrganizationClosed(PlanError):
    """An organisation that exists no longer."""

    def __init__(self, organization: str, day: date, advice: str) -> None:
        super().__init__(f"{organization}已于{spoken(day)}撤销，{advice}")


class NoOrganization(PlanError):
    """A member who belongs nowhere files a plan."""

    def __init__(self) -> None:
        super().__init__("您的账号还没有登记所在党组织，请先联系管理员登记，再上报计划。")


class NoSuperior(PlanError):
    """There is nobody above."""

    def __init__(self, organization: str) -> None:
        super().__init__(f"{organization}在本系统里没有上级党组织，计划可以打印留存，不用上报。")


class NothingToFile(PlanError):
    """An empty plan is filed."""

    def __init__(self) -> None:
        super().__init__("计划里还没有内容，请先加上要学的，再上报。")


class AlreadyReviewed(PlanError):
    """A filing was decided on."""

    def __init__(self, reviewer: str, day: date) -> None:
        super().__init__(f"{reviewer}已在{spoken(day)}审阅过这一版，一版只审阅一次。")


class NewerVersion(PlanError):
    """An old version is reviewed."""

    def __init__(self, version: int) -> None:
        super().__init__(f"本人已经上报了第 {version} 版，请审阅新的一版。")


class ReturnNeedsComment(PlanError):
    """A plan is returned without a word."""

    def __init__(self) -> None:
        super().__init__("退回修改请写明要改什么，让本人知道怎样改。")


class MemberMoved(PlanError):
    """Whoever filed belongs to another organisation by now."""

    def __init__(self, member: str, organization: str) -> None:
        super().__init__(f"{member}已转到{organization}，这份计划由那里的上级审阅，请本人重新上报。")


class PlanChanged(PlanError):
    """What was shown is not what would be changed."""

    def __init__(self) -> None:
        super().__init__("计划刚刚有变动，建议已经重新算过，请再看一遍。")


class TicksItself(PlanError):
    """Somebody ticks by hand what the site sees."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”学完会自动记上，不用登记。")


class DoneInFuture(PlanError):
    """Something is done on a day to come."""

    def __init__(self) -> None:
        super().__init__("完成日期不能晚于今天。")


class FiledIsKept(PlanError):
    """A filed plan is thrown away."""

    def __init__(self) -> None:
        super().__init__("上报过的计划要留存，不能删除；不再执行的，把结束日期提前就可以。")


class AnnualPlanExists(PlanError):
    """An organisation has a plan of that year."""

    def __init__(self, organization: str, year: int) -> None:
        super().__init__(f"{organization}已经有{year}年度的学习计划，请直接修改那一份。")


class AnnualPlanEmpty(PlanError):
    """An annual plan without anything is published."""

    def __init__(self) -> None:
        super().__init__("年度计划里还没有内容，请先加上学习内容，再印发。")


class NotBelow(PlanError):
    """A plan is copied to an organisation that does not stand below."""

    def __init__(self, organization: str, above: str) -> None:
        super().__init__(f"{organization}不是{above}的下级，不能照它的年度计划制定。")


class NoSuchPart(PlanError):
    """A part of a text that is not there, or ends before it begins."""

    def __init__(self) -> None:
        super().__init__("请从正文里选起止条文，止的那一条不能在起的前面。")
