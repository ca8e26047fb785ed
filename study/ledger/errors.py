"""What the ledger refuses, each a sentence for the person it happens to."""

from django.http import Http404

from study.errors import StudyError


class LedgerError(StudyError):
    """Base of what the ledger refuses."""


class EntriesStand(LedgerError):
    """Somebody would change or remove an entry."""

    def __init__(self) -> None:
        super().__init__("积分账目只能增加，不能修改或删除；记错的请用一笔冲正。")


class RuleGone(LedgerError, Http404):
    """A draft was thrown away between being looked up and being changed; a page that does not say so is not found."""

    def __init__(self) -> None:
        super().__init__("没有保存：这份规则草稿刚才已经被删除。")


class RuleStands(LedgerError):
    """Somebody would change a rule that was adopted."""

    def __init__(self, title: str) -> None:
        super().__init__(f"《{title}》已经通过，不能再改；要改规矩，请另拟一条新规则，并给旧规则定失效日期。")


class ContradictoryRule(LedgerError):
    """A rule contradicts itself or another."""


class NotReplayed(LedgerError):
    """A draft was not tried on a past year since it was last changed."""

    def __init__(self, title: str) -> None:
        super().__init__(f"《{title}》改过以后还没有用去年的记录试算，请先试算，看过前后对比再通过。")


class EndsTooEarly(LedgerError):
    """The day an adopted rule ends lies before entries that rest on it."""

    def __init__(self, title: str, last: str) -> None:
        super().__init__(f"按《{title}》已经记到 {last}，失效日期不能早于这一天。")


class AlreadyCountered(LedgerError):
    """The entry was countered before."""

    def __init__(self, sequence: int) -> None:
        super().__init__(f"第 {sequence} 笔已经冲正过了，不能再冲一次。")


class NotYourLedger(LedgerError):
    """The person does not keep this ledger."""

    def __init__(self) -> None:
        super().__init__("这本账不由您记。")


class NotOneself(LedgerError):
    """Somebody would decide on their own points."""

    def __init__(self) -> None:
        super().__init__("不能处理自己的积分，请由副书记或上级党组织处理。")


class NotTheirEntry(LedgerError):
    """Somebody appeals against an entry that is not theirs."""

    def __init__(self) -> None:
        super().__init__("这一笔不是您的，只能对自己的积分提出申诉。")


class AppealWaits(LedgerError):
    """An appeal against the same entry waits already."""

    def __init__(self) -> None:
        super().__init__("这一笔的申诉正在等待答复，请等支部答复后再提。")


class AppealAnswered(LedgerError):
    """The appeal was answered before."""

    def __init__(self) -> None:
        super().__init__("这条申诉已经答复过了。")
