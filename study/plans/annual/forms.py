"""Forms of annual plans."""

from typing import Any, cast

from django import forms

from members.models import Audience, Member, Organization
from members.querysets import MemberQuerySet
from study.models import AnnualItem, AnnualPlan
from study.models.annual_plan import MONTHS
from study.plans.forms import MOST_MINUTES_OF_AN_ITEM
from study.plans.measuring import Part
from study.plans.ticking import Kind

EARLIEST, LATEST = 2000, 2100


class AnnualPlanForm(forms.ModelForm):
    """Whose plan, of which year, with which goals."""

    organization = forms.ModelChoiceField(
        label="哪个党组织的",
        queryset=Organization.objects.all(),
        error_messages={
            "required": "请选一个由您负责的党组织。",
            "invalid_choice": "请选一个由您负责的党组织。",
        },
    )
    year = forms.IntegerField(label="年度", min_value=EARLIEST, max_value=LATEST)
    audience = forms.ModelChoiceField(
        label="给谁用",
        queryset=Audience.objects.all(),
        required=False,
        empty_label="本组织及下级的全体党员",
    )

    class Meta:
        model = AnnualPlan
        fields = ("organization", "year", "title", "goals", "audience")

    def __init__(self, *args: Any, organizations: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["organization"])
        field.queryset = Organization.objects.filter(pk__in=[place.pk for place in organizations])
        if len(organizations) == 1:
            field.initial = organizations[0]
        self.fields["goals"].widget.attrs["rows"] = 4

    def _post_clean(self) -> None:
        """Leave what clashes to the verb, which says it in one sentence."""


class AnnualPlanEditForm(forms.ModelForm):
    """What can be changed later."""

    class Meta:
        model = AnnualPlan
        fields = ("title", "goals", "audience")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["audience"]).empty_label = "本组织及下级的全体党员"
        self.fields["goals"].widget.attrs["rows"] = 4


class AnnualItemForm(forms.ModelForm):
    """An item of an annual plan: a thing of the library with its part, or a session, an act, a goal."""

    month = forms.TypedChoiceField(
        label="月份", choices=[("", "全年"), *MONTHS], coerce=int, empty_value=None, required=False
    )
    minutes = forms.IntegerField(
        label="大约多少分钟",
        min_value=0,
        max_value=MOST_MINUTES_OF_AN_ITEM,
        required=False,
        help_text="空着就由系统按篇幅算。",
    )
    kind = forms.ChoiceField(
        label="类型", choices=[(kind, kind.label) for kind in (Kind.SESSION, Kind.ACT, Kind.GOAL)]
    )
    first = forms.ChoiceField(label="从哪一条", required=False)
    last = forms.ChoiceField(label="到哪一条", required=False)

    class Meta:
        model = AnnualItem
        fields = ("kind", "title", "month", "is_required", "minutes", "note")

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.instance
        if item.pk and not item.is_by_hand:
            del self.fields["kind"], self.fields["title"]
        if not parts:
            del self.fields["first"], self.fields["last"]
            return
        choices = [("", "全文"), *((part.address, f"{part.number} {part.label}".strip()) for part in parts)]
        for name, value in (("first", item.first_address), ("last", item.last_address)):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices, field.initial = choices, value

    def clean_minutes(self) -> int:
        """Take nothing for “as long as it takes”."""
        return self.cleaned_data["minutes"] or 0


class CopyForm(forms.Form):
    """For which organisation a plan is copied."""

    organization = forms.ModelChoiceField(label="给哪个党组织", queryset=Organization.objects.none())

    def __init__(self, *args: Any, organizations: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["organization"])
        field.queryset = Organization.objects.filter(pk__in=[place.pk for place in organizations])


class HandOutForm(forms.Form):
    """To whom a plan is handed out."""

    members = forms.ModelMultipleChoiceField(
        Member.objects.none(), error_messages={"required": "请至少勾选一个人。"}
    )

    def __init__(self, *args: Any, members: MemberQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField", self.fields["members"]).queryset = members
