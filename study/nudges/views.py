"""Pages of reminders: one's own wish, and turning e-mail off without logging in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from library.policies import topic_policy
from members.requests import MemberRequest
from study.models import NudgeSetting
from study.nudges import actions
from study.nudges.forms import NudgeForm


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: MemberRequest) -> HttpResponse:
    """Show and change the member's own wish; it is nobody else's."""
    setting = actions.setting_of(request.user)
    form = NudgeForm(request.POST or None, instance=setting)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        said = "不再发送学习提要" if saved.rhythm == NudgeSetting.Rhythm.NONE else "已保存"
        messages.success(request, f"{said}。")
        return redirect("study:nudges")
    context = {
        "form": form,
        "setting": setting,
        "topics": topic_policy.visible_to(request.user).order_by("path"),
    }
    return render(request, "study/nudges/mine.html", context)


# Mail programs post here by themselves (RFC 8058), without a cookie; the token in the address is the right to do it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """Turn e-mail off for whoever has this address; a look alone changes nothing, because mail filters look."""
    setting = NudgeSetting.objects.filter(token=token).first()
    if setting is None:
        raise Http404("这个退订地址不对，请从信里完整复制，或登录以后在“我的”里关闭。")
    if request.method == "POST":
        setting = actions.turn_off(token=token) or setting
    is_off = setting.rhythm == NudgeSetting.Rhythm.NONE
    return render(request, "study/nudges/off.html", {"is_off": is_off})
