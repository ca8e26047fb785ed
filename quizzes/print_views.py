"""Printing a paper and its key, for those who may see the keys."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from quizzes.errors import NotAllowed, QuizError
from quizzes.models import QuizPage
from quizzes.papers.printing import Sheet, sheet_of
from quizzes.papers.wording import word_file
from quizzes.policies import question_policy, quiz_policy

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@require_GET
def printed(request: HttpRequest, quiz_id: int, *, with_key: bool) -> HttpResponse:
    """Show a paper, or its key, as it goes to the printer."""
    quiz = _quiz(request, quiz_id)
    try:
        sheet = _sheet(request, quiz, with_key=with_key)
    except QuizError as error:
        return _refused(request, quiz, error)
    context = {
        "quiz": quiz,
        "sheet": sheet,
        "numbers": range(1, 5),
        "is_large": "large" in request.GET,
    }
    return render(request, "quizzes/admin/paper.html", context)


@never_cache
@require_GET
def word(request: HttpRequest, quiz_id: int, *, with_key: bool) -> HttpResponse:
    """Hand out the same as a Word file."""
    quiz = _quiz(request, quiz_id)
    try:
        sheet = _sheet(request, quiz, with_key=with_key)
    except QuizError as error:
        return _refused(request, quiz, error)
    data = word_file(sheet, is_large="large" in request.GET)
    name = f"{quiz.slug}-{'key' if with_key else 'paper'}-{sheet.number}.docx"
    disposition = f'attachment; filename="{ascii_name(name)}"'
    return HttpResponse(data, content_type=WORD, headers={"Content-Disposition": disposition})


def ascii_name(name: str) -> str:
    """Return a file name every browser can write."""
    return "".join(one if one.isascii() and (one.isalnum() or one in "-.") else "_" for one in name)


def _quiz(request: HttpRequest, quiz_id: int) -> QuizPage:
    quiz = get_object_or_404(QuizPage, pk=quiz_id)
    if not quiz_policy.can_print(request.user, quiz):
        raise PermissionDenied
    return quiz


def _sheet(request: HttpRequest, quiz: QuizPage, *, with_key: bool) -> Sheet:
    asked = request.GET.get("number", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1
    sheet = sheet_of(quiz, number=max(1, number), with_key=with_key)
    if with_key:
        hidden = (
            len(sheet.questions)
            - question_policy.visible_to(request.user).filter(pk__in=sheet.questions).count()
        )
        if hidden:
            raise NotAllowed(f"这份卷里有 {hidden} 道题的题库不归您看，参考答案请由能看这些题库的同志打印。")
    return sheet


def _refused(request: HttpRequest, quiz: QuizPage, error: QuizError) -> HttpResponse:
    status = 403 if isinstance(error, NotAllowed) else 409
    context = {"quiz": quiz, "fault": str(error)}
    return render(request, "quizzes/admin/no_paper.html", context, status=status)
