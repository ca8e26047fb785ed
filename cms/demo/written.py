"""A quiz with written answers: some marked by the branch secretary, some still waiting at the marking desk."""

from datetime import datetime, timedelta
from decimal import Decimal

from members.models import Member
from quizzes.actions import mark_essay, save_answers, start_attempt, submit_attempt
from quizzes.models import (
    Attempt,
    AttemptItem,
    Question,
    QuestionVersion,
    QuizIndexPage,
    QuizPage,
    QuizQuestion,
    QuizSection,
)

TAG = "三会一课"
KINDS = (Question.Kind.ORDERING, Question.Kind.MATCHING, Question.Kind.ESSAY)
POINTS = 4
SAID = (
    "要留下会议记录和任务清单。记录写时间、地点、谁主持、谁到会、议了什么、定了什么，当天整理好签上名；清单一件事一行，写谁办、哪天办完。",
    "因为光念没有讨论，大家没有听进去。上个月的党课请村里的老党员讲修渠的事，大家问了不少，比念材料强；下次可以先收几个问题再讲。",
)
OTHER_SAID = ("记录和照片。", "念材料只是传达。")


def ask_written_questions(*, now: datetime) -> int:
    """Publish the quiz, let two people of one branch take it and its secretary mark some; return how many answers wait."""
    quiz = _quiz()
    member = Member.objects.get(username="member")
    secretary = Member.objects.get(username="secretary")
    fellow = (
        Member.objects.filter(organization=member.organization).exclude(pk=member.pk).order_by("pk").first()
    )
    papers = [_take(member, quiz, SAID, now - timedelta(days=2))]
    if fellow is not None:
        papers.append(_take(fellow, quiz, OTHER_SAID, now - timedelta(days=1)))
    first = papers[0].items.filter(version__question__kind=Question.Kind.ESSAY).order_by("position")[0]
    mark_essay(
        marker=secretary,
        item=first,
        marks=[Decimal(1), Decimal("1.5"), Decimal(1), Decimal(2)],
        comment="两样都写到了。记录里再补上缺席的人和主要意见就全了。",
        now=now - timedelta(days=1),
    )
    return AttemptItem.objects.written().unmarked().count()


def _quiz() -> QuizPage:
    quiz = QuizPage(
        title="三会一课简答练习（示例）",
        slug="three-meetings-written",
        intro="排一排、连一连、写一写。简答由支部书记按要点评分，评完以前显示“待阅”。",
        attempts_allowed=2,
        pass_percent=60,
        live=False,
    )
    chosen = Question.objects.usable().filter(kind__in=KINDS, tags__name=TAG).order_by("pk")
    section = QuizSection(title="", points=POINTS, sort_order=0)
    section.questions = [QuizQuestion(question=one, sort_order=order) for order, one in enumerate(chosen)]
    quiz.sections = [section]
    QuizIndexPage.objects.get().add_child(instance=quiz)
    quiz.save_revision().publish()
    return quiz


def _take(member: Member, quiz: QuizPage, said: tuple[str, ...], moment: datetime) -> Attempt:
    attempt = start_attempt(member=member, quiz=quiz, now=moment)
    words = iter(said)
    answers = {
        item.position: next(words)
        if item.version.question.kind == Question.Kind.ESSAY
        else _arranged(item.version)
        for item in attempt.items.select_related("version__question").order_by("position")
    }
    done = moment + timedelta(minutes=18)
    save_answers(member=member, attempt=attempt, answers=answers, now=done)
    return submit_attempt(member=member, attempt=attempt, now=done)


def _arranged(version: QuestionVersion) -> list[int]:
    """Return an answer that is nearly right: the last two places are changed over."""
    key: list[int] = list(version.answer)
    return [*key[:-2], key[-1], key[-2]]
