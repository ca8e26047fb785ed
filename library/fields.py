"""Model fields of the library."""

from typing import Any

from wagtail.fields import StreamField


class LeanStreamField(StreamField):
    """A StreamField whose block definitions stay out of migrations.

    Blocks are code, not schema; written into migrations they grow to most of a Wagtail repository
    (see torchbox's migration-friendly StreamFields).
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Describe the field to the migration writer without its blocks."""
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
