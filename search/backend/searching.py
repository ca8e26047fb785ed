"""modelsearch's view of a search: the index says what answers and how well, the database says what may be seen."""

import json
from collections import OrderedDict
from functools import cache, cached_property
from typing import Any

from django.db.models import Count, Expression, Field, IntegerField, Model, QuerySet, UUIDField
from modelsearch.backends.base import BaseSearchQueryCompiler, BaseSearchResults, FilterFieldError

from search.analysis import lexicon
from search.backend.asking import Asking, Completing, Found
from search.backend.reading import Snapshot

# Keys the database is asked about at first.
FIRST_LOOK = 200
# So few results are loaded rather than counted: they are about to be shown.
FEW = 30
# Objects loaded beyond a page, for those that may not be seen.
SPARE = 4
# Django names no portable way to hand a database a list as one value.
JSON_LISTS = {
    "integer": "(SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(%s AS json)))",
    "uuid": "(SELECT CAST(value AS uuid) FROM json_array_elements_text(CAST(%s AS json)))",
    "text": "(SELECT value FROM json_array_elements_text(CAST(%s AS json)))",
}


class Among(Expression):
    """Many primary keys as one parameter, because databases limit how many parameters a query may have.

    `keys` are texts, as the index keeps them.
    """

    def __init__(self, keys: list[str], field: Field) -> None:
        super().__init__(output_field=field)
        self.keys = keys

    def prepared(self, connection: Any) -> list[Any]:
        """Return the keys as this database stores them."""
        if isinstance(self.output_field, IntegerField):
            return [int(key) for key in self.keys]
        to_python, prepare = self.output_field.to_python, self.output_field.get_db_prep_value
        return [prepare(to_python(key), connection) for key in self.keys]

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Read the keys out of one JSON text."""
        if isinstance(self.output_field, IntegerField):
            # Thousands of them at a search for a common word; they are numbers as they stand.
            return "(SELECT value FROM json_each(%s))", [f"[{','.join(self.keys)}]"]
        return "(SELECT value FROM json_each(%s))", [json.dumps(self.prepared(connection))]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Read the keys out of one JSON text, as values of the key's type."""
        kind = "uuid" if isinstance(self.output_field, UUIDField) else "text"
        if isinstance(self.output_field, IntegerField):
            kind = "integer"
        return JSON_LISTS[kind], [json.dumps([str(key) for key in self.prepared(connection)])]

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """Name every key."""
        keys = self.prepared(connection)
        return f"({', '.join(['%s'] * len(keys))})", tuple(keys)


def key_field(model: type[Model]) -> Field:
    """Return the primary key of `model`, the root's where it is inherited."""
    field: Any = model._meta.pk
    while field.remote_field:
        field = field.target_field
    return field


def among(queryset: QuerySet, keys: list[str]) -> QuerySet:
    """Return `queryset` limited to objects with these keys."""
    if not keys:
        return queryset.none()
    return queryset.filter(pk__in=Among(keys, key_field(queryset.model)))


class Answer:
    """The keys that answer one query in one state of the index, the best first, and who of them may be seen.

    Nobody looks at more of the database than is asked for: a page of results asks about the best few hundred keys, and
    only a count asks about all.
    """

    def __init__(self, found: Found, queryset: QuerySet) -> None:
        self._found = found
        self._queryset = queryset
        self._seen: list[str] = []
        self._asked = 0
        self._all: list[Model] | None = None
        self.score_of = cache(lambda: dict(zip(found.keys, found.scores.tolist(), strict=True)))

    def candidates(self) -> list[str]:
        """Return the keys of all that answer, whether they may be seen or not."""
        return self._found.keys

    def keys(self, start: int, stop: int | None) -> list[str]:
        """Return the keys of the results from `start` to `stop`."""
        while self._asked < len(self._found.keys) and (stop is None or len(self._seen) < stop):
            size = len(self._found.keys) if stop is None else max(FIRST_LOOK, stop * 4, self._asked * 4)
            asked = self._found.keys[self._asked : self._asked + size]
            seen = {str(pk) for pk in among(self._queryset, asked).order_by().values_list("pk", flat=True)}
            self._seen += [key for key in asked if key in seen]
            self._asked += len(asked)
        return self._seen[start:stop]

    def count(self) -> int:
        """Return how many results there are in all."""
        if len(self._found.keys) <= FEW:
            self._all = self._load(self._found.keys)
            return len(self._all)
        if self._asked < len(self._found.keys):
            found = among(self._queryset, self._found.keys).order_by()
            return found.aggregate(count=Count("pk", distinct=True))["count"]
        return len(self._seen)

    def things(self, start: int, stop: int | None) -> list[Model]:
        """Return the results themselves; for the first page that is one query where everything may be seen."""
        if self._all is not None:
            return self._all[start:stop]
        if start or stop is None:
            return self._load(self.keys(start, stop))
        found: list[Model] = []
        asked = 0
        while asked < len(self._found.keys) and len(found) < stop:
            size = max(stop - len(found) + SPARE, asked * 4)
            found += self._load(self._found.keys[asked : asked + size])
            asked += size
        return found[:stop]

    def _load(self, keys: list[str]) -> list[Model]:
        if not keys:
            return []
        found = {str(thing.pk): thing for thing in among(self._queryset, keys).order_by()}
        return [found[key] for key in keys if key in found]


class OrderedAnswer(Answer):
    """Results in the order of the queryset."""

    def count(self) -> int:
        """Return how many results there are in all."""
        return len(self._ordered)

    @cached_property
    def _ordered(self) -> list[str]:
        queryset = among(self._queryset, self._found.keys)
        if not queryset.query.order_by:
            queryset = queryset.order_by("-pk")
        return list(dict.fromkeys(str(pk) for pk in queryset.values_list("pk", flat=True)))

    def keys(self, start: int, stop: int | None) -> list[str]:
        """Return the keys of the results from `start` to `stop`."""
        return self._ordered[start:stop]

    def things(self, start: int, stop: int | None) -> list[Model]:
        """Return the results themselves."""
        return self._load(self.keys(start, stop))


class QueryCompiler(BaseSearchQueryCompiler):
    """A query and the queryset it runs within."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    asking_class: type[Asking] = Asking

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields: list[str] | None
        self._answer: tuple[Any, Answer] | None = None

    def ask(self, snapshot: Snapshot) -> Answer:
        """Return what answers and may be seen; asked once for a state of the index."""
        if self._answer is None or self._answer[0] != snapshot.version:
            prefix = self.asking_class.prefix
            known = sorted(name.removeprefix(prefix) for name in snapshot.fields if name.startswith(prefix))
            asking = self.asking_class(snapshot, known if self.fields is None else self.fields)
            question = (self.asking_class, tuple(asking.names), repr(self.query), lexicon())
            found = snapshot.answer(question, lambda: asking.run(self.query))
            kind = Answer if self.order_by_relevance else OrderedAnswer
            self._answer = (snapshot.version, kind(found, self.queryset))
        return self._answer[1]


class CompletionCompiler(QueryCompiler):
    """A query whose words may be beginnings of words."""

    asking_class = Completing

    def check(self) -> None:
        """Check filters and order as ever; fields are those made for completion, and unknown ones find nothing."""
        asked: list[str] | None = self.fields
        self.fields = None
        super().check()
        self.fields = asked


class Results(BaseSearchResults):
    """The objects that answer a query; nothing is asked before somebody looks."""

    supports_facet = True

    def _do_search(self) -> list[Model]:
        answer = self._ask()
        instances = answer.things(self.start, self.stop)
        if self._score_field:
            scores = answer.score_of()
            for instance in instances:
                setattr(instance, self._score_field, scores[str(instance.pk)])
        return instances

    def _do_count(self) -> int:
        answer = self._ask()
        if self.start == 0 and self.stop is None:
            return answer.count()
        return len(answer.keys(self.start, self.stop))

    def facet(self, field_name: str) -> "OrderedDict[Any, int]":
        """Return value → number of results with it, the most frequent first.

        Raises:
            FilterFieldError: the field is no FilterField of the model.
        """
        compiler = self.query_compiler
        if compiler._get_filterable_field(field_name) is None:
            message = (
                f'Cannot facet search results with field "{field_name}". Please add '
                f"index.FilterField('{field_name}') to {compiler.queryset.model.__name__}.search_fields."
            )
            raise FilterFieldError(message, field_name=field_name)
        answer = self._ask()
        is_whole = self.start == 0 and self.stop is None
        keys = answer.candidates() if is_whole else answer.keys(self.start, self.stop)
        found = among(compiler.queryset.order_by(), keys)
        rows = found.values(field_name).annotate(count=Count("pk", distinct=True)).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in rows)

    def _ask(self) -> Answer:
        compiler = self.query_compiler
        return compiler.ask(self.backend.get_index_for_model(compiler.queryset.model).snapshot())
