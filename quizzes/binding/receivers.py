"""Following the library: a text that changes puts the questions that cite it in doubt."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.utils import timezone
from wagtail.signals import page_unpublished

from library.models import MaterialPage
from library.signals import provisions_rebuilt
from quizzes.binding.actions import settle_revised
from quizzes.binding.staleness import recheck_begun, recheck_citations, work_of
from quizzes.models import Question, QuestionVersion
from quizzes.signals import question_approved, question_revised


def _rebuilt(sender: type, material: MaterialPage, **kwargs: Any) -> None:
    recheck_citations(work=work_of(material))


def _withdrawn(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, MaterialPage):
        recheck_citations(work=work_of(instance))


def _logged_in(sender: type, **kwargs: Any) -> None:
    # An edition that was published before its day comes into force with nobody publishing anything.
    recheck_begun(timezone.localdate())


def _revised(sender: type, question: Question, version: QuestionVersion, **kwargs: Any) -> None:
    settle_revised(question=question, member=version.created_by)
    # A question that was edited and still cites what was amended stays in doubt.
    _recheck(version)


def _approved(sender: type, question: Question, **kwargs: Any) -> None:
    if question.current:
        _recheck(question.current)


def _recheck(version: QuestionVersion) -> None:
    works = (work_of(one.material) for one in version.citations.select_related("material"))
    for work in {work.pk: work for work in works}.values():
        recheck_citations(work=work)


def connect() -> None:
    """Listen to texts made anew or withdrawn, and to the day's first log-in."""
    provisions_rebuilt.connect(_rebuilt, dispatch_uid="quizzes.recheck")
    page_unpublished.connect(_withdrawn, dispatch_uid="quizzes.recheck_withdrawn")
    question_approved.connect(_approved, dispatch_uid="quizzes.recheck_approved")
    question_revised.connect(_revised, dispatch_uid="quizzes.settle_doubts")
    user_logged_in.connect(_logged_in, dispatch_uid="quizzes.recheck_begun")
