"""Pages of notes: 我的笔记, writing without a script, one note, and what the reading page's script asks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from library.models import MaterialPage
from library.policies import material_policy
from members.models import Member
from members.requests import MemberRequest
from study.errors import StudyError
from study.models import Note
from study.notes import actions
from study.notes.anchoring import sentences_of
from study.notes.errors import ChangedElsewhere, QuoteNotFound
from study.notes.forms import ChangeForm, DraftForm, PlaceForm
from study.notes.policies import note_policy, question_policy
from study.notes.texts import text_in_force, unit_at, units_of, work_of

PER_PAGE = 30
UNREADABLE = "没有看懂要保存的内容，请刷新页面再试。"
NOBODY_YET = "您所在的党支部现在没有别的书记或副书记，暂时没有人能回答；有人任职以后就会看到这个问题。"


@login_required
@require_GET
def mine(request: MemberRequest) -> HttpResponse:
    """Show a member's notes, narrowed by kind, by what is in doubt, or by words."""
    own = note_policy.visible_to(request.user).select_related("material").defer("material__body")
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "")[:100]
    shown = own.saying(words)
    if kind in Note.Kind.values:
        shown = shown.filter(kind=kind)
    elif kind == "doubt":
        shown = shown.in_doubt()
    page = Paginator(shown.prefetch_related("answers__author"), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "notes": page,
        "kind": kind,
        "words": words,
        "kinds": Note.Kind.choices,
        "doubts": own.in_doubt().count(),
    }
    return render(request, "study/notes/mine.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, material_id: int) -> HttpResponse:
    """Write a note without a script: pick the provision, then its sentences."""
    material = _readable(request, material_id)
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note = actions.write_note(
                member=request.user, material=material, draft=form.draft(), now=timezone.now()
            )
        except StudyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已保存 {timezone.localtime():%H:%M}。{_who_sees(note)}")
            return redirect(note.url)
    address = request.POST.get("address") or request.GET.get("address", "")
    unit = unit_at(material, address) if address else None
    context: dict[str, Any] = {"material": material, "unit": unit, "form": form, "kinds": Note.Kind.choices}
    if unit is not None:
        context["sentences"] = sentences_of(unit.text)
        context["key"] = request.POST.get("key") or actions.new_key()
    elif "whole" in request.GET or (request.method == "POST" and not address):
        context |= {"is_whole": True, "key": request.POST.get("key") or actions.new_key()}
    else:
        context["units"] = units_of(material)
        context["is_whole"] = not context["units"]
        context["key"] = actions.new_key()
    return render(request, "study/notes/new.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def show(request: MemberRequest, note_id: int) -> HttpResponse:
    """Show one of the member's notes, and change it; what was changed elsewhere meanwhile is shown beside it."""
    note = _own(request, note_id)
    form = ChangeForm(request.POST or None, initial={"kind": note.kind, "body": note.body})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            note = actions.change_note(note=note, now=timezone.now(), **form.cleaned_data)
        except StudyError as error:
            form.add_error(None, str(error))
            note = _own(request, note_id)
            status = 409 if isinstance(error, ChangedElsewhere) else 400
        else:
            messages.success(request, f"已保存 {timezone.localtime():%H:%M}。{_who_sees(note)}")
            return redirect("study:note", note.pk)
    actions.see_answers(note=note, now=timezone.now())
    context = {
        "note": note,
        "form": form,
        "answers": note.answers.select_related("author"),
        "kinds": Note.Kind.choices,
        "waits": _waits(note),
        "is_conflict": status == 409,
        **_doubtful(note, request.user),
    }
    if form.errors and status == 200:
        status = 400
    return render(request, "study/notes/note.html", context, status=status)


def _waits(note: Note) -> str:
    """Return what is said of a question without an answer."""
    if note.kind != Note.Kind.QUESTION or question_policy.has_reader(note):
        return "书记还没有回答，回答了会在今日学习里告诉您。"
    return NOBODY_YET


def _doubtful(note: Note, user: Member) -> dict[str, Any]:
    """Return what a decision needs: the text that holds now, and the provision that took the old one's place.

    Of a text that `user` may not read, nothing.
    """
    if not note.doubt:
        return {}
    text = text_in_force(work_of(note.material))
    if text is not None and not material_policy.can_view(user, text):
        return {"is_closed": True}
    unit = unit_at(text, note.doubt_address) if text and note.doubt_address else None
    return {
        "current": text,
        "unit": unit,
        "sentences": sentences_of(unit.text) if unit else (),
        "units": units_of(text) if text and unit is None else [],
    }


@login_required
@require_POST
def delete(request: MemberRequest, note_id: int) -> HttpResponse:
    """Delete a note."""
    actions.delete_note(note=_own(request, note_id))
    messages.success(request, "这条笔记删掉了。")
    return redirect("study:notes")


@login_required
@require_http_methods(["GET", "POST"])
def place(request: MemberRequest, note_id: int) -> HttpResponse:
    """Let the member say where a note in doubt belongs: pick another provision, or its sentences."""
    note = _own(request, note_id)
    text = text_in_force(work_of(note.material))
    if text is None or not material_policy.can_view(request.user, text):
        raise Http404("这份资料现在没有可以阅读的文本。")
    if request.method == "GET":
        unit = unit_at(text, request.GET.get("address", ""))
        context = {"note": note, "current": text, "unit": unit, "units": [] if unit else units_of(text)}
        context["sentences"] = sentences_of(unit.text) if unit else ()
        return render(request, "study/notes/place.html", context)
    form = PlaceForm(request.POST)
    try:
        if not form.is_valid():
            raise QuoteNotFound
        actions.place_note(
            note=note,
            material=text,
            address=form.cleaned_data["address"],
            sentences=form.sentences(),
            now=timezone.now(),
        )
    except StudyError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"已经放到{note.place}。")
    return redirect("study:note", note.pk)


@login_required
@require_POST
def keep(request: MemberRequest, note_id: int) -> HttpResponse:
    """Leave a note in doubt where it was written."""
    note = _own(request, note_id)
    try:
        actions.keep_note(note=note, now=timezone.now())
    except StudyError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "留在原来的文本里了，以后不再跟着新版移动。")
    return redirect("study:note", note.pk)


@require_http_methods(["GET", "POST"])
def beside(request: HttpRequest, material_id: int) -> JsonResponse:
    """Answer the reading page's script: the member's notes on this text, or a new one; 4xx with one sentence."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "请先登录，再划线和记笔记。"}, status=403)
    material = _readable(request, material_id)
    if request.method == "GET":
        notes = note_policy.visible_to(request.user).beside(material)
        return JsonResponse({"notes": [_said(note) for note in notes]})
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": UNREADABLE}, status=400)
    try:
        note = actions.write_note(
            member=request.user, material=material, draft=form.draft(), now=timezone.now()
        )
    except StudyError as error:
        return JsonResponse({"error": str(error)}, status=400)
    said = f"已保存 {timezone.localtime():%H:%M}。{_who_sees(note)}"
    return JsonResponse({"note": _said(note), "said": said}, status=201)


def _said(note: Note) -> dict[str, Any]:
    return {
        "id": note.pk,
        "kind": note.kind,
        "label": note.kind_label(),
        "address": note.address,
        "exact": note.exact,
        "start": note.start,
        "body": note.body,
        "doubt": bool(note.doubt),
    }


def _who_sees(note: Note) -> str:
    if note.kind != Note.Kind.QUESTION:
        return "只有您自己能看到。"
    if not question_policy.has_reader(note):
        return NOBODY_YET
    return "所在支部的书记会看到这个问题，回答了会在今日学习里告诉您。"


def _own(request: HttpRequest, note_id: int) -> Note:
    notes = note_policy.visible_to(request.user).select_related("material", "doubt_material", "member")
    note = notes.filter(pk=note_id).first()
    if note is None:
        raise Http404("没有这条笔记，可能已经删掉了。")
    return note


def _readable(request: HttpRequest, material_id: int) -> MaterialPage:
    material = material_policy.visible_to(request.user).filter(pk=material_id).first()
    if material is None:
        raise Http404("没有这份资料，或者您不能阅读它。")
    return material
