"""Small things the editors' desk needs in its templates."""

from collections.abc import Mapping

from django import template

from library.quotations import CheckedQuotation

register = template.Library()


@register.filter
def typed_or(typed: Mapping[str, str] | str, found: CheckedQuotation) -> str:
    """Return the reason that is being typed for a quotation, or the one that is stored."""
    return (typed.get(found.field) if isinstance(typed, Mapping) else None) or found.reason
