"""Forms of the operator's desk for organisations, appointments and audiences."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from members.account_forms import OrganizationChoiceField
from members.models import Audience, Member, Organization, Post


class OrganizationForm(WagtailAdminModelForm):
    """An organisation and the one above it; the tree is kept by treebeard, not by a column."""

    parent = OrganizationChoiceField(label="上级党组织", required=False, help_text="最高一级留空。")

    class Meta:
        model = Organization
        fields = ("name", "short_name", "kind", "level", "field", "founded_on", "closed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["parent"] = self.instance.get_parent()

    def clean_parent(self) -> Organization | None:
        """Refuse a parent inside the organisation's own subtree."""
        parent: Organization | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.is_within(self.instance):
            raise forms.ValidationError("上级党组织不能是它自己或它的下级，请另选一个。")
        return parent

    def save(self, commit: bool = True) -> Organization:
        """Place the organisation in the tree: a new one under its parent, an old one moved when that changed."""
        organization = self.instance
        parent: Organization | None = self.cleaned_data["parent"]
        if organization.pk is None:
            if parent:
                return parent.add_child(instance=organization)
            return Organization.add_root(instance=organization)
        organization.save()
        if parent != organization.get_parent():
            target = parent or Organization.get_last_root_node()
            organization.move(target, pos="last-child" if parent else "last-sibling")
            organization.refresh_from_db()
        return organization


class AudienceForm(WagtailAdminModelForm):
    """Conditions as boxes to tick."""

    posts = forms.MultipleChoiceField(
        label="职务", choices=Post.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    categories = forms.MultipleChoiceField(
        label="类别", choices=Member.Category.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    subtree = OrganizationChoiceField(
        label="范围", required=False, help_text="选定的党组织及其下级；留空为全部。"
    )

    class Meta:
        model = Audience
        fields = ("name", "posts", "fields", "categories", "mobile_only", "subtree")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A declared form field cannot be called `fields`, so this one is made here.
        self.fields["fields"] = forms.MultipleChoiceField(
            label="领域",
            choices=Organization.Field.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=self.instance.fields,
        )
