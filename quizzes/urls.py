"""Addresses of quizzes."""

from django.urls import path, register_converter

from quizzes import attempt_views, marking_views, review_views, views


class QuizSlugConverter:
    """A quiz's name in its address; Chinese is allowed."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        """Return the slug as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the slug as it stands."""
        return value


register_converter(QuizSlugConverter, "quiz_slug")

app_name = "quizzes"
urlpatterns = [
    path("", views.listing, name="list"),
    path("attempts/<int:pk>/", attempt_views.attempt, name="attempt"),
    path("attempts/<int:pk>/answers/<int:position>/", attempt_views.answer, name="answer"),
    path("attempts/<int:pk>/answers/<int:position>/check/", attempt_views.check, name="check"),
    path("attempts/<int:pk>/submit/", attempt_views.submit, name="submit"),
    path("attempts/<int:pk>/result/", attempt_views.result, name="result"),
    path("review/", review_views.review, name="review"),
    path("review/answer/", review_views.answer, name="review_answer"),
    path("review/answers/<int:pk>/", review_views.result, name="review_result"),
    path("review/answers/<int:pk>/rating/", review_views.rate, name="review_rate"),
    path("review/plan/", review_views.plan, name="review_plan"),
    path("marking/", marking_views.desk, name="marking"),
    path("marking/<int:pk>/", marking_views.mark, name="mark"),
    path("wrong/", review_views.wrong, name="wrong"),
    path("<quiz_slug:slug>/", views.quiz, name="quiz"),
    path("<quiz_slug:slug>/start/", views.start, name="start"),
]
