"""App configuration."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Sound and picture: files and images."""

    name = "media"
    verbose_name = "声音和图片"
