"""No contest between people, no reward for coming back, no points for time: in models, routes and templates.

DESIGN promise 8. Words are searched in Chinese and English; the few places where one of them means something else are
named below with the reason, so that a new one has to be argued for.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from study.ledger.reckoning import NAMES
from tests.house.test_rules import PACKAGES, ROOT, tracked
from tests.permissions.test_matrix import routes

CONTEST = re.compile(
    r"排名|排行|名次|龙虎榜|光荣榜|榜单|红黑榜|第一名|倒数|超过了?\s*\d+\s*%|击败|领先|落后于"
    r"|leader_?board|\brank(?:ing|ed|s)?\b|\bscoreboard\b|\btop_(?:members|users|people|learners)\b",
    re.I,
)
STREAK = re.compile(r"连续(?:学习|登录|打卡|签到|答题)?\s*\d*\s*天|连胜|打卡|签到|streak|check_?-?in\b", re.I)
TIME_SCORE = re.compile(
    r"(?:学习|阅读|在线|观看)时长|时长(?:积分|排|得分)|(?:每|满)\s*\d*\s*分钟.{0,6}(?:积|记|计|得)\s*\d*\s*分"
    r"|(?:minutes?|seconds?|duration|time_spent)_?(?:points?|score)|(?:points?|score)_?(?:per_)?(?:minutes?|seconds?)",
    re.I,
)
WORDS = {"contest": CONTEST, "streak": STREAK, "time as a score": TIME_SCORE}

# (where, word): what is put in order there, which is no person.
MEANT_OTHERWISE = {
    (
        "quizzes/models/binding.py",
        "rank",
    ): "the place of a proposed source among the proposals for one question",
    ("quizzes/models/binding.py", "名次"): "the same, as the editor reads it",
    ("study/models/recommendation.py", "ranking"): "the order of the readings on one member's desk",
    ("SourceProposal.rank", "rank"): "the same field",
    ("SourceProposal.rank", "名次"): "the same field",
}


# How much time something takes or may take is no record of time spent.
PLANNED_TIME = {"StudyPlan.weekly_minutes": "what a member means to set aside, for the dates a plan proposes"}


def our_models() -> list[type]:
    return [model for name in PACKAGES for model in apps.get_app_config(name).get_models()]


def our_texts() -> Iterator[tuple[str, str]]:
    """Yield (path, text) of templates, scripts, and the modules that define models and addresses."""
    patterns = ("*.html", "*.js", "*/models/*.py", "*/models.py", "*/urls.py", "*/views.py", "*_views.py")
    for path in tracked(*patterns):
        name = str(path.relative_to(ROOT))
        is_vendored = "vendor" in path.parts or path.name.endswith(".min.js")
        if name.startswith(PACKAGES) and not is_vendored:
            yield name, path.read_text(encoding="utf-8")


def found_in(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [match.group() for match in pattern.finditer(text)]


def test_there_is_something_to_search() -> None:
    names = [name for name, _ in our_texts()]
    assert len(names) > 100
    assert any(name.endswith("study/ledger/branch.html") for name in names)


@pytest.mark.parametrize("what", WORDS)
def test_templates_models_and_views_say_nothing_of_it(what: str) -> None:
    found = [
        f"{name}: {word}"
        for name, text in our_texts()
        for word in found_in(text, WORDS[what])
        if (name, word) not in MEANT_OTHERWISE
    ]
    assert found == []


@pytest.mark.parametrize("what", WORDS)
def test_no_route_is_named_for_it(what: str) -> None:
    ours = [
        f"{path} {name}"
        for path, name, pattern in routes(get_resolver().url_patterns)
        if getattr(pattern.callback, "__module__", "").startswith(PACKAGES)
    ]
    assert len(ours) > 50
    assert [one for one in ours if WORDS[what].search(one)] == []


@pytest.mark.parametrize("what", WORDS)
def test_no_model_and_no_field_is_named_for_it(what: str) -> None:
    said = []
    for model in our_models():
        said.append(f"{model.__name__} {model._meta.verbose_name}")
        said += [
            f"{model.__name__}.{field.name} {getattr(field, 'verbose_name', '')}"
            for field in model._meta.get_fields()
        ]
    assert len(said) > 200
    named = [(one.split(" ")[0], word) for one in said for word in found_in(one, WORDS[what])]
    assert [pair for pair in named if pair not in MEANT_OTHERWISE] == []


def test_no_model_that_belongs_to_a_member_counts_time() -> None:
    """What a member did is stored without how long it took: there is nothing a score of minutes could be made from."""
    counting = re.compile(r"minutes|seconds|hours|duration|时长|用时", re.I)
    found = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        if any(field.name == "member" for field in model._meta.get_fields())
        for field in model._meta.concrete_fields
        if f"{model.__name__}.{field.name}" not in PLANNED_TIME
        if counting.search(field.name) or counting.search(str(field.verbose_name))
    ]
    assert found == []


def test_a_rule_of_points_knows_no_kind_for_time_or_for_coming_back() -> None:
    said = " ".join([*NAMES, *NAMES.values()])
    assert not re.search(r"login|daily|minute|hour|second|登录|每日|每天|分钟|小时|时长|签到", said, re.I)


def test_the_words_are_found_where_they_stand() -> None:
    """The search itself works: sentences such an app would show are caught."""
    caught = {
        "contest": ["本支部排名第 3", "学习之星排行榜", "您超过了 87% 的同事", "leaderboard", "rank: 3"],
        "streak": ["已连续学习 12 天", "今日打卡", "streak_days", "daily check-in"],
        "time as a score": ["学习时长 35 分钟", "每 5 分钟积 1 分", "points_per_minute", "minutes_score"],
    }
    for what, sentences in caught.items():
        assert [one for one in sentences if not WORDS[what].search(one)] == []


def test_lists_of_people_with_points_go_by_name() -> None:
    """Where points of several people are listed, nothing sorts by them."""
    guilty = [
        str(path.relative_to(ROOT))
        for path in Path(ROOT / "study").rglob("*.py")
        if "migrations" not in path.parts
        and re.search(
            r"order_by\([^)]*-?(?:points|balance|total|score)|key=lambda[^:]*:[^)\n]*\.points",
            path.read_text(),
        )
    ]
    assert guilty == []
