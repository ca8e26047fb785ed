"""What an editor may put into a paper: questions and banks within reach, and what the paper holds already."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

if TYPE_CHECKING:
    from members.models import Organization
    from quizzes.models import Question, QuestionBank, QuizPage

__all__ = ["Reach", "ReachPanel", "reach_of"]


@dataclass(frozen=True)
class Reach:
    """The choices of one editor in one paper."""

    banks: "QuerySet[QuestionBank]"
    questions: "QuerySet[Question]"
    organizations: "QuerySet[Organization]"


def reach_of(user: Any, quiz: "QuizPage | None" = None) -> Reach:
    """Return what `user` may choose; what `quiz` holds already stays, so that saving it again loses nothing."""
    from quizzes.models import Question, QuestionBank
    from quizzes.policies import bank_policy

    banks, questions = set(), set()
    for section in quiz.sections.all() if quiz else []:
        banks |= {draw.bank_id for draw in section.draws.all() if draw.bank_id}
        questions |= {row.question_id for row in section.questions.all()}
    mine = bank_policy.visible_to(user)
    return Reach(
        QuestionBank.objects.filter(Q(pk__in=mine) | Q(pk__in=banks)),
        Question.objects.filter(Q(bank__in=mine) | Q(pk__in=questions)),
        bank_policy.owners_within_reach(user),
    )


class ReachForm(WagtailAdminModelForm):
    """A form inside the form of a quiz; it offers what is within reach and refuses the rest."""

    def __init__(self, *args: Any, reach: Reach | None = None, **kwargs: Any) -> None:
        self.reach = reach
        super().__init__(*args, **kwargs)
        if reach and "bank" in self.fields:
            self.fields["bank"].queryset = reach.banks
        if reach and "question" in self.fields:
            self.fields["question"].queryset = reach.questions


class ReachPanel(InlinePanel):
    """Forms inside a form that are told what is within reach."""

    def get_form_options(self) -> dict[str, Any]:
        """Hand the reach of the form around on to those inside."""
        options: dict[str, Any] = super().get_form_options()
        inside = options["formsets"][self.relation_name]
        form = inside.get("form", WagtailAdminModelForm)
        # Wagtail may have made a form of its own, with fields that may stay empty in a draft.
        inside["form"] = type(form)("ReachForm", (ReachForm, form), {})
        inside["inherit_kwargs"] = ["for_user", "reach"]
        return options
