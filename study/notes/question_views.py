"""Pages of a branch secretary: questions the branch's members put, and answering them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.requests import MemberRequest
from study.errors import StudyError
from study.notes import actions
from study.notes.forms import AnswerForm
from study.notes.policies import question_policy

PER_PAGE = 30


@login_required
@require_GET
def inbox(request: MemberRequest) -> HttpResponse:
    """Show the questions of the branches the user answers for, those that wait first."""
    if not question_policy.branches_of(request.user):
        raise Http404("您现在没有担任党支部书记或副书记，看不到支部的提问。")
    questions = question_policy.visible_to(request.user).select_related("member", "material", "organization")
    questions = questions.defer("material__body")
    answered = questions.filter(answers__isnull=False).distinct().order_by("-created_at")
    context = {
        "waiting": questions.unanswered(),
        "answered": Paginator(answered, PER_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "study/notes/questions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def question(request: MemberRequest, note_id: int) -> HttpResponse:
    """Show one question beside its provision, and answer it."""
    questions = question_policy.visible_to(request.user).select_related("member", "material", "organization")
    note = questions.filter(pk=note_id).first()
    if note is None:
        raise Http404("没有这个问题，或者不归您所在的支部回答。")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_question(
                note=note, author=request.user, text=form.cleaned_data["text"], now=timezone.now()
            )
        except StudyError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, f"已回答 {timezone.localtime():%H:%M}，{note.member.name}会看到。")
            return redirect("study:questions")
    context = {"note": note, "form": form, "answers": note.answers.select_related("author")}
    return render(request, "study/notes/question.html", context, status=400 if form.errors else 200)
