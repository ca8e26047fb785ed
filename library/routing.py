"""Ways to a text: found in one query where Wagtail would walk the tree, and what lies below a text's address."""

from django.http import HttpRequest, HttpResponse

from library import cited, downloading, reading
from library.models import EditionPage, LibraryIndexPage, MaterialPage, RegulationPage
from library.rendering import CITED

COMPARE = "compare"


def find_text(library: LibraryIndexPage, components: list[str]) -> tuple[MaterialPage, list[str]] | None:
    """Return the edition or regulation that path components name, and what is left of them."""
    if len(components) > 1:
        edition = _at(EditionPage, library, components[:2])
        if edition is not None:
            return edition, components[2:]
    regulation = _at(RegulationPage, library, components[:1])
    return (regulation, components[1:]) if regulation is not None else None


def _at(kind: type[MaterialPage], library: LibraryIndexPage, components: list[str]) -> MaterialPage | None:
    # Slugs have an index, paths of addresses have none.
    url_path = f"{library.url_path}{'/'.join(components)}/"
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
