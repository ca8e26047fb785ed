"""What a browser may claim about reading."""

import re
from datetime import UTC, datetime
from typing import Any, cast

from django import forms

from library.models import MaterialPage
from library.querysets import MaterialQuerySet
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


class BeatForm(forms.Form):
    """Where a reader is: the material, the provision at the top of the screen, what was read, how long it was visible."""

    material = forms.ModelChoiceField(queryset=MaterialPage.objects.none())
    address = forms.RegexField(regex=ADDRESS, max_length=200, required=False)
    seen = SeenField(max_length=400_000, required=False)
    visible = forms.FloatField(min_value=0, max_value=1e6, required=False)
    at = MomentField(min_value=0, required=False)

    def __init__(self, *args: Any, materials: MaterialQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        material = cast("forms.ModelChoiceField", self.fields["material"])
        material.queryset = materials

    def beat(self) -> Beat:
        """Return what the browser reports."""
        said = self.cleaned_data
        return Beat(said["address"], said["seen"], said["visible"] or 0.0, said["at"])
