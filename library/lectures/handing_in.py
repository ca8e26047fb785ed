"""Handing a lecture in: a checked recording becomes a draft, and goes to the editors for review."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from pypinyin import lazy_pinyin

from library.lectures.errors import TooLong
from library.lectures.forms import too_long
from library.models import LibraryIndexPage, MaterialPage, MicroLecturePage, TopicPage
from media.captions import Reading, mend
from media.models import Recording
from media.recording import keep_captions, keep_recording
from members.models import Member, Organization


@dataclass(frozen=True)
class Handed:
    """What somebody hands in beside the file."""

    title: str
    summary: str = ""
    speaker: str = ""
    organization: Organization | None = None
    topic: TopicPage | None = None


def hand_in_lecture(
    *,
    member: Member,
    handed: Handed,
    path: Path,
    name: str,
    captions: Reading | None = None,
    filename: str = "",
) -> MicroLecturePage:
    """Keep the recording at `path`, make a draft of it and send the draft to review.

    Raises:
        BadMedia: the file is no recording.
        TooLong: it is longer than a 微党课 may be.
    """
    with transaction.atomic():
        recording = keep_recording(
            path=path, name=name, by=member, title=handed.title, check=_refuse_too_long
        )
        if captions is not None:
            keep_captions(recording=recording, reading=_fitted(captions, recording), filename=filename)
        lecture = _draft(member, handed, recording)
        workflow = lecture.get_workflow()
        if workflow is not None:
            workflow.start(lecture, member)
    return lecture


def _fitted(captions: Reading, recording: Recording) -> Reading:
    """Return the captions inside the recording: they were read before anybody knew how long it is."""
    fitted = mend(captions.lines, duration=recording.duration_ms)
    return Reading(fitted.lines, (*captions.faults, *fitted.faults))


def _refuse_too_long(seconds: float) -> None:
    if message := too_long(seconds):
        raise TooLong(message)


def _draft(member: Member, handed: Handed, recording: Recording) -> MicroLecturePage:
    lecture = MicroLecturePage(
        title=handed.title,
        slug=free_slug(handed.title),
        summary=handed.summary,
        speaker=handed.speaker,
        issuer=handed.organization.name[:120] if handed.organization else "",
        owner_organization=handed.organization,
        recording=recording,
        published_on=timezone.localdate(),
        live=False,
        owner=member,
    )
    if handed.topic is not None:
        lecture.topics = [handed.topic]
    LibraryIndexPage.objects.get().add_child(instance=lecture)
    lecture.save_revision(user=member)
    return lecture


def free_slug(title: str) -> str:
    """Return an address for a title that no text of the library has: its pinyin, with a number where it is taken."""
    wanted = slugify("-".join(lazy_pinyin(title)))[:60].strip("-") or "lecture"
    taken = set(MaterialPage.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number = 1
    slug = wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
