"""Where a reading page reports what was read, and what a branch sees of it."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from library.models import MaterialPage
from library.policies import material_policy
from members.models import Member
from members.requests import MemberRequest
from members.statements import Statement
from study.errors import StudyError
from study.forms import BeatForm
from study.reading.actions import record_beat
from study.reading.completion import completion_policy, completions, counts_below, required_materials

MEMBERS_PER_PAGE = 100
# What recording a report asks of its text.
READ_OF_A_TEXT = ("path", "live", "kind", "last_published_at", "char_count")


@require_POST
def report(request: HttpRequest) -> JsonResponse:
    """Record what was read; answers `{percent, finished, waiting}`, or 4xx with one sentence.

    `waiting` are the addresses that the time cannot account for yet; the browser names them again later.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": "请先登录，再记录学习进度。"}, status=403)
    form = BeatForm(request.POST, find=lambda pk: _text(request.user, pk))
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


def _text(user: Member | AnonymousUser, pk: int) -> MaterialPage | None:
    """Return the text of this id, if `user` may read it."""
    found = _TEXT(pk=pk)
    return found[0] if found and material_policy.can_view(user, found[0]) else None


def _live_text(pk: int) -> QuerySet:
    # What was watched of a lecture is reported to `study.watching`.
    texts = MaterialPage.objects.live().exclude(kind=MaterialPage.Kind.MICRO_LECTURE)
    return texts.filter(pk=pk).only(*READ_OF_A_TEXT)


_TEXT = Statement(_live_text)


@login_required
@require_GET
def finished(request: MemberRequest, material_id: int | None = None) -> HttpResponse:
    """Show who finished a required reading, and on which day, to the branch; above it, how many."""
    if not completion_policy.can_view(request.user):
        raise Http404("您现在没有担任支部或党委的职务，看不到所属党员的读完情况。")
    materials = required_materials()
    visible = set(material_policy.visible_to(request.user).values_list("pk", flat=True))
    materials = [one for one in materials if one.pk in visible]
    chosen = next((one for one in materials if one.pk == material_id), None)
    if material_id is not None and chosen is None:
        raise Http404("没有这份必学内容，或者您不能阅读它。")
    rows = completions(request.user, chosen) if chosen else []
    context = {
        "materials": materials,
        "chosen": chosen,
        "page": Paginator(rows, MEMBERS_PER_PAGE).get_page(request.GET.get("p")),
        "finished": sum(1 for one in rows if one.day),
        "total": len(rows),
        "counts": counts_below(request.user, chosen) if chosen else [],
    }
    return render(request, "study/finished.html", context)
