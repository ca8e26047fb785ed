"""What a member may write beside a text."""

import uuid

from django import forms

from study.models import Note
from study.notes.actions import LONGEST_BODY, LONGEST_QUOTE, Draft
from study.notes.anchoring import Quote

ADDRESS = r"^[A-Za-z0-9_/.-]*$"


class NoteForm(forms.Form):
    """Kind and words of a note."""

    kind = forms.ChoiceField(label="类型", choices=Note.Kind.choices)
    body = forms.CharField(label="内容", max_length=LONGEST_BODY, required=False, strip=True)


class ChangeForm(NoteForm):
    """A note that is changed, with the version of it that the member had in view."""

    seen = forms.CharField(max_length=16, required=False)


class DraftForm(NoteForm):
    """A note with its place: by a quotation from a selection, or by the sentences ticked in a list."""

    address = forms.RegexField(regex=ADDRESS, max_length=200, required=False)
    exact = forms.CharField(max_length=4 * LONGEST_QUOTE, required=False)
    before = forms.CharField(max_length=200, required=False)
    after = forms.CharField(max_length=200, required=False)
    first = forms.IntegerField(min_value=0, required=False)
    last = forms.IntegerField(min_value=0, required=False)
    key = forms.UUIDField(required=False)

    def draft(self) -> Draft:
        """Return what is to be written."""
        said = self.cleaned_data
        key: uuid.UUID | None = said["key"]
        quote = Quote(said["exact"], said["before"], said["after"]) if said["exact"] else None
        return Draft(
            kind=said["kind"],
            body=said["body"],
            address=said["address"],
            quote=quote,
            sentences=_range(said["first"], said["last"]) if quote is None else None,
            key=key,
        )


class PlaceForm(forms.Form):
    """Where a note in doubt belongs."""

    address = forms.RegexField(regex=ADDRESS, max_length=200)
    first = forms.IntegerField(min_value=0)
    last = forms.IntegerField(min_value=0, required=False)

    def sentences(self) -> tuple[int, int]:
        """Return the numbers of the first and last sentence."""
        return _range(self.cleaned_data["first"], self.cleaned_data["last"]) or (0, 0)


class AnswerForm(forms.Form):
    """An answer to a question."""

    text = forms.CharField(max_length=LONGEST_BODY, required=False)


def _range(first: int | None, last: int | None) -> tuple[int, int] | None:
    if first is None:
        return None
    last = first if last is None else last
    return min(first, last), max(first, last)
