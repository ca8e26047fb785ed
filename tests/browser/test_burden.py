"""The hand that counts clicks and fields still finds its way; `make bench-burden` drives all of it."""

import pytest
from playwright.sync_api import Browser

from benchmarks.burden import MUST_CLICKS, MUST_FIELDS, cadres_plan, secretarys_month
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_secretarys_month_stays_within_the_aim(browser: Browser, site: Site) -> None:
    month = secretarys_month(browser, site.url)
    assert 0 < month.clicks <= MUST_CLICKS, month.steps
    assert 0 < month.fields <= MUST_FIELDS, month.steps


def test_a_cadres_plan_is_begun_adjusted_and_handed_in(browser: Browser, site: Site) -> None:
    plan = cadres_plan(browser, site.url)
    assert 0 < plan.fields < plan.clicks
