"""The demo, loaded once for this module: alive, ours, and marked as an example everywhere."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cms.demo import content
from cms.demo.binding import UNSORTED_BANK
from cms.demo.load import is_loaded, load_demo
from cms.demo.people import LOG_INS, MEMBER_COUNT
from library.models import (
    Citation,
    EditionPage,
    MaterialPage,
    MicroLecturePage,
    PocketBookPage,
    Provision,
    TopicPage,
)
from members.models import Member, Organization
from quizzes.models import Attempt, Question, QuestionCitation, QuizPage
from study.desk import lay_out
from study.ledger.verifying import verify_ledgers
from study.models import PersonalReport, PointAppeal, PointRule, Progress, Recommendation

# Loaded once, by the process that gets all of these.
pytestmark = pytest.mark.xdist_group("demo")
MARK = "（示例）"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the demo in a transaction that the module's end undoes."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        for _ in load_demo(host="testserver", port=80, password="zhixing-demo", now=timezone.now()):
            pass
        yield
        transaction.set_rollback(True)


def test_it_is_as_large_as_promised(demo: None) -> None:
    assert 35 <= Organization.objects.count() <= 50
    assert Member.objects.count() == MEMBER_COUNT == 300
    assert TopicPage.objects.count() == 6
    assert MaterialPage.objects.listed().count() >= 24
    assert Question.objects.usable().count() >= 120
    assert QuizPage.objects.count() == 12
    assert is_loaded()


def test_a_regulation_has_three_editions_of_forty_articles(demo: None) -> None:
    articles = Counter(Provision.objects.filter(kind="article").values_list("material__path", flat=True))
    editions = EditionPage.objects.filter(url_path__contains="/study-rules/")
    assert editions.count() == 3
    assert all(articles[edition.path] >= 40 for edition in editions)


def test_lectures_have_captions_and_are_small(demo: None) -> None:
    lectures = MicroLecturePage.objects.live()
    assert len(lectures) >= 3
    for lecture in lectures:
        assert lecture.recording is not None
        assert lecture.recording.captions.cues.exists()
        assert lecture.recording.file.size == lecture.recording.size < 1_000_000


def test_pocket_books_are_issued(demo: None) -> None:
    books = PocketBookPage.objects.live()
    assert len(books) >= 3
    assert all(book.newest is not None for book in books)


def test_editors_find_a_citation_that_leads_nowhere(demo: None) -> None:
    unresolved = Citation.objects.unresolved().filter(material__live=True)
    assert [citation.name for citation in unresolved] == ["外出务工人员权益保障办法（示例）"]


def test_everything_is_marked_as_an_example(demo: None) -> None:
    names = [
        *MaterialPage.objects.values_list("title", flat=True),
        *QuizPage.objects.values_list("title", flat=True),
        *Organization.objects.values_list("name", flat=True),
        *Member.objects.values_list("name", flat=True),
    ]
    assert [name for name in names if not name.endswith(MARK)] == []


def test_every_question_cites_words_that_stand_there(demo: None) -> None:
    cited = QuestionCitation.objects.values("version__question").distinct().count()
    assert cited == Question.objects.exclude(bank__name=UNSORTED_BANK).count()
    texts = {(one.material_id, one.address): one.whole_text() for one in Provision.objects.all()}
    for citation in QuestionCitation.objects.all():
        there = "".join(texts[citation.material_id, citation.address].split())
        assert "".join(citation.quote.split()) in there


def test_the_key_does_not_stand_at_one_letter(demo: None) -> None:
    places = Counter(Question.objects.filter(kind="single").values_list("current__answer", flat=True))
    assert len(places) == 4
    assert max(places.values()) <= 2 * min(places.values())


def test_there_are_weeks_of_history(demo: None) -> None:
    days = {moment.date() for moment in Progress.objects.values_list("started_at", flat=True)}
    assert len(days) > 28
    assert Attempt.objects.submitted().count() >= 40
    assert Attempt.objects.under_way().count() == 0


def test_every_log_in_finds_something_to_study(demo: None) -> None:
    now = timezone.now()
    reasons = set()
    for entry in LOG_INS:
        desk = lay_out(member=Member.objects.get(username=entry.username), now=now)
        assert desk.first or desk.advised, entry.username
        reasons |= {
            one.reason for one in [*desk.required, *desk.advised, *([desk.first] if desk.first else [])]
        }
    assert "因为您是党支部书记" in reasons


def test_the_log_ins_work(demo: None) -> None:
    for entry in LOG_INS:
        form = {"login": entry.username, "password": "zhixing-demo"}
        assert Client().post("/accounts/login/", form).status_code == 302, entry.username


def test_recommendations_reach_secretaries_and_all(demo: None) -> None:
    assert Recommendation.objects.count() >= 20
    assert Recommendation.objects.filter(strength=Recommendation.Strength.REQUIRED).exists()


def test_the_ledger_is_alive_and_whole(demo: None) -> None:
    found = verify_ledgers()
    assert found.faults == []
    assert found.entries >= 30
    assert PointRule.objects.adopted().count() == 2
    states = set(PointAppeal.objects.values_list("state", flat=True))
    assert states == {"open", "upheld"}
    assert PersonalReport.objects.filter(handed_in_at__isnull=False).count() == 1


def test_no_real_person_is_in_the_texts() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in content.material_files())
    assert re.search(r"习近平|毛泽东|邓小平|江泽民|胡锦涛", texts) is None


def test_question_files_are_lists_of_questions() -> None:
    for path in (Path(content.HERE) / "questions").glob("*.json"):
        rows = json.loads(path.read_text(encoding="utf-8"))
        assert all({"kind", "stem", "answer", "cites"} <= set(row) for row in rows)


@pytest.mark.django_db
def test_the_command_refuses_where_there_is_no_demo_password(settings: Any) -> None:
    settings.DEMO_PASSWORD = ""
    with pytest.raises(CommandError, match="只能在开发环境"):
        call_command("setup_demo", stdout=io.StringIO())


def test_the_test_settings_have_a_demo_password() -> None:
    assert settings.DEMO_PASSWORD
