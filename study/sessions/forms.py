"""Forms of sessions."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q

from library.policies import topic_policy
from members.models import Member, Organization
from study.bookbags.policies import bag_policy
from study.holidays import FreeDays, is_estimate
from study.models import MakeUpPlace, SessionAttendance, SessionKind, StudySession
from study.sessions.actions import Details, Words
from study.sessions.errors import ChangedMeanwhile, WrongRoll
from study.sessions.meanwhile import fingerprints
from study.sessions.querysets import AttendanceQuerySet
from study.sessions.roll import expected, speakers

STATUS_FIELD = "status-"
DELIVERY_FIELD = "delivery-"
PHONE_FIELD = "phone-"
HIDDEN_CHOICE = "原来选的（现在不对您开放）"
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

    @staticmethod
    def initial_of(session: StudySession) -> dict[str, Any]:
        """Return the form's values of a session there is."""
        return {name: getattr(session, name) for name in SessionForm.base_fields}

    def details(self) -> Details:
        """Return what was entered."""
        return Details(**{name: self.cleaned_data[name] for name in SessionForm.base_fields})


class SessionEditForm(SessionForm):
    """A session there is: what it names stays a choice, and the form knows what it began from."""

    opened = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, session: StudySession, by: Member) -> None:
        initial = self.initial_of(session)
        super().__init__(
            data,
            organization=session.organization,
            by=by,
            on=session.held_on,
            central=session.kind == SessionKind.CENTRAL_GROUP,
            initial=initial | {"opened": json.dumps(fingerprints(initial))},
        )
        # Somebody who has moved away, or a topic that was closed since, is no reason to forget them.
        for name in ("topic", "book_bag", "host", "speaker"):
            if stored := initial[name]:
                _keep_choice(self.fields[name], stored, is_person=name in {"host", "speaker"})

    def began_from(self) -> dict[str, str]:
        """Return the fingerprints the form began from; nothing when it does not say so."""
        try:
            said = json.loads(self.cleaned_data["opened"] or "{}")
        except (ValueError, RecursionError):
            return {}
        return {str(name): str(value) for name, value in said.items()} if isinstance(said, dict) else {}

    def show_meanwhile(self, refused: ChangedMeanwhile) -> list[tuple[str, str]]:
        """Let the form begin from what was saved meanwhile, and return it as (label, value) to compare with.

        Only of what was refused: of anything else this form still says what it was opened with.
        """
        theirs = self.initial_of(refused.session)
        new = fingerprints({name: theirs[name] for name in refused.names})
        self.data = dict(self.data.items()) | {"opened": json.dumps(self.began_from() | new)}
        return [(str(self.fields[name].label), self._in_words(name, theirs[name])) for name in refused.names]

    def _in_words(self, name: str, value: Any) -> str:
        field: Any = self.fields[name]
        if value in (None, ""):
            return "（空）"
        if name == "kind":
            return str(SessionKind(value).label)
        if name in {"topic", "book_bag"} and not field.queryset.filter(pk=value.pk).exists():
            return HIDDEN_CHOICE
        return str(field.label_from_instance(value) if hasattr(field, "queryset") else value)


def _keep_choice(field: Any, stored: Any, *, is_person: bool) -> None:
    """Add `stored` to the choices of `field`; what its reader may not see is not named."""
    offered = field.queryset
    if offered.filter(pk=stored.pk).exists():
        return
    kept = type(stored)._base_manager.filter(Q(pk__in=offered.order_by().values("pk")) | Q(pk=stored.pk))
    field.queryset = kept.order_by(*offered.query.order_by) if offered.query.order_by else kept
    if not is_person:
        field.label_from_instance = lambda one: HIDDEN_CHOICE if one.pk == stored.pk else str(one)


class NumberForm(forms.Form):
    """The number of a submission: sent twice, by a double press or by going back, it makes one session."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def number(self) -> UUID | None:
        """Return the number, None where there is none that can be read."""
        return self.cleaned_data.get("client_id") if self.is_valid() else None


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
