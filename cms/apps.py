"""App configuration."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The site itself."""

    name = "cms"
    verbose_name = "站点"
