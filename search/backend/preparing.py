"""From a model instance to the text it is found by."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Manager
from django.utils.encoding import force_str
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from search.analysis import lexicon

SEPARATOR = "\n"


@dataclass(frozen=True)
class Document:
    """What the index keeps of one object; a related field is named `relation__field`.

    `boosts` holds only those that differ from 1.
    """

    key: str
    searched: dict[str, str] = field(default_factory=dict)
    completed: dict[str, str] = field(default_factory=dict)
    boosts: dict[str, float] = field(default_factory=dict)

    def digest(self) -> str:
        """Return a fingerprint of everything that decides how the object is found."""
        content = [self.searched, self.completed, self.boosts, _lexicon_digest()]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def to_json(self) -> str:
        """Return the document as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> "Document":
        """Return the document of a line that `to_json` wrote."""
        return cls(**json.loads(line))


def _lexicon_digest() -> str:
    return _digest_of(lexicon())


@lru_cache(maxsize=2)
def _digest_of(words: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def prepare(instance: Any) -> Document:
    """Return the document of `instance`: the text of its search and autocomplete fields, through its relations."""
    document = Document(key=str(instance.pk))
    for kind, name, boost, text in _texts(instance, type(instance).get_search_fields(), ""):
        place = document.searched if kind is SearchField else document.completed
        place[name] = SEPARATOR.join(part for part in (place.get(name, ""), text) if part)
        if kind is SearchField and boost not in (None, 1):
            document.boosts[name] = float(boost)
    return document


def _texts(instance: Any, search_fields: list[Any], path: str) -> Iterator[tuple[type, str, Any, str]]:
    for search_field in search_fields:
        name = path + search_field.field_name
        if isinstance(search_field, SearchField):
            yield SearchField, name, search_field.boost, _plain(search_field.get_value(instance))
        elif isinstance(search_field, AutocompleteField):
            yield AutocompleteField, name, None, _plain(search_field.get_value(instance))
        elif isinstance(search_field, RelatedFields):
            for related in _related(search_field.get_value(instance)):
                yield from _texts(related, search_field.fields, f"{name}__")


def _related(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, Manager):
        return list(value.all())
    return [value() if callable(value) else value]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return SEPARATOR.join(_plain(item) for item in value)
    if isinstance(value, dict):
        return SEPARATOR.join(_plain(item) for item in value.values())
    return force_str(value)


def field_names(model: Any) -> tuple[set[str], set[str]]:
    """Return the names of the fields `model` is searched by, and of those it is completed by."""
    searched: set[str] = set()
    completed: set[str] = set()
    _collect(model.get_search_fields(), "", searched, completed)
    return searched, completed


def _collect(search_fields: list[Any], path: str, searched: set[str], completed: set[str]) -> None:
    for search_field in search_fields:
        name = path + search_field.field_name
        if isinstance(search_field, SearchField):
            searched.add(name)
        elif isinstance(search_field, AutocompleteField):
            completed.add(name)
        elif isinstance(search_field, RelatedFields):
            _collect(search_field.fields, f"{name}__", searched, completed)
