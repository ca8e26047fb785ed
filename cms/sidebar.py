"""The main menu of the editors' desk."""

from typing import Any

from wagtail.admin.ui.sidebar import BaseSidebarAdapter, MainMenuModule
from wagtail.admin.utils import get_user_display_name


class NamedMainMenu(BaseSidebarAdapter):
    """Wagtail's main menu, with the person's name at its foot; Wagtail looks for it in `first_name`, which nobody has."""

    js_constructor = "wagtail.sidebar.MainMenuModule"

    def js_args(self, obj: MainMenuModule) -> list[Any]:
        """Return what the menu is made of in the browser."""
        *menus, person = obj.js_args()
        return [*menus, {**person, "name": get_user_display_name(obj.user)}]
