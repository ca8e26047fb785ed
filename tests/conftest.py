"""What every test stands on."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

from tests import replaying
from tests.chromium import browser
from tests.migrated import migrated_by_copying

__all__ = ["browser"]

# What a busy machine takes longer for is no fault of what is tested; times have their own benchmarks.
settings.register_profile("zhixing", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("zhixing")

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, visibly, what reads the optional corpus where there is none."""
    if CORPUS.is_dir():
        return
    skip = pytest.mark.skip(reason=f"the optional test corpus is not at {CORPUS}")
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(skip)


def pytest_collection_finish() -> None:
    """Leave what was imported to itself: looking through it for garbage took an eighth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a group together."""
    from tests.grouping import Grouped

    return Grouped(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Let fixtures that build the same share the work."""
    with replaying.fixtures_of_a_test():
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> None:
    """Share nothing that may meet what a fixture of ours patches."""
    if fixturedef.func.__module__.startswith("tests.") and {"monkeypatch", "settings"} & {
        *fixturedef.argnames
    }:
        replaying.stop()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of the optional test corpus."""
    return CORPUS


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Let the databases of a run be copies of one that was migrated."""
    with migrated_by_copying():
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Start every test with an empty cache: rows of different tests share their numbers."""
    cache.clear()
