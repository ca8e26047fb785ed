"""Can this paper be made? What an editor is told before publishing, and a member before starting."""

from collections.abc import Sequence

from members.models import Organization
from quizzes.models import Question, QuizDraw
from quizzes.papers.drawing import Request, draw
from quizzes.papers.places import UnreadablePlace
from quizzes.papers.plans import Plan
from quizzes.papers.sources import candidates, said_banks

__all__ = ["faults_of", "says_what"]


def faults_of(plans: Sequence[Plan], organization: Organization | None) -> list[str]:
    """Return one sentence for every draw that cannot be served and every question asked twice; none for a good paper.

    `organization` holds the quiz: its banks are drawn from where a draw names none.
    """
    if not any(plan.chosen or plan.draws for plan in plans):
        return ["试卷里还没有题目：请在“试卷”里指定题目，或添加一条抽题。"]
    return [*_repeated(plans), *_unusable(plans), *_unserved(plans, organization)]


def _repeated(plans: Sequence[Plan]) -> list[str]:
    seen: set[int] = set()
    faults = []
    for number, plan in enumerate(plans, 1):
        for row in plan.chosen:
            if row.question_id in seen:
                faults.append(f"{name_of(plan, number)}里的题目“{row.question}”前面已经有了，请去掉一处。")
            seen.add(row.question_id)
    return faults


def _unusable(plans: Sequence[Plan]) -> list[str]:
    return [
        f"{name_of(plan, number)}里的题目“{row.question}”现在是“{row.question.state_label()}”，"
        "不会出在试卷上：请先把它审到“可用”，或换一道题。"
        for number, plan in enumerate(plans, 1)
        for row in plan.chosen
        if row.question.state != Question.State.READY
    ]


def _unserved(plans: Sequence[Plan], organization: Organization | None) -> list[str]:
    rules = [(number, plan, rule) for number, plan in enumerate(plans, 1) for rule in plan.draws]
    pools, faults = [], []
    for number, plan, rule in rules:
        try:
            pools.append(candidates(rule, organization))
        except UnreadablePlace as error:
            pools.append([])
            faults.append(f"{name_of(plan, number)}：{error}")
    taken = {row.question_id for plan in plans for row in plan.chosen}
    requests = [Request(rule.count, pool) for (_, _, rule), pool in zip(rules, pools, strict=True)]
    for (number, plan, rule), pool, got in zip(rules, pools, draw(requests, taken=taken), strict=True):
        if len(got) < rule.count:
            faults.append(_short(name_of(plan, number), rule, organization, (len(pool), len(got))))
    return faults


def _short(where: str, rule: QuizDraw, organization: Organization | None, found: tuple[int, int]) -> str:
    fit, left = found
    told = f"{where}的题不够抽：{says_what(rule)}需要 {rule.count} 道，"
    if fit >= rule.count:
        return f"{told}合要求的有 {fit} 道，除去试卷别处要用的只剩 {left} 道。请减少道数，或放宽条件。"
    looked = "" if rule.bank_id else f"没有选题库，只在{said_banks(organization)}里找；"
    return f"{told}只有 {fit} 道可用。{looked}请减少道数、放宽条件，或先补充题目。"


def name_of(plan: Plan, number: int) -> str:
    """Return what a section is called in a sentence."""
    return f"“{plan.title}”" if plan.title else f"第 {number} 部分"


def says_what(rule: QuizDraw) -> str:
    """Return a draw in words: “从《支部学习规定》第三章抽单选题（适中）”."""
    source = f"从《{rule.material.title}》{rule.place}" if rule.material else ""
    bank = f"从“{rule.bank}”" if rule.bank and not source else ""
    hard = f"（{rule.get_difficulty_display()}）" if rule.difficulty else ""
    return f"{source or bank}抽{rule.get_kind_display() or '题'}{hard}"
