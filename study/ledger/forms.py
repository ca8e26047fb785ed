"""Forms of the ledger."""

from typing import Any

from django import forms

from members.models import Organization
from study.ledger.reckoning import NAMES, Clause, clauses_json
from study.models import PointRule

DATE = {"type": "date"}


class ReasonForm(forms.Form):
    """Why an entry is countered."""

    reason = forms.CharField(
        label="冲正的理由",
        max_length=200,
        error_messages={"required": "请写明为什么冲正，本人看得到这句话。"},
    )


class AppealForm(forms.Form):
    """What a member objects to."""

    words = forms.CharField(
        label="哪里不对，应当怎样",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明哪里不对，支部才好核对。"},
    )


class AnswerForm(forms.Form):
    """How an appeal is answered."""

    CHOICES = (("upheld", "申诉成立"), ("declined", "维持原账"))

    outcome = forms.ChoiceField(label="结果", choices=CHOICES, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="答复",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明核对的情况，本人看得到这句话。"},
    )


class RuleForm(forms.Form):
    """A rule as a page asks for it: three boxes for each kind of act; an empty one leaves the kind to those above."""

    organization = forms.ModelChoiceField(label="制定单位", queryset=Organization.objects.none())
    title = forms.CharField(label="名称", max_length=80)
    basis = forms.CharField(
        label="依据",
        max_length=200,
        required=False,
        help_text="哪次会议通过、根据哪份文件，印在评议表上。",
    )
    starts_on = forms.DateField(label="生效日期", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label="失效日期",
        required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        help_text="到另有规定为止的留空。",
    )
    valid_months = forms.IntegerField(
        label="积分有效（月）",
        required=False,
        min_value=1,
        max_value=60,
        help_text="从得分那天算起；留空为当年有效。",
    )

    def __init__(self, *args: Any, places: list[Organization], rule: PointRule | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pks = [place.pk for place in places]
        chosen = forms.ModelChoiceField(label="制定单位", queryset=Organization.objects.filter(pk__in=pks))
        chosen.empty_label = None
        if rule is not None and rule.pk:
            self.fields.pop("organization")
        else:
            self.fields["organization"] = chosen
        known = {one.kind: one for one in rule.said} if rule else {}
        for kind, name in NAMES.items():
            self._add_kind(kind, name, known.get(kind))

    def _add_kind(self, kind: str, name: str, known: Clause | None) -> None:
        self.fields[f"points_{kind}"] = forms.IntegerField(
            label=f"{name}：每次计分", required=False, initial=known.points if known else None
        )
        self.fields[f"cap_{kind}"] = forms.IntegerField(
            label=f"{name}：一年上限", required=False, min_value=1, initial=known.cap if known else None
        )
        self.fields[f"locked_{kind}"] = forms.BooleanField(
            label=f"{name}：下级不得另定", required=False, initial=known.locked if known else False
        )

    def kinds(self) -> list[tuple[str, Any, Any, Any]]:
        """Return (name, points, cap, locked) of each kind, for the page."""
        return [
            (name, self[f"points_{kind}"], self[f"cap_{kind}"], self[f"locked_{kind}"])
            for kind, name in NAMES.items()
        ]

    def values(self) -> dict[str, Any]:
        """Return what the rule will say."""
        said = self.cleaned_data
        clauses = [
            Clause(kind, said[f"points_{kind}"], said[f"cap_{kind}"], said[f"locked_{kind}"])
            for kind in NAMES
            if said[f"points_{kind}"] is not None
        ]
        plain = ("title", "basis", "starts_on", "ends_on", "valid_months")
        return {**{name: said[name] for name in plain}, "clauses": clauses_json(clauses)}


class EndForm(forms.Form):
    """The last day of a rule."""

    ends_on = forms.DateField(
        label="失效日期",
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={
            "required": "请填写失效日期。",
            "invalid": "失效日期不对，请写成 2026-12-31 的样子。",
        },
    )


class TryForm(forms.Form):
    """The year a draft is tried on."""

    year = forms.IntegerField(label="用哪一年的记录", min_value=2000, max_value=2200)
