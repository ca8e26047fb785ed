"""Forms of sessions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from library.policies import topic_policy
from members.models import Member, Organization
from study.bookbags.policies import bag_policy
from study.holidays import FreeDays, is_estimate
from study.models import MakeUpPlace, SessionAttendance, SessionKind, StudySession
from study.sessions.actions import Details, Words
from study.sessions.errors import WrongRoll
from study.sessions.querysets import AttendanceQuerySet
from study.sessions.roll import expected, speakers

STATUS_FIELD = "status-"
DELIVERY_FIELD = "delivery-"
PHONE_FIELD = "phone-"
PHONE_ANSWERS = {"yes": True, "no": False, "": None}


class DayInput(forms.DateInput):
    """The browser's own choice of a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SessionForm(forms.Form):
    """What a session is about."""

    kind = forms.ChoiceField(label="形式", choices=SessionKind.choices, widget=forms.RadioSelect)
    held_on = forms.DateField(label="日期", widget=DayInput)
    title = forms.CharField(
        label="主题", max_length=120, required=False, help_text="可以留空，按专题或月份自动写。"
    )
    topic = forms.ModelChoiceField(None, label="专题", required=False, empty_label="不选")
    starts_at = forms.TimeField(
        label="开始时间", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label="地点", max_length=120, required=False)
    host = forms.ModelChoiceField(None, label="主持人", required=False, empty_label="我")
    speaker = forms.ModelChoiceField(
        None, label="讲课人", required=False, empty_label="不选", help_text="讲党课的填，讲课登记从这里算。"
    )
    book_bag = forms.ModelChoiceField(None, label="书袋", required=False, empty_label="不选")
    agenda = forms.CharField(
        label="议程", required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    record = forms.CharField(
        label="学习记录", required=False, max_length=20000, widget=forms.Textarea({"rows": 6})
    )
    resolutions = forms.CharField(
        label="决议和要办的事",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text="一行一条。",
    )

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        by: Member,
        on: date,
        central: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [
            one for one in SessionKind.choices if (one[0] == SessionKind.CENTRAL_GROUP) == central
        ]
        people = expected(
            organization, kind=SessionKind.CENTRAL_GROUP if central else SessionKind.COLLECTIVE, on=on
        )
        for name, choices in (
            ("topic", topic_policy.visible_to(by).order_by("title")),
            ("book_bag", bag_policy.visible_to(by)),
            ("host", people),
            ("speaker", speakers(organization, on=on)),
        ):
            field: Any = self.fields[name]
            field.queryset = choices

    @classmethod
    def initial_of(cls, session: StudySession) -> dict[str, Any]:
        """Return the form's values of a session there is."""
        return {name: getattr(session, name) for name in cls.base_fields}

    def details(self) -> Details:
        """Return what was entered."""
        return Details(**self.cleaned_data)


class RollForm(forms.Form):
    """Who was there: `status-<id>` of every name, the number of the submission and the version it began from."""

    client_id = forms.UUIDField(error_messages={"invalid": "提交编号不对，请刷新页面重新登记。"})
    based_on = forms.IntegerField(min_value=0, required=False)
    overwrite = forms.IntegerField(min_value=0, required=False)
    record = forms.CharField(
        label="学习记录", required=False, max_length=20000, widget=forms.Textarea({"rows": 4})
    )
    resolutions = forms.CharField(
        label="决议和要办的事",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
        help_text="一行一条。",
    )

    def words(self) -> Words:
        """Return the minutes and resolutions written with the roll."""
        return Words(self.cleaned_data["record"], self.cleaned_data["resolutions"])

    def version(self) -> int:
        """Return the version of the list this one may replace: the one it began from, or was compared with since."""
        return self.cleaned_data["overwrite"] or self.cleaned_data["based_on"] or 0

    def roll(self) -> dict[int, str]:
        """Return a status by member.

        Raises:
            WrongRoll: a name or a status that cannot be.
        """
        marks = marked(self.data, STATUS_FIELD)
        if not set(marks.values()) <= set(SessionAttendance.Status.values):
            raise WrongRoll([])
        return marks


class CancelForm(forms.Form):
    """Why a session is called off."""

    reason = forms.CharField(label="取消原因", max_length=120)


class PackForm(forms.Form):
    """Materials of a pack."""

    materials = forms.ModelMultipleChoiceField(None, label="学习材料", required=False)

    def __init__(self, *args: Any, materials: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["materials"]
        field.queryset = materials


class CohortForm(forms.Form):
    """A make-up cohort: the window, and what is made up in it."""

    title = forms.CharField(label="名称", max_length=80)
    starts_on = forms.DateField(label="开始日期", widget=DayInput)
    ends_on = forms.DateField(label="结束日期", widget=DayInput)
    rows = forms.ModelMultipleChoiceField(None, label="谁补哪一次", required=False)
    book_bag = forms.ModelChoiceField(None, label="带上书袋", required=False, empty_label="不带")

    def __init__(self, *args: Any, rows: AttendanceQuerySet, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["rows"]
        chosen.queryset = rows
        chosen.error_messages["invalid_choice"] = "选中的人里有已经补过课或排进别的班次的，请刷新页面再选。"
        bags: Any = self.fields["book_bag"]
        bags.queryset = bag_policy.visible_to(by)

    def clean(self) -> dict[str, Any]:
        """Refuse a window that ends before it starts."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "结束日期不能早于开始日期。")
        return cleaned

    def window(self) -> FreeDays:
        """Return the window that was entered."""
        starts, ends = self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
        return FreeDays(self.cleaned_data["title"], starts, ends, is_estimate(starts) or is_estimate(ends))


class MadeUpForm(forms.Form):
    """Which places of a cohort were made up, and when."""

    on = forms.DateField(label="补课日期", widget=DayInput)
    places = forms.ModelMultipleChoiceField(None, label="谁补了", required=False)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["places"]
        field.queryset = places


def deliveries(data: Mapping[str, Any]) -> dict[int, str]:
    """Return the way of every `delivery-<id>` that is one, "" for none."""
    ways = {"", *MakeUpPlace.Delivery.values}
    return {pk: way for pk, way in marked(data, DELIVERY_FIELD).items() if way in ways}


def phone_answers(data: Mapping[str, Any]) -> dict[int, bool | None]:
    """Return the answer of every `phone-<id>`: yes, no or not asked."""
    given = marked(data, PHONE_FIELD)
    return {pk: PHONE_ANSWERS[value] for pk, value in given.items() if value in PHONE_ANSWERS}


def marked(data: Mapping[str, Any], prefix: str) -> dict[int, str]:
    """Return the fields called `prefix` and a number, by number."""
    return {
        int(name.removeprefix(prefix)): str(data[name])
        for name in data
        if name.startswith(prefix) and name.removeprefix(prefix).isdecimal() and len(name) < 30
    }
