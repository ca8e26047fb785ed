"""推荐给我的: the whole list, and putting something away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from members.requests import MemberRequest
from study.errors import NotSuggested, StudyError
from study.models import Dismissal
from study.policies import dismissal_policy
from study.recommending.dismissing import dismiss_suggestion, restore_suggestion
from study.recommending.forms import DismissalForm
from study.recommending.suggesting import advice_for


@login_required
@require_GET
def suggestions(request: MemberRequest) -> HttpResponse:
    """Show everything that reaches the member, and what they put away."""
    dismissed = dismissal_policy.visible_to(request.user).filter(page__live=True).select_related("page")
    context = {
        "advice": advice_for(request.user, now=timezone.now()),
        "dismissed": dismissed,
        "reasons": Dismissal.Reason.choices,
    }
    return render(request, "study/suggestions.html", context)


@login_required
@require_POST
def dismiss(request: MemberRequest, page_id: int) -> HttpResponse:
    """Put a suggestion away for the reason given."""
    form = DismissalForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "请选一个原因，再按“不再推荐”。")
        return redirect(_back(request))
    try:
        done = dismiss_suggestion(
            member=request.user,
            page_id=page_id,
            reason=form.cleaned_data["reason"],
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )
    except NotSuggested as error:
        raise Http404(str(error)) from error
    except StudyError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"不再推荐《{done.page.title}》了；想恢复，到“推荐给我的”最下面。")
    return redirect(_back(request))


@login_required
@require_POST
def restore(request: MemberRequest, page_id: int) -> HttpResponse:
    """Take a dismissal back."""
    if not restore_suggestion(member=request.user, page_id=page_id):
        raise Http404("这一项没有设为不再推荐。")
    messages.success(request, "已经恢复推荐。")
    return redirect("study:suggestions")


def _back(request: MemberRequest) -> str:
    target = request.POST.get("next", "/")
    # An address within the site; a bare word would be taken for the name of a view.
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}
    )
    return target if is_ours else "/"
