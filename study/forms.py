"""What a browser may claim about reading."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django import forms

from library.models import MaterialPage
from members.requests import is_number
from study.reading.actions import Beat

ADDRESS = r"^[A-Za-z0-9_/.-]*$"
MOST_SEEN = 5000


class SeenField(forms.CharField):
    """Addresses of provisions, parted by spaces."""

    def clean(self, value: object) -> tuple[str, ...]:
        """Part the list; anything that is no address is refused."""
        addresses = tuple(super().clean(value).split())
        if len(addresses) > MOST_SEEN or not all(re.match(ADDRESS, one) for one in addresses):
            raise forms.ValidationError("不是条文的地址。")
        return addresses


class MomentField(forms.IntegerField):
    """A moment in milliseconds since 1970, as a browser tells it."""

    def clean(self, value: object) -> datetime | None:
        """Return the moment."""
        milliseconds = super().clean(value)
        try:
            return datetime.fromtimestamp(milliseconds / 1000, tz=UTC) if milliseconds is not None else None
        except (ValueError, OverflowError, OSError) as error:
            raise forms.ValidationError("不是时间。") from error


class MaterialField(forms.CharField):
    """The id of a material; its form says which of them may be meant."""

    find: Callable[[int], MaterialPage | None] | None = None

    def clean(self, value: object) -> MaterialPage:
        """Return the material."""
        said = super().clean(value)
        material = self.find(int(said)) if self.find and is_number(said) else None
        if material is None:
            raise forms.ValidationError("没有这份资料。")
        return material


class BeatForm(forms.Form):
    """Where a reader is: the material, the provision at the top of the screen, what was read, how long it was visible.

    `find` returns a material by its id, None when it may not be meant.
    """

    material = MaterialField()
    address = forms.RegexField(regex=ADDRESS, max_length=200, required=False)
    seen = SeenField(max_length=400_000, required=False)
    visible = forms.FloatField(min_value=0, max_value=1e6, required=False)
    at = MomentField(min_value=0, required=False)

    def __init__(self, *args: Any, find: Callable[[int], MaterialPage | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vars(self.fields["material"])["find"] = find

    def beat(self) -> Beat:
        """Return what the browser reports."""
        said = self.cleaned_data
        return Beat(said["address"], said["seen"], said["visible"] or 0.0, said["at"])
