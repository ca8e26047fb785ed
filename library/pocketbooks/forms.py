"""The editor's form of a pocket book: what is wrong with its contents is said before it is published."""

from typing import Any

from django.core.exceptions import ValidationError

from library.page_forms import QuotingForm, is_going_further
from library.pocketbooks.errors import BookError


class PocketBookForm(QuotingForm):
    """Keeps a book from being published that could not be printed; a draft may be saved at any time."""

    def clean(self) -> dict[str, Any]:
        """Compile the contents when the book is to go further."""
        from library.pocketbooks.compiling import compile_chapters

        data: dict[str, Any] = super().clean()
        if is_going_further(self.data) and "items" in data:
            try:
                compile_chapters(data["items"])
            except BookError as error:
                # At the head of the form: the sentence names the item it is about.
                self.add_error(None, ValidationError(str(error)))
        return data
