"""The member's own arrangement of reviewing."""

from datetime import date
from typing import Any

from django import forms

from quizzes.models import ReviewPlan


class ReviewPlanForm(forms.ModelForm):
    """How many a day, and before which day."""

    class Meta:
        model = ReviewPlan
        fields = ("daily_limit", "exam_on")
        widgets = {"exam_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "daily_limit": "到期的题多于这个数，就分到后面几天。",
            "exam_on": "填了日期，就把考前要再看的题平均分到每一天，每天的题数按日期来算；不需要就留空。",
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_exam_on(self) -> date | None:
        """Refuse a day that has come."""
        exam_on: date | None = self.cleaned_data["exam_on"]
        if exam_on and exam_on <= self.today:
            raise forms.ValidationError("考试日期要在今天以后；已经考完就把它清空。")
        return exam_on
