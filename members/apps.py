"""App configurations."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    """Who: organisations, members, appointments, audiences."""

    name = "members"
    verbose_name = "党组织和党员"
    default = True


class AccountsConfig(WagtailUsersAppConfig):
    """Wagtail's account screens, asking what our members have."""

    user_viewset = "members.viewsets.MemberViewSet"
    default = False
