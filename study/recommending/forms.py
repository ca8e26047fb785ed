"""Why somebody puts a suggestion away."""

from django import forms

from study.models import Dismissal


class DismissalForm(forms.Form):
    """A reason, and a sentence if the member likes."""

    reason = forms.ChoiceField(choices=Dismissal.Reason.choices)
    words = forms.CharField(max_length=120, required=False)
