"""Addresses of the site."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve as wagtail_serve

# One door for everybody: Wagtail's own log-in screens lead to ours.
_log_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{settings.ADMIN_PATH}login/", _log_in, name="wagtailadmin_login"),
    path("_util/login/", _log_in, name="wagtailcore_login"),
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("members.urls")),
    path("search/", include("search.urls")),
    path("quizzes/", include("quizzes.urls")),
    path("study/", include("study.urls")),
    path("lectures/", include("library.lectures.urls")),
    path("uploads/", include("media.urls")),
    path("feeds/", include("library.handing_out.urls")),
    path("", include("cms.site_urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    # Wagtail's own pattern takes no dot, and a provision's JSON has one (`…/art_12.json`).
    re_path(r"^(?P<path>(?:[\w\-]+/)+[\w\-]+\.json)$", wagtail_serve, name="provision_json"),
    # The files of a text have one too.
    re_path(
        r"^(?P<path>(?:[\w\-]+/)+download/(?:akn\.xml|text\.md|text\.docx))$",
        wagtail_serve,
        name="text_download",
    ),
    path("", include(wagtail_urls)),
]
