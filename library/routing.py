"""Ways to a text: found in one query where Wagtail would walk the tree, and what lies below a text's address."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from library import cited, downloading, reading
from library.models import EditionPage, MaterialPage, RegulationPage
from library.rendering import CITED

COMPARE = "compare"


def find_text(home: Page, components: list[str]) -> tuple[MaterialPage, list[str]] | None:
    """Return the edition or regulation that path components below the front page name, and what is left of them."""
    if len(components) > 2:
        edition = _at(EditionPage, home, components[:3])
        if edition is not None:
            return edition, components[3:]
    regulation = _at(RegulationPage, home, components[:2])
    return (regulation, components[2:]) if regulation is not None else None


def _at(kind: type[MaterialPage], home: Page, components: list[str]) -> MaterialPage | None:
    # Slugs have an index, paths of addresses have none.
    url_path = f"{home.url_path}{'/'.join(components)}/"
    return kind.objects.filter(slug=components[-1], url_path=url_path).first()


def serve_below(
    request: HttpRequest, material: MaterialPage, address: str, *, page: MaterialPage
) -> HttpResponse:
    """Answer what lies below the address of a text: files, who refers to an article, a provision."""
    if address in downloading.FILES:
        return downloading.download(request, material, address)
    if address.endswith(f"/{CITED}"):
        return cited.show(request, material, address.removesuffix(f"/{CITED}"))
    return reading.go_to_provision(request, material, address, page=page)
