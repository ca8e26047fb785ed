"""Ways to a text: found in one query where Wagtail would walk the tree, and what lies below a text's address."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from library import cited, downloading, reading
from library.models import EditionPage, MaterialPage, RegulationPage
from library.querysets import MaterialQuerySet
from library.rendering import CITED

COMPARE = "compare"


def find_text(home: Page, components: list[str]) -> tuple[MaterialPage, list[str]] | None:
    """Return the edition or regulation that path components below the front page name, and what is left of them."""
    if len(components) > 2:
        edition = _at(EditionPage.objects.exclude(_work_is_past()), home, components[:3])
        if edition is not None:
            return edition, components[3:]
    regulation = _at(RegulationPage.objects.all(), home, components[:2])
    return (regulation, components[2:]) if regulation is not None else None


def _work_is_past() -> Exists:
    """Return the condition that the regulation of an edition is past its day, and the edition with it."""
    path = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - EditionPage.steplen)
    return Exists(RegulationPage.objects.filter(path=path, expire_at__lte=timezone.now()))


def _at(texts: MaterialQuerySet, home: Page, components: list[str]) -> MaterialPage | None:
    # Slugs have an index, paths of addresses have none.
    url_path = f"{home.url_path}{'/'.join(components)}/"
    return texts.filter(slug=components[-1], url_path=url_path).first()


def serve_below(
    request: HttpRequest, material: MaterialPage, address: str, *, page: MaterialPage
) -> HttpResponse:
    """Answer what lies below the address of a text: files, who refers to an article, a provision."""
    if address in downloading.FILES:
        return downloading.download(request, material, address)
    if address.endswith(f"/{CITED}"):
        return cited.show(request, material, address.removesuffix(f"/{CITED}"))
    return reading.go_to_provision(request, material, address, page=page)
