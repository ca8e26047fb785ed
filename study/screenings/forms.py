"""Forms of screenings."""

from typing import Any, cast

from django import forms

from members.models import Member, Organization
from members.querysets import MemberQuerySet
from study.ticks import may_stand, ticked_before


class StartForm(forms.Form):
    """For which organisation a screening is held."""

    organization = forms.ModelChoiceField(queryset=Organization.objects.all())


class CodeForm(forms.Form):
    """The code on the screen."""

    code = forms.RegexField(
        label="到场码",
        regex=r"^\d{6}$",
        error_messages={"invalid": "到场码是 6 位数字，请看主持人的屏幕。", "required": "请输入到场码。"},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 6}
        ),
    )


class PresentForm(forms.Form):
    """Who is there; `was` are those the page showed when it was opened."""

    present = forms.ModelMultipleChoiceField(
        queryset=Member.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, members: MemberQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = ticked_before(self.data)
        present = cast("forms.ModelMultipleChoiceField", self.fields["present"])
        present.queryset = may_stand(members, self.was)
