"""Wagtail's account screens for members."""

from django.utils.functional import cached_property
from wagtail.users.views.users import IndexView, UserViewSet

from members.account_forms import MemberCreationForm, MemberEditForm


class MemberIndexView(IndexView):
    """The list of accounts, searched by name too."""

    @cached_property
    def search_fields(self) -> set[str]:
        """Return the fields the search box looks into."""
        return {"username", "name"}


class MemberViewSet(UserViewSet):
    """Accounts with a Chinese name and a place in the organisation."""

    index_view_class = MemberIndexView
    template_prefix = "members/accounts/"

    def get_form_class(self, for_update: bool = False) -> type[MemberCreationForm | MemberEditForm]:
        """Return the form for a new account or for an existing one."""
        return MemberEditForm if for_update else MemberCreationForm
