"""Files of lectures, and the page where branches hand lectures in."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from library.lectures.errors import LectureError
from library.lectures.handing_in import Handed, hand_in_lecture
from library.lectures.policies import lecture_policy
from library.lectures.upload_forms import HandInForm
from library.models import MicroLecturePage
from media.captions import mend, write_vtt
from media.models import CaptionTrack, Recording
from media.models.recording import private_storage
from media.probing import BadMedia
from media.recording import captions_of
from media.serving import hand_over
from media.uploading import drop_upload
from members.requests import MemberRequest

# A file of mixed faults may have hundreds; what is said at once stays readable.
FAULTS_SAID = 5


@require_safe
def play(request: HttpRequest, lecture_id: int) -> HttpResponseBase:
    """Hand over the recording to whoever may watch."""
    recording = _recording(request, lecture_id)
    return hand_over(
        request, private_storage(), str(recording.file.name), content_type=recording.content_type
    )


@require_safe
def sound(request: HttpRequest, lecture_id: int) -> HttpResponseBase:
    """Hand over the sound alone."""
    recording = _recording(request, lecture_id)
    if not recording.sound:
        raise Http404("这一课没有单独的声音。")
    return hand_over(request, private_storage(), str(recording.sound.name), content_type=recording.sound_type)


@require_safe
def captions(request: HttpRequest, lecture_id: int) -> HttpResponse:
    """Hand out the captions as WebVTT."""
    recording = _recording(request, lecture_id)
    reading = mend(captions_of(recording), duration=recording.duration_ms)
    response = HttpResponse(write_vtt(reading.lines), content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    if request.GET.get("download"):
        response["Content-Disposition"] = f'attachment; filename="lecture-{lecture_id}.vtt"'
    return response


@login_required
@require_http_methods(["GET", "POST"])
def hand_in(request: MemberRequest) -> HttpResponse:
    """Take a lecture in: for branches a draft that goes to review, for editors one they can go on with."""
    if not lecture_policy.can_upload(request.user):
        raise Http404("没有这个页面。")
    form = HandInForm(
        request.POST or None,
        request.FILES or None,
        organizations=lecture_policy.organizations_of(request.user),
        user=request.user,
        now=timezone.now(),
    )
    lecture = _handed_in(request, form) if request.method == "POST" and form.is_valid() else None
    if lecture is None:
        status = 422 if form.errors else 200
        return render(
            request, "library/lecture_hand_in.html", {"form": form, "mine": _mine(request)}, status=status
        )
    for note in _notes(lecture):
        messages.warning(request, note)
    messages.success(request, f"《{lecture.title}》已交上来，编辑审过就会发布。")
    if lecture_policy.can_edit(request.user, lecture):
        return redirect("library_lecture_captions", lecture.pk)
    return redirect("lectures:hand_in")


def _notes(lecture: MicroLecturePage) -> list[str]:
    """Return what is said of the files at once: what phones cannot play, and what was mended in the captions."""
    notes = list(lecture.recording.notes) if lecture.recording else []
    track = CaptionTrack.objects.filter(recording=lecture.recording).first()
    faults = track.faults if track else []
    if faults:
        rest = (
            f"还有 {len(faults) - FAULTS_SAID} 处，校对字幕时都能看到。" if len(faults) > FAULTS_SAID else ""
        )
        notes.append(f"字幕修补了 {len(faults)} 处：{''.join(faults[:FAULTS_SAID])}{rest}")
    return notes


def _handed_in(request: MemberRequest, form: HandInForm) -> MicroLecturePage | None:
    data = form.cleaned_data
    upload, file = data["upload"], data["recording"]
    path = upload.path if upload else _path_of(file)
    reading = data["captions"]
    try:
        lecture = hand_in_lecture(
            member=request.user,
            handed=Handed(
                **{name: data[name] for name in ("title", "summary", "speaker", "organization", "topic")}
            ),
            path=path,
            name=upload.name if upload else str(file.name),
            captions=reading,
            filename=str(getattr(request.FILES.get("captions"), "name", "")) if reading else "",
        )
    except (BadMedia, LectureError) as error:
        form.add_error("recording", str(error))
        return None
    if upload:
        drop_upload(upload=upload)
    return lecture


def _path_of(file: UploadedFile) -> Path:
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    # A small file stays in memory; FFmpeg wants one on disk.
    kept = TemporaryUploadedFile(file.name or "", file.content_type or "", file.size or 0, None)
    for chunk in file.chunks():
        kept.write(chunk)
    kept.flush()
    vars(file)["on_disk"] = kept
    return Path(kept.temporary_file_path())


def _mine(request: MemberRequest) -> list[dict[str, Any]]:
    """Return what the person handed in, the latest first, and where it stands."""
    lectures = MicroLecturePage.objects.filter(owner=request.user).order_by("-first_published_at", "-pk")[:20]
    return [
        {"lecture": lecture, "state": "已发布" if lecture.live else "等编辑审核", "is_live": lecture.live}
        for lecture in lectures
    ]


def _recording(request: HttpRequest, lecture_id: int) -> Recording:
    """Return what a lecture plays; with `?draft=1`, for its editors alone, what its latest draft will play."""
    lecture = MicroLecturePage.objects.filter(pk=lecture_id).select_related("recording").first()
    if lecture is not None and "draft" in request.GET and lecture_policy.can_edit(request.user, lecture):
        recording = lecture.drafted_recording
    elif lecture is not None and lecture_policy.can_watch(request.user, lecture):
        recording = lecture.recording
    else:
        recording = None
    if recording is None:
        raise Http404("没有这一课，或者您不能观看。")
    return recording
