"""A bank's questions as rows, in the shape `quizzes.actions.load_questions` takes."""

from typing import Any

from library.models import EditionPage, MaterialPage
from quizzes.models import Question, QuestionBank, QuestionCitation, QuestionVersion


def rows_of(bank: QuestionBank) -> list[dict[str, Any]]:
    """Return the current version of every question of `bank` that is in use, in the order they were written."""
    questions = (
        Question.objects.filter(bank=bank, current__isnull=False)
        .exclude(state=Question.State.RETIRED)
        .with_content()
        .prefetch_related("tagged_items__tag")
        .order_by("pk")
    )
    slugs = _work_slugs(bank)
    return [_row(question, question.current, slugs) for question in questions if question.current]


def _row(question: Question, version: QuestionVersion, slugs: dict[int, str]) -> dict[str, Any]:
    left = {"prompts": list(version.prompts)} if version.prompts else {}
    return {
        "kind": question.kind,
        "stem": version.stem,
        "options": list(version.options),
        **left,
        "answer": version.answer,
        "explanation": version.explanation,
        "difficulty": version.difficulty,
        "tags": sorted(item.tag.name for item in question.tagged_items.all()),
        "cites": [_cite(cited, slugs) for cited in sorted(version.citations.all(), key=lambda one: one.pk)],
    }


def _cite(cited: QuestionCitation, slugs: dict[int, str]) -> dict[str, str]:
    """Return a citation by names that mean the same in another library: an edition under its regulation."""
    material = cited.material
    cite: dict[str, str] = {
        "material": slugs.get(material.pk) or str(material.slug),
        "address": cited.address,
    }
    if material.pk in slugs:
        cite["edition"] = str(material.slug)
    if cited.quote:
        cite["quote"] = cited.quote
    return cite


def _work_slugs(bank: QuestionBank) -> dict[int, str]:
    """Return the slug of the regulation above each edition the bank cites."""
    cited = QuestionCitation.objects.filter(version__question__bank=bank).values("material")
    editions = EditionPage.objects.filter(pk__in=cited)
    paths = {edition.pk: edition.path[: -edition.steplen] for edition in editions}
    above = MaterialPage.objects.filter(path__in=set(paths.values()))
    works = {page.path: page.slug for page in above.only("path", "slug")}
    return {pk: works[path] for pk, path in paths.items() if path in works}
