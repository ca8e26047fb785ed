"""Forms of book bags."""

from typing import Any

from django import forms

from members.models import Member
from members.querysets import MemberQuerySet


class ReceivedForm(forms.Form):
    """The ticks of a delivery list."""

    received = forms.ModelMultipleChoiceField(Member.objects.none(), label="已领", required=False)

    def __init__(self, *args: Any, members: MemberQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received"] = forms.ModelMultipleChoiceField(members, label="已领", required=False)
