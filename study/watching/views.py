"""Where the player reports what it played."""

import json

from django import forms
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from library.models import MicroLecturePage
from library.policies import material_policy
from study.watching.actions import opened_at, record_watched
from study.watching.ranges import Range

MOST_RANGES = 500


class PlayedField(forms.CharField):
    """The parts that were played: a JSON list of [start, end] in seconds."""

    def clean(self, value: object) -> list[Range]:
        """Read the list; anything that is none is refused."""
        try:
            pairs = json.loads(super().clean(value))
            played = [(float(start), float(end)) for start, end in pairs]
        except (ValueError, TypeError, RecursionError) as error:
            raise forms.ValidationError("不是播放过的时间段。") from error
        if len(played) > MOST_RANGES or not all(0 <= start <= end < 1e6 for start, end in played):
            raise forms.ValidationError("不是播放过的时间段。")
        return played


class ReportForm(forms.Form):
    """What a player says."""

    ticket = forms.CharField(max_length=300)
    played = PlayedField(max_length=40_000)
    position = forms.FloatField(min_value=0, max_value=1e6)
    client_at = forms.DateTimeField(required=False)


@require_POST
def report(request: HttpRequest, lecture_id: int) -> JsonResponse:
    """Record what was played; answers `{percent, finished, ranges}`, or 4xx with one sentence."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "请先登录，再记录学习进度。"}, status=403)
    now = timezone.now()
    lecture = MicroLecturePage.objects.select_related("recording").filter(pk=lecture_id).first()
    if lecture is None or not material_policy.can_view(request.user, lecture):
        raise Http404("没有这一课，或者您不能观看。")
    form = ReportForm(request.POST)
    opened = None
    if form.is_valid():
        opened = opened_at(form.cleaned_data["ticket"], member=request.user, lecture=lecture, now=now)
    if opened is None:
        return JsonResponse({"error": "观看进度没有记录，请刷新页面。"}, status=400)
    watched, progress = record_watched(
        member=request.user,
        lecture=lecture,
        played=form.cleaned_data["played"],
        position=form.cleaned_data["position"],
        opened=opened,
        said_at=form.cleaned_data["client_at"],
        now=now,
    )
    finished = progress.finished_at is not None
    return JsonResponse({"percent": progress.percent, "finished": finished, "ranges": watched.ranges})
