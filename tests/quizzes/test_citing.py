from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from library.models import GuidePage, RegulationPage
from quizzes.citing import edition_meant, provision_meant, text_meant
from tests.quizzes.builders import (
    NEW_DAY,
    OLD_DAY,
    newest_edition,
    publish,
    publish_guide,
    publish_regulation,
)

pytestmark = pytest.mark.django_db


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_it_works() -> None:
    work = publish_regulation()
    assert text_meant(work) == newest_edition(work)
    found = provision_meant(newest_edition(work), "第三条")
    assert found is not None
    assert (found.number, found.address) == ("第三条", "art_3")


@pytest.mark.parametrize(
    ("day", "meant"), [(date(2019, 1, 1), OLD_DAY), (date(2024, 8, 31), OLD_DAY), (NEW_DAY, NEW_DAY)]
)
def test_a_regulation_means_the_edition_in_force_or_the_first_to_come(day: date, meant: date) -> None:
    work = publish_regulation()
    with time_machine.travel(noon(day), tick=False):
        edition = edition_meant(work)
    assert edition is not None
    assert edition.effective_from == meant


def test_a_withdrawn_edition_is_not_meant() -> None:
    work = publish_regulation()
    newest_edition(work).unpublish()
    edition = edition_meant(work)
    assert edition is not None
    assert edition.effective_from == OLD_DAY


def test_a_regulation_without_a_text_means_none() -> None:
    assert text_meant(publish(RegulationPage(title="空的", slug="empty"))) is None


def test_a_guide_means_itself_while_it_is_live() -> None:
    guide = publish_guide()
    assert text_meant(guide) == guide
    guide.unpublish()
    assert text_meant(GuidePage.objects.get()) is None


@pytest.mark.parametrize("written", ["第二条", "第2条", "第２条", " 第 二 条 ", "art_2", "#art_2", "/art_2/"])
def test_ways_to_name_an_article(written: str) -> None:
    found = provision_meant(newest_edition(publish_regulation()), written)
    assert found is not None
    assert found.number == "第二条"


@pytest.mark.parametrize(
    "written", ["", "  ", "第条", "第某条", "第零条", "第九十九条", "art_99", "#", "第二"]
)
def test_what_names_no_provision(written: str) -> None:
    assert provision_meant(newest_edition(publish_regulation()), written) is None
