"""Forms of reports."""

from django import forms


class PersonalReportForm(forms.Form):
    """One's own report."""

    body = forms.CharField(
        label="小结",
        max_length=20_000,
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        error_messages={"max_length": "小结最多 20000 字，请精简后再保存。"},
    )
