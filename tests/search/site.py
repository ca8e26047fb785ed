"""A small published library to search in; every word of it is invented."""

from dataclasses import dataclass
from typing import Any

from django.core.management import call_command

from library.models import EditionPage, GuidePage, RegulationPage
from quizzes.models import QuizPage
from tests.library import builders
from tests.quizzes import builders as quizzes

OLD = """支部学习办法（示例）

第一条　党员应当参加支部的三会一课，按时交纳党费。

第二条　支部每月开展一次主题党日，缺席的应当补课。

第三条　旧办法的专用条款，只在这里出现。
"""
NEW = """支部学习办法（示例）

第一章　总则

第一条　党员应当参加支部的三会一课，主动交纳党费。

第二章　组织

第二条　支部每月开展一次主题党日，缺席的应当补课。

第三条　流动党员在流入地参加学习的，由流入地支部认可。
"""
GUIDE = """补课怎么安排（示例）

一、先问原因

缺席的同志不要先批评，先问一声有什么难处。

二、再定时间

补课可以在周末，也可以送学上门。
"""
CLOSED = """内部学习材料（示例）

第一条　凤凰计划只给编辑看，缺席的也应当补课。
"""


@dataclass
class Library:
    """What is in it."""

    work: RegulationPage
    current: EditionPage
    old: EditionPage
    guide: GuidePage
    closed: RegulationPage
    quiz: QuizPage


def build_library() -> Library:
    """Publish everything, and index it."""
    topic = builders.topic()
    old = builders.bring_in(OLD, slug="branch-rules", edition="2018-07-01")
    current = builders.bring_in(NEW, slug="branch-rules", edition="2024-07-01")
    work = RegulationPage.objects.parent_of(current).get()
    work.short_title, work.issuer, work.summary = "学习办法", "测试区委", "支部怎样安排学习。"
    work.topics.add(topic)
    work.save_revision().publish()
    guide = builders.bring_in(GUIDE, kind="guide", slug="make-up-guide")
    closed = builders.bring_in(CLOSED, slug="inner", edition="2024-01-01")
    closed_work = RegulationPage.objects.parent_of(closed).get()
    _restrict(closed_work)
    quiz = quizzes.quiz_of(title="补课小测验（示例）", slug="make-up", intro="关于补课的三道题。")
    call_command("wagtail_update_index", verbosity=0)
    return Library(work, current, old, guide, closed_work, quiz)


def _restrict(page: Any) -> None:
    from django.contrib.auth.models import Group
    from wagtail.models import PageViewRestriction

    builders.restrict(page, PageViewRestriction.GROUPS, *Group.objects.filter(name="编辑"))
