"""An index of its own for every test, and texts to find in it."""

from pathlib import Path
from typing import Any

import pytest
from modelsearch.backends import get_search_backend

from library.models import EditionPage, MaterialPage, Provision, RegulationPage
from members.models import Organization
from search.backend import SearchBackend
from tests.people import People, settle_people
from tests.replaying import built_once
from tests.search.site import Library, build_library
from tests.site import a_site

# Invented, as every text in the tests.
ARTICLES = {
    "art_1": ("第一条", "党员应当参加支部的三会一课，按时交纳党费。"),
    "art_2": ("第二条", "党员有下列义务：认真学习，主动服务群众。"),
    "art_3": ("第三条", "支部每月开展一次主题党日，缺席的应当补课。"),
    "art_4": ("第四条", "口袋书由编辑汇编，随身携带，随时学习。"),
    "art_5": ("第五条", "学习资料应当注明来源，方便群众查阅核对。"),
    "art_6": ("第六条", "本办法由测试区委负责解释。"),
}


@pytest.fixture
def backend(settings: Any, tmp_path: Path) -> SearchBackend:
    """Return the backend on an empty folder."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend", "PATH": tmp_path / "index"}}
    return get_search_backend()


@pytest.fixture
def material(db: None, backend: SearchBackend) -> MaterialPage:
    """Return a published regulation's edition with the articles above; nothing of it is in the index yet."""
    home = a_site()
    library = home.get_children().get(slug="library")
    regulation = RegulationPage(title="学习管理办法（示例）", slug="rules", summary="怎样学习，谁来安排。")
    library.add_child(instance=regulation)
    edition = EditionPage(title="学习管理办法（示例）", slug="2024-07-01", effective_from="2024-07-01")
    regulation.add_child(instance=edition)
    for position, (address, (number, text)) in enumerate(ARTICLES.items(), 1):
        add_article(edition, address, number, text, position)
    backend.reset_indexes()
    return edition


@pytest.fixture
def articles(backend: SearchBackend, material: MaterialPage) -> list[Provision]:
    """Return the articles, indexed."""
    provisions = list(Provision.objects.order_by("position"))
    backend.add_bulk(Provision, provisions)
    return provisions


@pytest.fixture
def organization(db: None) -> Organization:
    """Return an organization; just something that is not indexed."""
    return Organization.add_root(
        name="测试区委",
        kind=Organization.Kind.COMMITTEE,
        level=Organization.Level.COUNTY,
        field=Organization.Field.GOVERNMENT,
    )


def add_article(material: MaterialPage, address: str, number: str, text: str, position: int) -> Provision:
    """Store one article the way publishing does."""
    return Provision.objects.create(
        material=material,
        eid=address,
        address=address,
        kind="article",
        number=number,
        text=text,
        full_text=text,
        is_unit=True,
        position=position,
        depth=1,
    )


@pytest.fixture
def people(db: None, backend: SearchBackend) -> People:
    """Return the fixed people, on a site with a library."""
    a_site()
    return settle_people()


@pytest.fixture
def shelf(people: People, tmp_path: Path) -> Library:
    """Return a small published library, indexed."""
    return built_once(build_library, folder=tmp_path / "index")
