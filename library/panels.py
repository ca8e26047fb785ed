"""Panels of the page editor: the text with its outline, warnings and quotations beside it."""

from typing import Any

from django import forms
from wagtail.admin.panels import FieldPanel, Panel


class TextPanel(FieldPanel):
    """正文 with what the parser sees in it.

    The box keeps its height and scrolls inside: Wagtail's own grows with the text, and a law is forty screens long.
    """

    def get_form_options(self) -> dict[str, Any]:
        """Take a plain box."""
        options: dict[str, Any] = super().get_form_options()
        options["widgets"] = {self.field_name: forms.Textarea(attrs={"rows": 30, "spellcheck": "false"})}
        return options

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "library/admin/text_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Add outline, warnings and quotations of the text as it stands in the form."""
            from library.text_review import review_of

            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.bound_field is None:
                return context
            text = self.bound_field.value() or ""
            return {**context, "review": review_of(self.instance, text), "page": self.instance}


class QuotationsPanel(Panel):
    """The quotations of a page that is put together from blocks, where they differ from their sources."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "library/admin/quotations_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Add the quotations of the page as it was saved."""
            from library import quotations

            context: dict[str, Any] = super().get_context_data(parent_context)
            found = quotations.quotations_of(self.instance)
            waiting = sum(1 for quotation in found if not quotation.reason)
            return {**context, "quotations": found, "waiting": waiting}
