"""The operator's form for one account."""

from typing import Any

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm

from members.models import Organization

MEMBER_FIELDS = {
    "username",
    "name",
    "organization",
    "category",
    "is_mobile",
    "has_smartphone",
    "email",
    "is_superuser",
    "groups",
}


class OrganizationChoiceField(forms.ModelChoiceField):
    """A choice of organisation that shows the tree by indentation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organization.objects.all(), **kwargs)

    def label_from_instance(self, obj: Organization) -> str:
        """Return the name, indented by depth."""
        return "　" * (obj.depth - 1) + obj.name


class MemberCreationForm(UserCreationForm):
    """A new account; mail is optional, because many members have none."""

    email = forms.EmailField(label="邮箱", required=False)
    first_name = None
    last_name = None
    organization = OrganizationChoiceField(label="所在党组织", required=False)

    class Meta(UserCreationForm.Meta):
        fields = MEMBER_FIELDS


class MemberEditForm(UserEditForm):
    """An existing account."""

    email = forms.EmailField(label="邮箱", required=False)
    first_name = None
    last_name = None
    organization = OrganizationChoiceField(label="所在党组织", required=False)

    class Meta(UserEditForm.Meta):
        fields = MEMBER_FIELDS | {"is_active"}
