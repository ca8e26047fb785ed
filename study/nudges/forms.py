"""What a member says about reminders."""

from typing import Any, ClassVar

from django import forms

from study.models import NudgeSetting

HOURS = [(hour, f"{hour} 点") for hour in range(24)]


class NudgeForm(forms.ModelForm):
    """How often, and when not."""

    quiet_from = forms.TypedChoiceField(label="从", choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(label="到", choices=HOURS, coerce=int)

    class Meta:
        model = NudgeSetting
        fields: ClassVar[list[str]] = ["rhythm", "quiet_from", "quiet_until"]
        widgets: ClassVar[dict[str, Any]] = {"rhythm": forms.RadioSelect}
