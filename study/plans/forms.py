"""Forms of personal plans."""

from typing import Any, cast

from django import forms

from study.models import PlanItem, PlanReview, StudyPlan
from study.models.plan import LEAST_MINUTES, MOST_MINUTES
from study.plans.measuring import Part
from study.plans.ticking import Kind

DAYS = [(number, f"周{name}") for number, name in enumerate("一二三四五六日")]
OWN_KINDS = [(kind, kind.label) for kind in (Kind.ACT, Kind.SESSION, Kind.GOAL)]
MOST_MINUTES_OF_AN_ITEM = 6000


def day_field(label: str, *, required: bool = True, **kwargs: Any) -> forms.DateField:
    """Return a field the browser shows a calendar for."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期没有看懂，请写成 2026-03-04 这样。", "required": "请填写日期。"},
        **kwargs,
    )


class PlanForm(forms.ModelForm):
    """A plan's name, days and weekly minutes."""

    starts_on = day_field("从哪天开始")
    ends_on = day_field("到哪天为止")
    weekly_minutes = forms.IntegerField(
        label="每周能学（分钟）",
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"step": 5}),
        help_text="每周实际能拿出多少时间，就写多少；排日期按它来。",
    )
    study_days = forms.TypedMultipleChoiceField(
        label="一周里哪几天学",
        choices=DAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一天。"},
    )

    class Meta:
        model = StudyPlan
        fields = ("title", "starts_on", "ends_on", "weekly_minutes", "study_days")

    def _post_clean(self) -> None:
        """Leave the dates to the verb that says what they clash with."""


class BreakForm(forms.Form):
    """Days on which one cannot study."""

    starts_on = day_field("从")
    ends_on = day_field("到")
    reason = forms.CharField(label="原因（可不填）", max_length=60, required=False)


class OwnItemForm(forms.ModelForm):
    """Something that is not on the site: an act, a session, a goal of one's own."""

    kind = forms.ChoiceField(label="类型", choices=OWN_KINDS)
    fixed_on = day_field("哪一天（不定可以空着）", required=False)
    fixed_at = forms.TimeField(
        label="几点（可不填）", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label="大约多少分钟",
        min_value=0,
        max_value=MOST_MINUTES_OF_AN_ITEM,
        required=False,
        help_text="空着就按集中学习 90 分钟、线下活动 60 分钟算；目标不占时间。",
    )

    class Meta:
        model = PlanItem
        fields = ("kind", "title", "fixed_on", "fixed_at", "minutes", "note")

    def clean_minutes(self) -> int:
        """Take nothing for “as usual”."""
        return self.cleaned_data["minutes"] or 0


class ItemForm(forms.ModelForm):
    """What can be changed of an item: its length, its day, a word about it, and for a text which part."""

    fixed_on = day_field("固定在哪一天（空着就由系统排）", required=False)
    fixed_at = forms.TimeField(
        label="几点（可不填）", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label="大约多少分钟", min_value=0, max_value=MOST_MINUTES_OF_AN_ITEM)
    first = forms.ChoiceField(label="从哪一条", required=False)
    last = forms.ChoiceField(label="到哪一条", required=False)

    class Meta:
        model = PlanItem
        fields = ("title", "minutes", "fixed_on", "fixed_at", "note")

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.instance
        if not item.is_by_hand:
            del self.fields["title"]
        if not parts:
            del self.fields["first"], self.fields["last"]
            return
        choices = [("", "全文"), *((part.address, f"{part.number} {part.label}".strip()) for part in parts)]
        for name, value in (("first", item.first_address), ("last", item.last_address)):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices, field.initial = choices, value


class TickForm(forms.Form):
    """The member's word that something was done."""

    done_on = day_field("哪天完成的", required=False)
    note = forms.CharField(label="完成情况（可不填）", max_length=200, required=False)


class ReviewForm(forms.Form):
    """What the superior organisation says."""

    decision = forms.ChoiceField(
        label="结论",
        choices=PlanReview.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选“审阅通过”或“退回修改”。"},
    )
    comment = forms.CharField(
        label="意见", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
