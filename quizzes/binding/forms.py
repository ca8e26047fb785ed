"""Forms of the import and the export."""

from typing import Any, cast

from django import forms

from members.models import Member
from quizzes.binding.importing import PASTED
from quizzes.formats import limits
from quizzes.models import QuestionBank
from quizzes.policies import bank_policy

FORMATS = (
    ("auto", "自动识别"),
    ("xlsx", "Excel 表格"),
    ("text", "试卷文字"),
    ("docx", "Word 试卷"),
    ("gift", "GIFT"),
    ("moodlexml", "Moodle XML"),
    ("aiken", "Aiken"),
    ("json", "JSON"),
)
WRITTEN = (("xlsx", "Excel 表格"), ("gift", "GIFT"), ("moodlexml", "Moodle XML"), ("json", "JSON"))


class UploadForm(forms.Form):
    """A file or pasted words, and the bank they go into."""

    bank_chosen = forms.ModelChoiceField(
        label="放进题库", queryset=QuestionBank.objects.none(), required=False, empty_label="（新建题库）"
    )
    bank_name = forms.CharField(
        label="新题库的名称",
        max_length=120,
        required=False,
        help_text="上面选了题库时不用填。新建的是共享题库，别的组织的编辑也看得到；只给本组织用的，请先在“题目和题库 › 题库”里建好再来选。",
    )
    file = forms.FileField(
        label="文件",
        required=False,
        help_text="Excel、Word、文本、GIFT、Moodle XML、Aiken 或 JSON，不超过 20 MB。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.docx,.doc,.txt,.gift,.xml,.json"}),
    )
    text = forms.CharField(
        label="或者粘贴文字",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="像试卷那样写就行：题干、选项、答案，一题接一题。",
    )
    format = forms.ChoiceField(label="格式", choices=FORMATS, required=False)

    def __init__(self, *args: Any, user: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._editable = bank_policy.editable_by(user)
        cast(forms.ModelChoiceField, self.fields["bank_chosen"]).queryset = self._editable

    def clean_bank_name(self) -> str:
        """Refuse the name of a bank that is there already and is not this user's to write in."""
        name: str = self.cleaned_data["bank_name"].strip()
        if QuestionBank.objects.filter(name=name).exists() and not self._editable.filter(name=name).exists():
            raise forms.ValidationError(f"题库“{name}”由别的组织管理，请换一个名称。")
        return name

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data.get("file")
        if file and file.size > limits.MAX_BYTES:
            raise forms.ValidationError(
                f"{file.name} 超过 {limits.MAX_BYTES // 1024 // 1024} MB，请分成几个文件。"
            )
        return file

    def clean_format(self) -> str:
        """Return the format, found by content when none was chosen."""
        return self.cleaned_data.get("format") or "auto"

    def clean(self) -> dict[str, Any]:
        """Ask for exactly what is missing."""
        data = super().clean() or self.cleaned_data
        if (
            not self.errors.keys() & {"file", "text"}
            and not data.get("file")
            and not data.get("text", "").strip()
        ):
            self.add_error("file", "请选一个文件，或在下面粘贴文字。")
        if data.get("file") and data.get("text", "").strip():
            self.add_error("text", "文件和文字请只给一样，另一样清空再试。")
        if not data.get("bank_chosen") and not data.get("bank_name", "").strip():
            self.add_error("bank_name", "请选一个题库，或写上新题库的名称。")
        return data

    def content(self) -> tuple[str, bytes]:
        """Return the name and the bytes of what was given."""
        file = self.cleaned_data.get("file")
        return (file.name, file.read()) if file else (PASTED, self.cleaned_data["text"].encode())

    def bank(self) -> QuestionBank:
        """Return the bank that was chosen, a new one when it was only named."""
        chosen: QuestionBank | None = self.cleaned_data["bank_chosen"]
        return chosen or QuestionBank.objects.get_or_create(name=self.cleaned_data["bank_name"].strip())[0]


class ExportForm(forms.Form):
    """Which bank, in which format."""

    bank = forms.ModelChoiceField(label="题库", queryset=QuestionBank.objects.none())
    format = forms.ChoiceField(label="格式", choices=WRITTEN)

    def __init__(self, *args: Any, user: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["bank"]).queryset = bank_policy.visible_to(user)
