"""Questions that need a hand: some written on an older edition, some of a bank nobody has bound to its sources yet."""

from dataclasses import replace

from library.models import EditionPage, MaterialPage, Provision
from quizzes.actions import create_questions
from quizzes.binding.keeping import words_of
from quizzes.binding.matching import draft_from
from quizzes.binding.staleness import recheck_citations
from quizzes.drafts import Cited, QuestionDraft
from quizzes.models import Question, QuestionBank

OLD_BANK = "往年题库（示例）"
UNSORTED_BANK = "待整理题库（示例）"
WORK, OLD_EDITION = "study-rules", "2021-10-01"
UNSORTED_WORKS = ("integrity-rules", "open-affairs", "mobile-members")
EACH = 5
# (kind, stem, answer, article of the old edition, quote)
OLD_QUESTIONS = (
    (
        "blank",
        "根据《支部学习管理规定（示例）》，支部应当提前 ____ 告知集中学习的时间、地点和内容。",
        [["两日", "2日"]],
        "art_4",
        "提前两日告知学习的时间、地点和内容",
    ),
    (
        "truefalse",
        "新任职的党员领导干部，应当在任职后六个月内学完与岗位职责有关的党内规定和法律。",
        True,
        "art_27",
        "应当在任职后六个月内学完与岗位职责有关的党内规定和法律",
    ),
    (
        "truefalse",
        "党小组每月至少组织一次学习讨论。",
        True,
        "art_22",
        "党小组每月至少组织一次学习讨论",
    ),
)


def plant_old_questions() -> int:
    """Write questions on the edition before the present one, and let what changed since put them in doubt."""
    work = MaterialPage.objects.exclude(kind=MaterialPage.Kind.EDITION).get(slug=WORK)
    edition = EditionPage.objects.child_of(work).get(slug=OLD_EDITION)
    drafts = [
        QuestionDraft(
            kind=kind,
            stem=stem,
            answer=answer,
            explanation="按2021年修订的文本出题。",
            citations=(Cited(edition, address, quote),),
        )
        for kind, stem, answer, address, quote in OLD_QUESTIONS
    ]
    bank = QuestionBank.objects.create(name=OLD_BANK)
    create_questions(author=None, bank=bank, drafts=drafts, state=Question.State.READY)
    return recheck_citations(work=work)


def plant_unsorted_questions() -> int:
    """Write questions without a source, as a spreadsheet brings them."""
    drafts = []
    for slug in UNSORTED_WORKS:
        work = MaterialPage.objects.exclude(kind=MaterialPage.Kind.EDITION).get(slug=slug)
        edition = EditionPage.objects.child_of(work).live().order_by("-effective_from").first()
        articles = Provision.objects.filter(material=edition, kind="article").order_by("position")
        ideas = [
            replace(idea, stem=idea.stem.replace(f"》{article.number}，", "》，"))
            for article in articles
            for idea in draft_from(work.title, article.number, words_of(article))[:1]
            if idea.kind == "blank"
        ]
        drafts += [QuestionDraft(kind=idea.kind, stem=idea.stem, answer=idea.answer) for idea in ideas[:EACH]]
    bank = QuestionBank.objects.create(name=UNSORTED_BANK)
    return len(create_questions(author=None, bank=bank, drafts=drafts))
