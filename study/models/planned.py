"""What a plan holds, whoever's plan it is: the same nouns in an annual plan, a template and a personal plan."""

from django.contrib import admin
from django.db import models

from library.models import MaterialPage
from quizzes.models import QuizPage


class PlannedThing(models.Model):
    """One thing to do.

    `first_address` and `last_address` bound a part of the material, both included; empty is the whole. `title` is kept
    beside the link, so that a plan still reads when a page is gone. `minutes` is an estimate; a goal has none.
    """

    class Kind(models.TextChoices):
        MATERIAL = "material", "读资料"
        PART = "part", "读一部分"
        LECTURE = "lecture", "看微党课"
        QUIZ = "quiz", "做测验"
        SESSION = "session", "集中学习"
        ACT = "act", "线下活动"
        GOAL = "goal", "自定目标"

    kind = models.CharField("类型", max_length=20, choices=Kind)
    title = models.CharField("内容", max_length=200)
    material = models.ForeignKey(
        MaterialPage, verbose_name="资料", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    first_address = models.CharField("从", max_length=200, blank=True)
    last_address = models.CharField("到", max_length=200, blank=True)
    quiz = models.ForeignKey(
        QuizPage, verbose_name="测验", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    minutes = models.PositiveIntegerField("预计分钟", default=0)
    is_required = models.BooleanField("必学", default=False)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @admin.display(description="类型")
    def kind_label(self) -> str:
        """Return the Chinese name of the kind."""
        return self.Kind(self.kind).label

    @property
    def is_by_hand(self) -> bool:
        """Tell whether only a person can say that it is done."""
        return self.kind in {self.Kind.SESSION, self.Kind.ACT, self.Kind.GOAL}


def thing_fields(thing: PlannedThing) -> dict[str, object]:
    """Return the values of a thing that a copy of it has as well."""
    return {
        field.attname: getattr(thing, field.attname)
        for field in PlannedThing._meta.get_fields()
        if hasattr(field, "attname")
    }
