"""Where a reading page reports what was read."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from library.models import MaterialPage
from library.policies import material_policy
from study.errors import StudyError
from study.forms import BeatForm
from study.reading.actions import record_beat


@require_POST
def report(request: HttpRequest) -> JsonResponse:
    """Record what was read; answers `{percent, finished, waiting}`, or 4xx with one sentence.

    `waiting` are the addresses that the time cannot account for yet; the browser names them again later.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": "请先登录，再记录学习进度。"}, status=403)
    # What was watched of a lecture is reported to `study.watching`.
    texts = material_policy.visible_to(request.user).exclude(kind=MaterialPage.Kind.MICRO_LECTURE)
    form = BeatForm(request.POST, materials=texts.defer("body"))
    if not form.is_valid():
        return JsonResponse({"error": "学习进度没有记录：资料不存在或位置不对，请刷新页面。"}, status=400)
    beat = form.beat()
    try:
        progress = record_beat(
            member=request.user, material=form.cleaned_data["material"], beat=beat, now=timezone.now()
        )
    except StudyError as error:
        return JsonResponse({"error": str(error)}, status=400)
    counted = set(progress.seen)
    return JsonResponse(
        {
            "percent": progress.percent,
            "finished": progress.finished_at is not None,
            "waiting": [address for address in beat.seen if address not in counted],
        }
    )
