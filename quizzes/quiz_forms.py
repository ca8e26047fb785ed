"""The form of a quiz in the editor: a paper that cannot be made is not published, nor one made of banks out of reach."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.forms import modelform_factory

from library.page_forms import QuotingForm, is_going_further
from quizzes.errors import NotAllowed
from quizzes.reach import reach_of

if TYPE_CHECKING:
    from members.models import Organization
    from quizzes.models import QuizDraw

OUT_OF_REACH = "“{}”的题库不归您看：请给每条抽题选好题库，或者把“组织单位”改成您看得到题库的组织、留空。"


class QuizPageForm(QuotingForm):
    """Offers what is within the editor's reach, and checks the whole paper, drafts of draws included, when the quiz is to go further; a draft may be kept as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("for_user")
        self.reach = reach_of(user, kwargs.get("instance")) if user else None
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and user and not self.initial.get("organization"):
            self.initial["organization"] = user.organization_id

    def is_valid(self) -> bool:
        """Tell whether the form may be saved, with one sentence for every draw that cannot be served."""
        valid: bool = super().is_valid()
        if not valid:
            return valid
        # A draft too: its preview shows the questions.
        if self._draws_out_of_reach():
            self.add_error("organization", OUT_OF_REACH.format(self.instance.organization))
            return False
        if not is_going_further(self.data):
            return valid
        from quizzes.papers.checking import faults_of
        from quizzes.papers.plans import plans_in_form

        for fault in faults_of(plans_in_form(self), self.instance.organization):
            self.add_error(None, fault)
            valid = False
        return valid

    def _draws_out_of_reach(self) -> bool:
        """Tell whether a draw, added or changed here, would take from banks that the editor may not see."""
        held_by = self.instance.organization
        if held_by is None or self.reach is None or self.reach.organizations.filter(pk=held_by.pk).exists():
            return False
        moved = "organization" in self.changed_data
        sections = [one for one in self.formsets["sections"].forms if not _is_deleted(one)]
        draws = [draw for one in sections for draw in one.formsets["draws"].forms if not _is_deleted(draw)]
        return any(
            not draw.instance.bank_id and (draw.has_changed() or (moved and draw.instance.pk))
            for draw in draws
        )


def _is_deleted(form: Any) -> bool:
    return bool(form.cleaned_data.get("DELETE"))


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


def holder_asked(data: Mapping[str, str], *, user: Any) -> "Organization | None":
    """Return the organisation that the form says holds the quiz.

    Raises:
        NotAllowed: its banks are not the user's to see, or there is no such organisation.
    """
    said = data.get("organization", "")
    if not said:
        return None
    found = reach_of(user).organizations.filter(pk=said).first() if said.isdecimal() else None
    if found is None:
        raise NotAllowed("“组织单位”的题库不归您看，数不出来；请选题库。")
    return found
