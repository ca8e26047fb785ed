"""What search can find of quizzes: title and introduction, never a question."""

from typing import Any

from django.urls import reverse

from library.finding import public_topics
from quizzes.models import QuizPage
from quizzes.policies import quiz_policy
from search.following import follow
from search.registry import Facts, Found, Named, Option, Source, register

KIND = Option("quiz", "测验")


def register_sources() -> None:
    """Hand search the quizzes a person may see."""
    follow(QuizPage)
    register(
        Source(
            name="quizzes",
            label="测验",
            visible_to=quiz_policy.visible_to,
            show=show_quiz,
            order=2,
            facts=facts_of_quizzes,
            names=names_of_quizzes,
            watched=(QuizPage,),
        )
    )


def show_quiz(quiz: Any) -> Found:
    """Return a quiz as a hit."""
    url = reverse("quizzes:quiz", args=[quiz.slug])
    return Found(
        title=quiz.title,
        kind=KIND.label,
        url=url,
        text=quiz.intro or quiz.title,
        group=f"quiz:{quiz.pk}",
        group_url=url,
    )


def names_of_quizzes() -> list[Named]:
    """Return what published quizzes are called."""
    rows = QuizPage.objects.live().values_list("pk", "title")
    return [Named(title, pk) for pk, title in rows]


def facts_of_quizzes() -> dict[int, Facts]:
    """Return what filters go by: the topic and the day it opens."""
    topics = public_topics()
    return {
        quiz.pk: Facts(
            # Works of the library have positive numbers.
            work=-quiz.pk,
            kind=KIND,
            topics=(topics[quiz.topic_id],) if quiz.topic_id in topics else (),
            day=quiz.opens_at.date() if quiz.opens_at else None,
        )
        for quiz in QuizPage.objects.live()
    }
