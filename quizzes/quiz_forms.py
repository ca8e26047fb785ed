"""The form of a quiz in the editor: a paper that cannot be made is not published."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.forms import modelform_factory

from library.page_forms import QuotingForm, is_going_further
from quizzes.reach import reach_of

if TYPE_CHECKING:
    from quizzes.models import QuizDraw


class QuizPageForm(QuotingForm):
    """Offers what is within the editor's reach, and checks the whole paper, drafts of draws included, when the quiz is to go further; a draft may be kept as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("for_user")
        self.reach = reach_of(user, kwargs.get("instance")) if user else None
        super().__init__(*args, **kwargs)

    def is_valid(self) -> bool:
        """Tell whether the form may be saved, with one sentence for every draw that cannot be served."""
        valid: bool = super().is_valid()
        if not valid or not is_going_further(self.data):
            return valid
        from quizzes.papers.checking import faults_of
        from quizzes.papers.plans import plans_in_form

        for fault in faults_of(plans_in_form(self)):
            self.add_error(None, fault)
            valid = False
        return valid


def draw_asked(data: Mapping[str, str], *, user: Any) -> "QuizDraw | None":
    """Return the draw a half-filled form describes; None when a choice in it cannot be read, or is out of reach."""
    from quizzes.models import QuizDraw

    fields = ("count", "kind", "difficulty", "material", "place", "bank", "tags")
    form = modelform_factory(QuizDraw, fields=fields)({name: data.get(name, "") for name in fields})
    banks: Any = form.fields["bank"]
    banks.queryset = reach_of(user).banks
    form.is_valid()
    # A place that cannot be read is told by whoever counts, in its own words.
    return form.instance if set(form.errors) <= {"place"} else None
