"""A book's page and what lies below it: files, progress, buttons, and what its printed codes lead to."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from library.models import MaterialPage, PocketBookFile, PocketBookIssue
from library.models.source import private_storage
from library.pocketbooks.compiling import compile_book
from library.pocketbooks.errors import BookError
from library.pocketbooks.issuing import file_of, leaves_of, rebuild_book, request_file
from library.pocketbooks.policies import book_policy
from library.pocketbooks.printing.form import Format
from library.pocketbooks.standing import scan, standing_of, standings_of
from library.policies import material_policy
from library.signals import material_opened

if TYPE_CHECKING:
    from library.models import PocketBookPage

View = Callable[..., HttpResponse]


def show(request: HttpRequest, book: "PocketBookPage") -> HttpResponse:
    """Show what is in the book, whether it still holds, and its files."""
    issue = book.newest
    context = {**book.get_context(request), **_seen(request, book, issue), **_files(request, book, issue)}
    if request.user.is_authenticated:
        material_opened.send(sender=type(book), material=book, member=request.user, request=request)
    return render(request, "library/pocket_book_page.html", context)


def preview(request: HttpRequest, book: "PocketBookPage", mode: str) -> HttpResponse:
    """Show the draft with its page count, or, in mode “pdf”, set as it would be printed."""
    from library.pocketbooks.making import print_book

    context = {**book.get_context(request), "can_have": False}
    try:
        printed, _ = compile_book(book, number=1, printed_on=book.published_on or timezone.localdate())
        built = print_book(printed, Format.PDF)
    except BookError as error:
        return render(request, "library/pocket_book_page.html", {**context, "refused": str(error)})
    if mode == "pdf":
        return HttpResponse(built.data, content_type=Format.PDF.content_type)
    context |= {
        "printed": printed,
        "draft_pages": built.pages,
        "missing": [one.label for one in built.missing],
    }
    return render(request, "library/pocket_book_page.html", context)


def is_below(components: list[str]) -> bool:
    """Tell whether path components below a book are one of its own addresses."""
    return components[0] in BELOW


def serve_below(request: HttpRequest, book: "PocketBookPage", components: list[str]) -> HttpResponse:
    """Answer an address below the book."""
    return BELOW[components[0]](request, book, components[1:])


@require_safe
def send_file(request: HttpRequest, book: "PocketBookPage", rest: list[str]) -> HttpResponse:
    """Hand out `file/<edition>/<format>/`: by the fingerprint of its bytes, which never change."""
    issue, form = _issue(book, rest[:1]), _form("/".join(rest[1:]))
    if not book_policy.can_have(request.user, issue):
        raise Http404("没有这个文件。")
    file = file_of(issue, form)
    if file.state != PocketBookFile.State.READY:
        messages.info(request, f"{form.label}还没有生成好，请稍等。")
        return HttpResponseRedirect(book.get_url(request))
    etag = f'"{file.sha256}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers=headers)
    name = f"{book.title[:80]} 第{issue.number}版 {form.label}.{form.ending}"
    headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    with private_storage().open(str(file.file.name)) as kept:
        return HttpResponse(kept.read(), content_type=form.content_type, headers=headers)


@require_safe
def progress(request: HttpRequest, book: "PocketBookPage", rest: list[str]) -> HttpResponse:
    """Return the list of files as it is now, for the page to put in place."""
    issue = book.newest
    context = {"page": book, **_seen(request, book, issue), **_files(request, book, issue)}
    response = render(request, "library/pocket_book_files.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def build(request: HttpRequest, book: "PocketBookPage", rest: list[str]) -> HttpResponse:
    """Have a shape of the newest edition made for whoever is logged in."""
    if not request.user.is_authenticated:
        return redirect_to_login(book.get_url(request))
    issue, form = book.newest, _form(request.POST.get("format", ""))
    if issue is None or not book_policy.can_have(request.user, issue):
        raise Http404("没有这本书。")
    request_file(issue=issue, form=form)
    return HttpResponseRedirect(f"{book.get_url(request)}#files")


@require_POST
def rebuild(request: HttpRequest, book: "PocketBookPage", rest: list[str]) -> HttpResponse:
    """Issue a new edition with today's texts."""
    if not request.user.is_authenticated:
        return redirect_to_login(book.get_url(request))
    before = book.newest
    try:
        issue = rebuild_book(book=book, by=request.user)
    except BookError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(book.get_url(request))
    same = before is not None and issue.pk == before.pk
    words = "所收原文没有变化，仍是" if same else "已编成"
    messages.success(request, f"{words}第 {issue.number} 版。")
    return HttpResponseRedirect(book.get_url(request))


@require_safe
def scanned(request: HttpRequest, book: "PocketBookPage", rest: list[str]) -> HttpResponse:
    """Answer `q/<edition>/<chapter>/[<address>/]`: does what was printed still hold, and where is the live text."""
    issue, newest = _issue(book, rest[:1]), book.newest
    pin = issue.pinned.select_related("material").filter(chapter=_number(rest[1:2]), question=0).first()
    if pin is None:
        raise Http404("这本书没有这一章。")
    stands = standing_of(pin)
    current = stands.current
    address = "/".join(rest[2:])
    if current is not None and not material_policy.can_view(request.user, current):
        current = None
    context = {
        "page": book,
        "issue": issue,
        "newest": newest,
        "scan": scan(stands, issue.printed().chapters[pin.chapter - 1], address),
        "pin": pin,
        "live": current,
        "live_url": f"{current.get_url(request)}{'#' + address if address else ''}" if current else "",
        "day": timezone.localdate(),
    }
    return render(request, "library/pocket_book_scanned.html", context)


BELOW: dict[str, View] = {
    "file": send_file,
    "progress": progress,
    "build": build,
    "rebuild": rebuild,
    "q": scanned,
}


def _seen(request: HttpRequest, book: "PocketBookPage", issue: PocketBookIssue | None) -> dict[str, Any]:
    """Return what a reader sees of the newest edition: nothing of a book one of whose texts is closed to them."""
    can_have = issue is not None and book_policy.can_have(request.user, issue)
    stands = standings_of(issue) if can_have and issue is not None else []
    by_chapter = {one.pin.chapter: one for one in stands if not one.pin.question}
    printed = issue.printed() if can_have and issue is not None else None
    return {
        "issue": issue,
        "can_have": can_have,
        "printed": printed,
        "chapters": [(chapter, by_chapter.get(number)) for number, chapter in enumerate(printed.chapters, 1)]
        if printed
        else [],
        "outdated": [one for one in stands if one.is_outdated],
        "can_reissue": book_policy.can_reissue(request.user, book),
        "offered": book.issues.filter(is_offered=True).first()
        if any(one.is_outdated for one in stands)
        else None,
    }


def _files(request: HttpRequest, book: "PocketBookPage", issue: PocketBookIssue | None) -> dict[str, Any]:
    if issue is None:
        return {"files": [], "under_way": False, "missing": []}
    made = {(file.format, file.leaves): file for file in issue.files.all()}
    files = [
        made.get((form.value, leaves_of(book, form))) or PocketBookFile(issue=issue, format=form.value)
        for form in Format
    ]
    missing = dict.fromkeys(sentence for file in files for sentence in file.missing)
    return {"files": files, "under_way": any(file.is_under_way for file in files), "missing": list(missing)}


def _issue(book: MaterialPage, rest: list[str]) -> PocketBookIssue:
    issue = (
        PocketBookIssue.objects.filter(book_id=book.pk, number=_number(rest), is_offered=False)
        .select_related("book")
        .first()
    )
    if issue is None:
        raise Http404("这本书没有这一版。")
    return issue


def _form(name: str) -> Format:
    try:
        return Format(name)
    except ValueError as error:
        raise Http404("没有这种形式。") from error


def _number(rest: list[str]) -> int:
    if not rest or not rest[0].isascii() or not rest[0].isdecimal() or len(rest[0]) > 6:
        raise Http404("没有这个地址。")
    return int(rest[0])
