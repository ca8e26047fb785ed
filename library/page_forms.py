"""Forms of pages in the editor: what must be in order before a text may be published."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

PUBLISHING = ("action-publish", "action-submit", "action-restart-workflow")


class QuotingForm(WagtailAdminPageForm):
    """Keeps a page from being published while a quotation in it differs from its source and nobody has said why.

    A draft may be saved at any time, and a reviewer may always send a text back.
    """

    def clean(self) -> dict[str, Any]:
        """Check the quotations when the text is to go further."""
        data: dict[str, Any] = super().clean()
        if is_going_further(self.data):
            self._check_quotations(data)
        return data

    def save(self, commit: bool = True) -> Any:
        """Keep the reasons given for quotations together with the text they are about, before it goes any further."""
        from library import quotations

        page = super().save(commit=commit)
        reasons = quotations.reasons_in(self.data)
        if reasons and page.pk:
            quotations.answer_quotations(page=page, reasons=reasons, by=self.for_user)
        return page

    def _check_quotations(self, data: dict[str, Any]) -> None:
        from library import quotations

        answered = set(quotations.reasons_in(self.data))
        waiting = [
            quotation
            for quotation in quotations.open_quotations(quotations.with_values(self.instance, data))
            if quotation.fingerprint not in answered
        ]
        if waiting:
            field = "body" if "body" in self.fields else None
            self.add_error(field, quotations.refusal(waiting))


class EditionForm(QuotingForm):
    """Names the address of a new edition after the day it takes effect, when the editor names none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Fill in the address."""
        data = super().clean()
        if not data.get("slug") and data.get("effective_from"):
            data["slug"] = data["effective_from"].isoformat()
        return data


def is_going_further(data: Mapping[str, Any]) -> bool:
    """Tell whether a form was sent to publish, to hand in or to approve, and not only to keep a draft."""
    approves = bool(data.get("action-workflow-action")) and data.get("workflow-action-name") == "approve"
    return approves or any(data.get(name) for name in PUBLISHING)
