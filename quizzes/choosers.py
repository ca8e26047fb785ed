"""Choosing a question or a bank in a form of the desk: those within reach."""

from typing import Any

from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from quizzes.models import Question
from quizzes.policies import bank_policy, question_policy

__all__ = ["ReachChooserViewSet"]


class Reach:
    """What a view of the chooser reads, as far as the user may see."""

    request: Any
    model_class: Any

    def get_object_list(self) -> Any:
        """Return what is listed."""
        if self.model_class is Question:
            return question_policy.visible_to(self.request.user).select_related("current")
        return bank_policy.visible_to(self.request.user)

    def get_object(self, pk: Any) -> Any:
        """Return the one that was chosen."""
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Any) -> Any:
        """Return those that were chosen."""
        return self.get_object_list().filter(pk__in=pks)


class ReachChooseView(Reach, ChooseView):
    """The list in its window."""


class ReachChooseResultsView(Reach, ChooseResultsView):
    """The list alone, as it is paged."""


class ReachChosenView(Reach, SnippetChosenView):
    """The one that was chosen."""


class ReachChosenMultipleView(Reach, SnippetChosenMultipleView):
    """Those that were chosen."""


class ReachChooserViewSet(SnippetChooserViewSet):
    """The chooser of questions, and that of banks."""

    choose_view_class = ReachChooseView
    choose_results_view_class = ReachChooseResultsView
    chosen_view_class = ReachChosenView
    chosen_multiple_view_class = ReachChosenMultipleView
