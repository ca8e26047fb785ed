from datetime import date

import pytest
from django.core.exceptions import ValidationError

from library.models import (
    EditionPage,
    GuidePage,
    LibraryIndexPage,
    MaterialPage,
    Provision,
    RegulationPage,
    SourceDocument,
    SpeechPage,
)
from library.models.source import private_storage
from tests.library import builders
from tests.library.builders import PLAIN, RULES, bring_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


def test_it_works() -> None:
    page = GuidePage(title="导读（示例）", slug="guide", body=PLAIN)
    LibraryIndexPage.objects.get().add_child(instance=page)
    assert MaterialPage.objects.get().kind == "guide"
    assert str(page) == "导读（示例）"


@pytest.mark.parametrize(
    ("page_class", "kind"),
    [(RegulationPage, "regulation"), (SpeechPage, "speech"), (GuidePage, "guide")],
)
def test_the_stored_kind_is_that_of_the_class(page_class: type, kind: str) -> None:
    page = page_class(title="一份（示例）", slug="one", kind="edition")
    LibraryIndexPage.objects.get().add_child(instance=page)
    assert MaterialPage.objects.get().kind == kind


def test_an_edition_is_an_edition() -> None:
    assert builders.edition("2024-09-01").kind == MaterialPage.Kind.EDITION


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_one_kind_of_line_end_is_stored(ends: str) -> None:
    page = GuidePage(title="导读（示例）", slug="guide", body=f"一{ends}{ends}二{ends}")
    LibraryIndexPage.objects.get().add_child(instance=page)
    assert GuidePage.objects.get().body == "一\n\n二\n"


def test_a_day_of_effect_is_required() -> None:
    regulation = builders.rules()
    with pytest.raises(ValidationError) as refused:
        regulation.add_child(instance=EditionPage(title="没有日子", body=RULES))
    assert "effective_from" in refused.value.message_dict


def test_one_address_leads_to_one_provision() -> None:
    page = bring_in(PLAIN, kind="guide")
    first = page.provisions.order_by("position").first()
    first.pk = None
    with pytest.raises(ValidationError):
        first.validate_constraints()


def test_provisions_come_in_reading_order() -> None:
    page = builders.edition("2024-09-01")
    positions = list(Provision.objects.filter(material=page).values_list("position", flat=True))
    assert positions == sorted(positions) == list(range(1, len(positions) + 1))


def test_an_original_is_not_lost_with_its_page() -> None:
    page = bring_in(PLAIN, kind="guide")
    page.delete()
    assert SourceDocument.objects.count() == 1
    assert len(builders.captured_files()) == 1


def test_an_original_is_not_deleted_under_a_page() -> None:
    bring_in(PLAIN, kind="guide")
    with pytest.raises(Exception, match="protected"):
        SourceDocument.objects.get().delete()


def test_originals_have_a_store_of_their_own() -> None:
    assert private_storage() == SourceDocument._meta.get_field("file").storage


def test_the_newest_original_comes_first() -> None:
    bring_in(PLAIN, kind="guide", name="a.md")
    bring_in(RULES, name="b.md")
    assert [source.filename for source in SourceDocument.objects.all()] == ["b.md", "a.md"]


def test_what_extraction_decided_is_kept() -> None:
    page = bring_in(PLAIN, kind="guide", summary="一句话", date="2024-01-01")
    source = page.source_document
    assert source.metadata == {"summary": "一句话", "date": "2024-01-01"}
    assert all(sentence.endswith("。") for sentence in source.decisions)
    assert page.published_on == date(2024, 1, 1)
