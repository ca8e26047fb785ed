"""An editor looks at the readings of somebody: “as a 农村支部书记”."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail.admin.menu import MenuItem

from members.fitting import Person
from members.models import Member, Organization, Post
from study.recommending.suggesting import advice_as

PERMISSION = "study.change_recommendation"


class PlaceField(forms.ModelChoiceField):
    """An organisation, indented by its depth."""

    def label_from_instance(self, obj: Organization) -> str:
        """Return the name as a tree shows it."""
        return obj.indented_name()


class PersonForm(forms.Form):
    """Whom to look as: a post, a field of work, a category, a place in the tree, mobile or not."""

    post = forms.ChoiceField(label="职务", choices=[("", "没有职务"), *Post.choices], required=False)
    field = forms.ChoiceField(
        label="领域", choices=[("", "同所在党组织"), *Organization.Field.choices], required=False
    )
    category = forms.ChoiceField(label="类别", choices=Member.Category.choices, required=False)
    place = PlaceField(
        label="所在党组织",
        queryset=Organization.objects.order_by("path"),
        required=False,
        empty_label="不限定",
    )
    is_mobile = forms.BooleanField(label="流动党员", required=False)

    def person(self) -> Person:
        """Return somebody like that."""
        said = self.cleaned_data
        place: Organization | None = said["place"]
        return Person(
            posts=frozenset([said["post"]] if said["post"] else []),
            category=said["category"] or Member.Category.FULL,
            is_mobile=said["is_mobile"],
            field=said["field"] or (place.field if place else ""),
            path=place.path if place else "",
        )

    def called(self) -> str:
        """Return what such a person is called: 农村党支部书记."""
        said = self.cleaned_data
        place: Organization | None = said["place"]
        field = said["field"] or (place.field if place else "")
        words = [
            f"{place.label}的" if place else "",
            str(Organization.Field(field).label) if field else "",
            "流动" if said["is_mobile"] else "",
            str(Post(said["post"]).label)
            if said["post"]
            else str(Member.Category(said["category"] or "full").label),
        ]
        return "".join(words)


def preview(request: HttpRequest) -> HttpResponse:
    """Show what would reach somebody like that who has studied nothing yet; as far as the editor may read it."""
    if not request.user.has_perm(PERMISSION) or not isinstance(request.user, Member):
        raise PermissionDenied
    form = PersonForm(request.GET or {"category": Member.Category.FULL})
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        advice = advice_as(form.person(), viewer=request.user, now=timezone.now())
        context |= {"advice": advice, "called": form.called(), "shown": [*advice.required, *advice.advised]}
    return render(request, "study/admin/recommendation_preview.html", context)


def preview_urls() -> list[URLPattern]:
    """Return the page's address in the admin."""
    return [path("recommendations/preview/", preview, name="recommendation_preview")]


class PreviewMenuItem(MenuItem):
    """The way to the preview; shown to those who may give recommendations."""

    def __init__(self) -> None:
        super().__init__("看谁会收到什么", reverse("recommendation_preview"), icon_name="view", order=261)

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether to show the item."""
        return bool(request.user.has_perm(PERMISSION))
