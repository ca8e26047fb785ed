"""The caption editor: a file in, mended and reported; every caption corrected beside the recording; VTT out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from library.lectures.moments import follow_captions
from library.lectures.policies import lecture_policy
from library.models import LectureMention, MicroLecturePage
from media.captions import CaptionError, Line, Reading, mend, parse_clock, read_captions, stamp
from media.models import CaptionTrack, Recording
from media.recording import captions_of, keep_captions

MOST_CAPTIONS = 2000


class ClockField(forms.CharField):
    """A time such as 00:03:12.500, kept in milliseconds."""

    def to_python(self, value: Any) -> Any:
        """Read the time."""
        said = super().to_python(value)
        if not said:
            return None
        said = said[:40]
        ms = parse_clock(said.replace("：", ":").replace("，", "."))
        if ms is None or ms < 0:
            raise forms.ValidationError(f"时间“{said}”认不出来，请写成 00:03:12.500 这样。")
        return ms


class CaptionForm(forms.Form):
    """One caption; a new one may stay empty."""

    start = ClockField(label="起", required=False)
    end = ClockField(label="止", required=False)
    text = forms.CharField(
        label="文字", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2, "cols": 40})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both times where there are words."""
        data = super().clean() or {}
        if self.errors or not data.get("text"):
            return data
        if data.get("start") is None or data.get("end") is None:
            raise forms.ValidationError("有文字的一条要写明起止时间。")
        return data


class CaptionFileForm(forms.Form):
    """A caption file that takes the place of what is there."""

    file = forms.FileField(
        label="字幕文件（VTT 或 SRT）", widget=forms.FileInput(attrs={"accept": ".vtt,.srt"})
    )


class CaptionFormSet(BaseFormSet):
    """All captions of a recording."""

    def lines(self) -> list[Line]:
        """Return the captions that are not empty and not taken away."""
        kept = [form.cleaned_data for form in self.forms if not form.cleaned_data.get("DELETE")]
        return [Line(row["start"], row["end"], row["text"]) for row in kept if row.get("text")]


CAPTIONS: type[Any] = formset_factory(
    CaptionForm,
    formset=CaptionFormSet,
    extra=2,
    can_delete=True,
    max_num=MOST_CAPTIONS,
    absolute_max=MOST_CAPTIONS,
)


@transaction.atomic
def save_captions(*, recording: Recording, reading: Reading, filename: str = "") -> CaptionTrack:
    """Keep captions, and bring after them what the lectures with this recording say and speak of."""
    track = keep_captions(recording=recording, reading=reading, filename=filename)
    follow_captions(recording=recording)
    return track


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, lecture_id: int) -> HttpResponse:
    """Show and change the captions of a lecture."""
    lecture = get_object_or_404(MicroLecturePage, pk=lecture_id)
    if not lecture_policy.can_edit(request.user, lecture):
        raise PermissionDenied
    recording = lecture.drafted_recording
    if recording is None:
        messages.error(request, "这一课还没有录像或录音，先选好再配字幕。")
        return redirect("wagtailadmin_pages:edit", lecture.pk)
    file_form, captions = _forms(request, recording)
    if request.method == "POST":
        saved = _save(request, recording, file_form, captions)
        if saved:
            return redirect("library_lecture_captions", lecture.pk)
    context = {
        "lecture": lecture,
        "recording": recording,
        "track": CaptionTrack.objects.filter(recording=recording).first(),
        "file_form": file_form,
        "captions": captions,
        "lost": LectureMention.objects.filter(lecture=lecture, target=None),
    }
    return render(request, "library/admin/lecture_captions.html", context)


def _forms(request: HttpRequest, recording: Recording) -> tuple[CaptionFileForm, Any]:
    """Return the two forms of the page; `what` says which of them was sent."""
    sent = request.POST.get("what", "")
    file_form = CaptionFileForm(*((request.POST, request.FILES) if sent == "file" else ()))
    if sent == "captions":
        return file_form, CAPTIONS(request.POST, prefix="c")
    initial = [
        {"start": stamp(line.start), "end": stamp(line.end), "text": line.text}
        for line in captions_of(recording)
    ]
    return file_form, CAPTIONS(initial=initial, prefix="c")


def _save(request: HttpRequest, recording: Recording, file_form: CaptionFileForm, captions: Any) -> bool:
    if file_form.is_bound:
        if not file_form.is_valid():
            return False
        file = file_form.cleaned_data["file"]
        try:
            reading = read_captions(
                file.read(3 * 1024 * 1024), name=file.name, duration=recording.duration_ms
            )
        except CaptionError as error:
            file_form.add_error("file", str(error))
            return False
        name = file.name
    elif captions.is_bound and captions.is_valid():
        reading, name = mend(captions.lines(), duration=recording.duration_ms), ""
    else:
        return False
    save_captions(recording=recording, reading=reading, filename=name)
    said = f"，修补了 {len(reading.faults)} 处，见下面的说明" if reading.faults else ""
    messages.success(request, f"已保存 {len(reading.lines)} 条字幕{said}。")
    return True
