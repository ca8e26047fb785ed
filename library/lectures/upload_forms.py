"""The form of a branch that hands a lecture in."""

from typing import Any, cast

from django import forms

from library.models import TopicPage
from library.policies import topic_policy
from media.captions import CaptionError, Reading, read_captions
from media.models import Upload
from media.uploading import limit_bytes, uploads_of
from members.models import Organization

MEGABYTE = 1024 * 1024


class HandInForm(forms.Form):
    """A title, a file (sent in pieces, or with the form where there is no script), and captions if there are any."""

    title = forms.CharField(label="题目", max_length=120)
    summary = forms.CharField(
        label="一句话说明", max_length=200, required=False, help_text="列表里显示在题目下面。"
    )
    speaker = forms.CharField(label="主讲人", max_length=80, required=False)
    organization = forms.ModelChoiceField(
        label="所属党组织", queryset=Organization.objects.none(), required=False, empty_label="不注明"
    )
    topic = forms.ModelChoiceField(
        label="专题", queryset=TopicPage.objects.none(), required=False, empty_label="以后再选"
    )
    recording = forms.FileField(
        label="视频或音频",
        required=False,
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm,audio/mpeg,audio/mp4,.m4a"}),
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    captions = forms.FileField(
        label="字幕（可以以后再加）",
        required=False,
        help_text="VTT 或 SRT 文件；编码、时间有毛病的会自动修好，并告诉您修了什么。",
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )

    def __init__(
        self, *args: Any, organizations: list[Organization], user: Any, now: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._uploads = uploads_of(user, now=now)
        limit = limit_bytes() // MEGABYTE
        self.fields[
            "recording"
        ].help_text = f"mp4、webm、mp3 或 m4a，不超过 {limit} MB；微党课不超过 15 分钟。手机放不出来的，传完就会告诉您。"
        choice = cast("forms.ModelChoiceField", self.fields["organization"])
        choice.queryset = Organization.objects.filter(pk__in=[one.pk for one in organizations])
        if organizations:
            choice.initial = organizations[0].pk
        topics = cast("forms.ModelChoiceField", self.fields["topic"])
        topics.queryset = topic_policy.visible_to(user).order_by("title")

    def clean_recording(self) -> Any:
        """Refuse what is beyond the limit."""
        file = self.cleaned_data["recording"]
        if file and file.size > limit_bytes():
            raise forms.ValidationError(f"“{file.name}”超过 {limit_bytes() // MEGABYTE} MB，请压缩后再上传。")
        return file

    def clean_upload(self) -> Upload | None:
        """Find the sender's own finished upload."""
        key = self.cleaned_data["upload"]
        upload = self._uploads.filter(pk=key).first() if key else None
        if key and (upload is None or not upload.is_complete):
            raise forms.ValidationError("文件还没有传完，或者已经过期，请重新选择文件上传。")
        return upload

    def clean_captions(self) -> Reading | None:
        """Read the captions."""
        file = self.cleaned_data["captions"]
        if not file:
            return None
        try:
            return read_captions(file.read(3 * MEGABYTE), name=file.name)
        except CaptionError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Ask for a file, whichever way it comes."""
        data = super().clean() or {}
        if not self.errors and not data.get("recording") and not data.get("upload"):
            self.add_error("recording", "请选一个视频或音频文件。")
        return data
