"""Which text somebody means who cites a material, and which provision."""

from django.utils import timezone

from library.models import EditionPage, MaterialPage, Provision, RegulationPage
from library.structure import chinese_to_int


def edition_meant(work: MaterialPage) -> EditionPage | None:
    """Return the edition a citation of a regulation means: the one in force, else the first to come."""
    editions = EditionPage.objects.child_of(work)
    in_force = editions.in_force_on(timezone.localdate()).first()
    return in_force or editions.live().order_by("effective_from").first()


def text_meant(page: MaterialPage) -> MaterialPage | None:
    """Return the live text a citation of `page` means; None when it has none."""
    if isinstance(page, RegulationPage):
        return edition_meant(page)
    return page if page.live else None


def provision_meant(page: MaterialPage, written: str) -> Provision | None:
    """Return the provision of `page` that `written` names: “第十二条”, “第12条”, or an address like `art_12`."""
    provisions = Provision.objects.filter(material=page)
    compact = "".join(written.split())
    if compact.startswith("第") and compact.endswith("条"):
        number = _number(compact[1:-1])
        return provisions.filter(address=f"art_{number}").first() if number else None
    return provisions.filter(address=compact.strip("/#")).first() if compact else None


def _number(written: str) -> int | None:
    try:
        return int(written) if written.isdecimal() else chinese_to_int(written)
    except ValueError:
        return None
