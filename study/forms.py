"""What a browser may claim about reading."""

from typing import Any, cast

from django import forms

from library.models import MaterialPage
from library.querysets import MaterialQuerySet


class PositionForm(forms.Form):
    """Where a reader is: the material, the provision at the top of the screen, and the percentage read."""

    material = forms.ModelChoiceField(queryset=MaterialPage.objects.none())
    address = forms.RegexField(regex=r"^[A-Za-z0-9_/.-]*$", max_length=200, required=False)
    percent = forms.IntegerField(min_value=0, max_value=100)

    def __init__(self, *args: Any, materials: MaterialQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        material = cast("forms.ModelChoiceField", self.fields["material"])
        material.queryset = materials
