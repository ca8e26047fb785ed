"""Three questions at the end of each 微党课 of the demo, taken from the demo's own bank."""

from library.models import MicroLecturePage
from quizzes.models import Question, QuizIndexPage, QuizPage, QuizQuestion, QuizSection

# How each question begins.
QUESTIONS = {
    "monthly-study-lecture": (
        "某支部当月集中学习应到三十名党员",
        "汛期将至，某村支部估计六、七两个月",
        "两名党员对条文的含义理解不同",
    ),
    "makeup-study-lecture": (
        "下列各项中，属于《支部学习管理规定（示例）》认可的补课方式的有",
        "党员小李因住院缺席四月的集中学习",
        "流动党员老赵在外地参加了三次学习",
    ),
    "gifts-lecture": (
        "窗口工作人员小林办完事后",
        "某工作人员到场后才发现，饭局上有",
        "按照《廉洁从业若干规定（示例）》，群众主动送来的锦旗",
    ),
}


def ask_after_lectures() -> int:
    """Set and publish a quiz of three questions after each lecture; return how many.

    Raises:
        Question.DoesNotExist: the bank of ours has no such question, which a test would have caught.
    """
    for slug, beginnings in QUESTIONS.items():
        lecture = MicroLecturePage.objects.get(slug=slug)
        section = QuizSection(title="", points=1)
        section.questions = [
            QuizQuestion(question=_question(words), sort_order=place)
            for place, words in enumerate(beginnings)
        ]
        quiz = QuizPage(
            title=f"课后三题：{lecture.title}",
            slug=f"after-{slug}",
            kind=QuizPage.Kind.PRACTICE,
            intro="看完这一课，答三道题；答错的会带您回到原文。",
            topic=lecture.topics.first(),
            lecture=lecture,
            live=False,
        )
        quiz.sections = [section]
        QuizIndexPage.objects.get().add_child(instance=quiz)
        quiz.save_revision().publish()
    return len(QUESTIONS)


def _question(words: str) -> Question:
    return Question.objects.usable().get(current__stem__startswith=words)
