"""The editors' desk: our name on it, Chinese type, and Wagtail's widgets under a CSP without inline scripts."""

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.telepath import register
from wagtail.admin.ui.sidebar import MainMenuModule

from cms.sidebar import NamedMainMenu

register(NamedMainMenu(), MainMenuModule)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """Bring the desk's type and colours closer to the site's."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin/desk.css"))


@hooks.register("insert_global_admin_js")
def admin_js() -> SafeString:
    """Start the widgets whose inline scripts the CSP keeps from running, and have a log-out clear the device."""
    scripts = ("cms/admin/widgets.js", "cms/offline/leaving.js")
    return format_html_join(
        "\n", '<script type="module" src="{}"></script>', [(static(name),) for name in scripts]
    )
