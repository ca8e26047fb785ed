"""The provisions of a text that can be read, and how long each is."""

from django.core.cache import cache
from django.db.models.functions import Length

from library.models import MaterialPage, Provision

CACHE_SECONDS = 24 * 3600

Units = dict[str, int]


def units_of(material: MaterialPage) -> Units:
    """Return the characters of each unit of `material` by address, in the order of the text.

    A unit is an article, or a paragraph outside articles. Asked of the database once a publication: the key changes
    with it, so that no process keeps an old answer.
    """
    published = material.last_published_at.timestamp() if material.last_published_at else 0
    key = f"study.units:1:{material.pk}:{published}:{material.char_count}"
    units: Units | None = cache.get(key)
    if units is None:
        rows = Provision.objects.filter(material_id=material.pk, is_unit=True).order_by("position")
        units = {
            address: max(1, chars)
            for address, chars in rows.annotate(chars=Length("full_text")).values_list("address", "chars")
        }
        cache.set(key, units, CACHE_SECONDS)
    return units
