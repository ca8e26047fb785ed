"""Pages of 红色书袋: what there is, one bag, the sheet to hand out, the zip, the delivery list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from library.models import MaterialPage
from library.models.source import private_storage
from library.pocketbooks.printing.qr import svg
from library.policies import closed_paths, material_policy
from members.models import Member
from members.policies import member_policy
from members.requests import MemberRequest
from quizzes.models import QuizPage
from quizzes.policies import quiz_policy
from study.bookbags.actions import request_pack, tick_deliveries
from study.bookbags.contents import gather
from study.bookbags.forms import ReceivedForm
from study.bookbags.policies import bag_policy
from study.models import BagPack, BookBag


@login_required
@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """List the bags this member may have."""
    bags = bag_policy.visible_to(request.user).select_related("organization", "audience")
    return render(request, "study/bookbags/list.html", {"bags": bags})


@login_required
@require_safe
def show(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what is in a bag, the zip, and the ways to hand it out."""
    bag = _bag(request, slug)
    context = {
        **_seen(request.user, bag),
        **_packed(bag),
        "may_hand_out": bool(member_policy.overseen_by(request.user)),
        "received_on": bag.deliveries.filter(member=request.user).values_list("ticked_at", flat=True).first(),
    }
    return render(request, "study/bookbags/bag.html", context)


@login_required
@require_safe
def handout(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the one page to print and hand out, with the code that leads to the bag."""
    bag = _bag(request, slug)
    address = request.build_absolute_uri(bag.get_absolute_url())
    return render(request, "study/bookbags/handout.html", {**_seen(request.user, bag), "address": address})


@login_required
@require_safe
def code(request: MemberRequest, slug: str) -> HttpResponse:
    """Return the QR code of a bag's page."""
    address = request.build_absolute_uri(_bag(request, slug).get_absolute_url())
    return HttpResponse(svg(address, border=4), content_type="image/svg+xml")


@login_required
@require_POST
def pack(request: MemberRequest, slug: str) -> HttpResponse:
    """Have the zip made."""
    request_pack(bag=_bag(request, slug), now=timezone.now())
    return redirect("study:book_bag", slug)


@login_required
@require_safe
def packing(request: MemberRequest, slug: str) -> HttpResponse:
    """Return how far the zip is, for the page to put in place."""
    bag = _bag(request, slug)
    response = render(request, "study/bookbags/packing.html", {"bag": bag, **_packed(bag)})
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def download(request: MemberRequest, slug: str) -> FileResponse | HttpResponse:
    """Hand out the zip of the bag as it is now."""
    bag = _bag(request, slug)
    made = _packed(bag)["pack"]
    if made is None or made.state != BagPack.State.READY:
        messages.info(request, "压缩包还没有做好，请先打包，稍等片刻。")
        return redirect("study:book_bag", slug)
    headers = {"ETag": f'"{made.sha256}"', "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    kept = private_storage().open(str(made.file.name))
    name = f"{bag.title}.zip"
    return FileResponse(
        kept, as_attachment=True, filename=name, content_type="application/zip", headers=headers
    )


@login_required
@require_http_methods(["GET", "POST"])
def received(request: MemberRequest, slug: str) -> HttpResponse:
    """Show who has received the bag in one's own organisation, and take the ticks."""
    bag = _bag(request, slug)
    members = bag_policy.receivers(request.user, bag)
    if not member_policy.overseen_by(request.user):
        raise Http404("没有这张发放表，或者不由您负责。")
    if request.method == "POST":
        form = ReceivedForm(request.POST, members=members)
        if form.is_valid():
            people = form.cleaned_data["received"]
            count = tick_deliveries(
                by=request.user, bag=bag, received=people, was=form.was, now=timezone.now()
            )
            messages.success(request, f"已保存 {timezone.localtime():%H:%M}，{count} 人已领。")
            return redirect("study:book_bag_received", slug)
        messages.error(request, "名单没有保存：有人已经不在您负责的支部，请刷新页面再勾选。")
    known = {
        one.member_id: one for one in bag.deliveries.filter(member__in=members).select_related("ticked_by")
    }
    people = [(member, known.get(member.pk)) for member in members]
    context = {"bag": bag, "people": people, "count": len(known)}
    return render(request, "study/bookbags/received.html", context)


def _bag(request: HttpRequest, slug: str) -> BookBag:
    bag = (
        bag_policy.visible_to(request.user)
        .select_related("organization", "audience")
        .filter(slug=slug)
        .first()
    )
    if bag is None:
        raise Http404("没有这个书袋，或者不是发给您的。")
    return bag


def _seen(user: Member, bag: BookBag) -> dict[str, Any]:
    """Return what of the bag `user` may open, in the bag's order, as (item, page, what it is)."""
    closed = closed_paths(user)
    items = list(bag.items.all())
    pages = Page.objects.filter(pk__in=[item.page_id for item in items]).specific()
    known = {page.pk: page for page in pages}
    asked = [page.pk for page in known.values() if isinstance(page, QuizPage)]
    quizzes = (
        set(quiz_policy.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))
        if asked
        else set()
    )
    shown = []
    for item in items:
        page = known[item.page_id]
        if isinstance(page, QuizPage) and page.pk in quizzes:
            shown.append((item, page, page.kind_label()))
        elif isinstance(page, MaterialPage) and material_policy.can_view(user, page, closed=closed):
            shown.append((item, page, page.kind_label))
    return {"bag": bag, "shown": shown, "hidden": len(items) - len(shown)}


def _packed(bag: BookBag) -> dict[str, Any]:
    contents = gather(bag)
    made = bag.packs.filter(digest=contents.digest).first()
    return {"pack": made, "packable": bool(contents.things), "left_out": contents.left_out}
