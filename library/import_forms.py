"""Forms of 导入文档."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.widgets import AdminDateInput

from library.bulk_import import ARCHIVE_SUFFIX
from library.errors import LibraryError
from library.extraction import MAX_BYTES, READABLE_SUFFIXES, Extracted
from library.importing import edition_day, same_text, undated_day
from library.models import EditionPage, MaterialPage, RegulationPage, SourceDocument, TopicPage
from library.particulars import Particulars, gather
from library.structure import Document

KINDS = [
    (MaterialPage.Kind.REGULATION, "党章党规（法规、制度，分章分条）"),
    (MaterialPage.Kind.SPEECH, "讲话、报告、通知、方案"),
    (MaterialPage.Kind.GUIDE, "导读辅导（自己人写的解释）"),
]
MAX_FILES = 100


class ManyFilesInput(forms.ClearableFileInput):
    """A file box that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; cleans to a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files; emptiness of one is said by the extraction, which knows better words."""
        files = data if isinstance(data, list | tuple) else [data]
        files = [file for file in files if file]
        if not files:
            raise forms.ValidationError("请先选择要导入的文件。")
        if len(files) > MAX_FILES:
            raise forms.ValidationError(
                f"一次最多导入 {MAX_FILES} 个文件，请分几次导入，或打成一个 .zip 压缩包。"
            )
        return files


class UploadForm(forms.Form):
    """Which files, and what they are."""

    documents = ManyFilesField(
        label="文件",
        help_text="可以选 Word（.docx、.doc）、有文字层的 PDF（扫描件要先做文字识别）、文本（.txt、.md）和网页（.html），"
        f"也可以选装着它们的 .zip 压缩包；每个不超过 {MAX_BYTES // 1024 // 1024} MB，一次最多 {MAX_FILES} 个。"
        "选一个文件，会先显示认出的章、条和要看一看的地方，改好再存为草稿；选几个或选压缩包，会在后台逐个导入，"
        "有一页显示进度，可以停止，也可以接着导入。原始文件会原样保存。",
        widget=ManyFilesInput(attrs={"accept": ",".join(sorted((*READABLE_SUFFIXES, ARCHIVE_SUFFIX)))}),
    )
    kind = forms.ChoiceField(label="资料类型", choices=KINDS, widget=forms.RadioSelect)
    topic = forms.ModelChoiceField(
        label="归入专题", queryset=TopicPage.objects.order_by("path"), required=False, empty_label="先不归"
    )
    publish = forms.BooleanField(label="导入后直接发布（不勾就存为草稿，逐个核对）", required=False)

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]

    @property
    def is_one_text(self) -> bool:
        """Tell whether one file was sent that is a text itself, to be looked at before anything is kept as a page."""
        files = self.cleaned_data["documents"]
        return len(files) == 1 and not (files[0].name or "").lower().endswith(ARCHIVE_SUFFIX)


class ParticularsForm(forms.Form):
    """What the document says of itself, and its text, for the editor to correct."""

    title = forms.CharField(label="标题", max_length=255)
    topics = forms.ModelMultipleChoiceField(
        label="专题", queryset=TopicPage.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(label="一句话说明", max_length=200, required=False)
    issuer = forms.CharField(label="发布单位", max_length=120, required=False)
    document_number = forms.CharField(label="文号", max_length=80, required=False)
    speaker = forms.CharField(label="讲话人", max_length=80, required=False)
    published_on = forms.DateField(label="发布日期", required=False, widget=AdminDateInput())
    adopted_on = forms.DateField(label="通过日期", required=False, widget=AdminDateInput())
    effective_from = forms.DateField(
        label="施行日期", required=False, widget=AdminDateInput(), help_text="同一部法规按施行日期分版本。"
    )
    source = forms.CharField(label="来源", max_length=200, required=False)
    text = forms.CharField(
        label="正文", strip=False, widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"})
    )
    replace = forms.BooleanField(label="是同一份资料的修改稿，替换原来的文字", required=False)

    def __init__(self, *args: Any, source_document: SourceDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source_document = source_document
        topics = cast("forms.ModelMultipleChoiceField", self.fields["topics"])
        topics.queryset = TopicPage.objects.order_by("path")
        is_regulation = source_document.kind == MaterialPage.Kind.REGULATION
        for name in ("adopted_on", "effective_from") if not is_regulation else ("speaker",):
            del self.fields[name]
        if source_document.kind == MaterialPage.Kind.GUIDE:
            del self.fields["speaker"]

    def clean_text(self) -> str:
        """Return the text with one kind of line end; browsers send two characters for each."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")

    def clean(self) -> dict[str, Any]:
        """Ask before a text of the same title is replaced by a different one."""
        data = super().clean() or self.cleaned_data
        if data.get("title") and data.get("text") and not data.get("replace"):
            page = existing_page(self.particulars(), self.source_document.filename)
            if page is not None and not same_text(page.get_latest_revision_as_object().body, data["text"]):
                self.add_error(
                    "title",
                    f"资料库里已有《{page.title}》，文字不同。如果这是它的修改稿，请勾选下面的“替换原来的文字”；"
                    "如果是另一份资料，请改标题或施行日期。",
                )
        return data

    def particulars(self) -> Particulars:
        """Return what was filled in, as an import takes it."""
        data = self.cleaned_data
        return Particulars(
            title=data["title"].strip(),
            kind=self.source_document.kind,
            topics=[topic.slug for topic in data["topics"]],
            issuer=data["issuer"],
            speaker=data.get("speaker", ""),
            document_number=data["document_number"],
            summary=data["summary"],
            source=data["source"],
            published_on=data.get("published_on"),
            adopted_on=data.get("adopted_on"),
            effective_from=data.get("effective_from"),
        )


def suggest(source: SourceDocument, text: str, document: Document) -> dict[str, Any]:
    """Return the form's initial values: what the text says of itself; a missing title is left for the editor."""
    extracted = Extracted(text=text, format=source.format, sha256=source.sha256, metadata=source.metadata)
    try:
        found = gather(extracted, document, name=source.filename, kind=source.kind)
    except LibraryError:
        return {"text": text}
    return {
        "title": found.title,
        "topics": TopicPage.objects.filter(slug__in=found.topics),
        "summary": found.summary,
        "issuer": found.issuer,
        "document_number": found.document_number,
        "speaker": found.speaker,
        "published_on": found.published_on,
        "adopted_on": found.adopted_on,
        "effective_from": found.effective_from,
        "source": found.source,
        "text": text,
    }


def existing_page(particulars: Particulars, filename: str) -> MaterialPage | None:
    """Return the text an import of the file `filename` with these particulars would change, or None."""
    if particulars.kind != MaterialPage.Kind.REGULATION:
        return MaterialPage.objects.filter(kind=particulars.kind, title=particulars.title).first()
    work = RegulationPage.objects.filter(title=particulars.title).first()
    if work is None:
        return None
    day = edition_day(particulars) or undated_day(work, filename)
    return EditionPage.objects.child_of(work).filter(effective_from=day).first()
