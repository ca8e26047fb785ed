"""All of a member's notes as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from library.downloading import DOCX, file_response
from library.models import MaterialPage
from members.requests import MemberRequest
from study.models import Note
from study.notes.anchoring import as_written
from study.notes.exporting import Exported, Reply, markdown, web_annotations, word
from study.notes.policies import note_policy


@login_required
@require_GET
def export(request: MemberRequest, form: str) -> HttpResponse:
    """Hand out the member's notes as `md`, `docx` or `json` (W3C Web Annotation)."""
    own = note_policy.visible_to(request.user).select_related("material").defer("material__body")
    own = own.prefetch_related("answers__author").order_by("created_at", "pk")
    notes = [_exported(request, note) for note in own]
    owner, now = request.user.name, timezone.localtime()
    name = f"学习笔记-{now:%Y%m%d}"
    if form == "md":
        text = markdown(notes, owner=owner, day=now)
        return file_response(text.encode(), f"{name}.md", "text/markdown; charset=utf-8")
    if form == "docx":
        return file_response(word(notes, owner=owner, day=now), f"{name}.docx", DOCX)
    if form == "json":
        url = request.build_absolute_uri(reverse("study:notes_export", args=["json"]))
        kind = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
        return file_response(web_annotations(notes, url=url, creator=owner), f"{name}.json", kind)
    raise Http404("笔记可以导出为 md、docx 和 json。")


def _exported(request: MemberRequest, note: Note) -> Exported:
    material = note.material
    is_edition = material.kind == MaterialPage.Kind.EDITION
    end = note.start + len(note.exact)
    return Exported(
        key=str(note.key),
        kind=note.kind,
        kind_label=note.kind_label(),
        title=material.title,
        edition=material.slug if is_edition else "",
        url=request.build_absolute_uri(material.get_url(request) or "/"),
        address=note.address,
        place=note.place,
        exact=as_written(note.passage, note.start, end) or note.exact,
        prefix=note.prefix,
        suffix=note.suffix,
        body=note.body,
        doubt=note.get_doubt_display() if note.doubt else "",
        created_at=timezone.localtime(note.created_at),
        changed_at=timezone.localtime(note.changed_at),
        replies=tuple(
            Reply(answer.author.name, answer.text, timezone.localtime(answer.answered_at))
            for answer in note.answers.all()
        ),
    )
