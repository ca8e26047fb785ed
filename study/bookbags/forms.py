"""Forms of book bags."""

from typing import Any

from django import forms

from members.models import Member
from members.querysets import MemberQuerySet
from study.ticks import may_stand, ticked_before


class ReceivedForm(forms.Form):
    """The ticks of a delivery list; `was` are those the page showed when it was opened."""

    received = forms.ModelMultipleChoiceField(Member.objects.none(), label="已领", required=False)

    def __init__(self, *args: Any, members: MemberQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = ticked_before(self.data)
        people = may_stand(members, self.was)
        self.fields["received"] = forms.ModelMultipleChoiceField(people, label="已领", required=False)
