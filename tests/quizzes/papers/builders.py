"""A small bank over a regulation of three chapters, to draw from."""

from typing import Any

from library.models import EditionPage, RegulationPage
from quizzes.models import Question, QuizDraw
from tests.quizzes.builders import NEW_DAY, cite, publish, question

ARTICLES = 12
BODY = "支部工作规定（示例）\n\n" + "\n\n".join(
    f"第{chapter}章　{title}\n\n"
    + "\n\n".join(
        f"第{'一二三四五六七八九十'[number - 1] if number <= 10 else '十' + '一二'[number - 11]}条　第{number}件事要按时办好。"
        for number in numbers
    )
    for chapter, title, numbers in (
        ("一", "总则", range(1, 5)),
        ("二", "学习", range(5, 9)),
        ("三", "附则", range(9, 13)),
    )
)


def regulation() -> RegulationPage:
    """Publish the regulation."""
    work = publish(RegulationPage(title="支部工作规定（示例）", slug="branch-work"))
    edition = EditionPage(title=work.title, slug="2024", effective_from=NEW_DAY, body=BODY)
    publish(edition, below=work)
    return work


def edition_of(work: RegulationPage) -> EditionPage:
    """Return its one edition."""
    return EditionPage.objects.child_of(work).get()


def questions_on(work: RegulationPage, kind: str = "single", **fields: Any) -> list[Question]:
    """Store a question on each article; `work` may have them of several kinds."""
    edition = edition_of(work)
    return [
        question(
            kind,
            stem=f"{kind} 第{number}件事什么时候办？" + ("____" if kind == "blank" else ""),
            citations=(cite(edition, f"art_{number}", f"第{number}件事要按时办好"),),
            **fields,
        )
        for number in range(1, ARTICLES + 1)
    ]


def draw_of(count: int, **fields: Any) -> QuizDraw:
    """Return a draw, not stored yet."""
    return QuizDraw(count=count, sort_order=0, **fields)
