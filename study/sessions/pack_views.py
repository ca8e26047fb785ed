"""The pack and the files of a session."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from library.models import MaterialPage, TopicPage
from library.policies import material_policy, topic_policy
from library.querysets import MaterialQuerySet
from members.models import Member
from members.requests import MemberRequest
from study.models import Screening
from study.screenings.policies import screening_policy
from study.sessions.actions import pack_materials
from study.sessions.errors import SessionError
from study.sessions.files import MAX_FILES, MAX_MB, keep_file, remove_file
from study.sessions.forms import PackForm
from study.sessions.guards import readable_file, writable_place, writable_session
from study.sessions.screened import session_from_screening

OFFERED = 60


@login_required
@require_http_methods(["GET", "POST"])
def pack(request: MemberRequest, session_id: int) -> HttpResponse:
    """Choose the materials of a session from a topic, or by a word of the title."""
    session = writable_session(request.user, session_id)
    topics = list(topic_policy.visible_to(request.user).order_by("title"))
    chosen = request.GET.get("topic", str(session.topic_id))
    topic = next((one for one in topics if str(one.pk) == chosen), None)
    word = request.GET.get("q", "").strip()[:40]
    packed = list(session.pack.values_list("material_id", flat=True))
    if request.method == "POST":
        form = PackForm(request.POST, materials=_listed(request.user))
        if form.is_valid():
            pack_materials(session=session, materials=_in_order(form.cleaned_data["materials"], packed))
            messages.success(
                request,
                f"已保存 {timezone.localtime():%H:%M}，学习材料 {len(form.cleaned_data['materials'])} 份。",
            )
            return redirect(session)
        messages.error(request, "学习材料没有保存：有的资料已经下线，请刷新页面再选。")
    context = {
        "session": session,
        "topics": topics,
        "topic": topic,
        "word": word,
        "packed": _listed(request.user).filter(pk__in=packed),
        "offered": _offered(request.user, topic, word).exclude(pk__in=packed)[:OFFERED],
    }
    return render(request, "study/sessions/pack.html", context)


@login_required
@require_POST
def add_file(request: MemberRequest, session_id: int) -> HttpResponse:
    """Keep the files that were chosen; the first refused one is named, those before it stay."""
    session = writable_session(request.user, session_id)
    uploads = request.FILES.getlist("files")
    try:
        for upload in uploads:
            keep_file(by=request.user, session=session, upload=upload, now=timezone.now())
    except SessionError as refused:
        messages.error(request, str(refused))
    else:
        said = (
            f"收到 {len(uploads)} 个附件。"
            if uploads
            else f"还没有选文件；每个不超过 {MAX_MB} MB，最多 {MAX_FILES} 个。"
        )
        messages.success(request, said)
    return redirect(session)


@login_required
@require_safe
def file(request: MemberRequest, file_id: int) -> FileResponse:
    """Hand out a file of a session."""
    kept = readable_file(request.user, file_id)
    response = FileResponse(
        kept.file.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.content_type
    )
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def drop_file(request: MemberRequest, file_id: int) -> HttpResponse:
    """Remove a file."""
    kept = readable_file(request.user, file_id)
    session = writable_session(request.user, kept.session_id)
    remove_file(file=kept)
    messages.success(request, f"已删去“{kept.name}”。")
    return redirect(session)


@login_required
@require_POST
def from_screening(request: MemberRequest, screening_id: int) -> HttpResponse:
    """Make a session of 群众收看: the list is taken over."""
    screening = screening_policy.visible_to(request.user).filter(pk=screening_id).first()
    place = writable_place(request.user, screening.organization_id if screening else "")
    screening = Screening.objects.select_related("lecture", "organization", "host").get(
        pk=screening_id, organization=place
    )
    try:
        session = session_from_screening(by=request.user, screening=screening, now=timezone.now())
    except SessionError as refused:
        messages.error(request, str(refused))
        return redirect("study:screening", screening_id)
    messages.success(request, "已记成一次集中学习，没来的先记缺席，请假的可以改。")
    return redirect(session)


def _listed(user: Member) -> MaterialQuerySet:
    return material_policy.visible_to(user).exclude(kind="edition").order_by("title")


def _offered(user: Member, topic: TopicPage | None, word: str) -> MaterialQuerySet:
    materials = _listed(user)
    if word:
        return materials.filter(title__icontains=word)
    return materials.on_topic(topic.pk) if topic else materials


def _in_order(materials: MaterialQuerySet, before: list[int]) -> list[MaterialPage]:
    """Keep the order of what was packed before; what is new comes after it."""
    places = {pk: place for place, pk in enumerate(before)}
    return sorted(materials, key=lambda one: (places.get(one.pk, len(places)), one.title))
