"""The backend itself."""

from pathlib import Path
from typing import Any

from django.db.models import Model
from modelsearch.backends.base import BaseSearchBackend, get_model_root

from search.backend.errors import FolderNotNamed
from search.backend.indexing import Index, Rebuilder
from search.backend.searching import CompletionCompiler, QueryCompiler, Results


class SearchBackend(BaseSearchBackend):
    """An index in a folder of files: Whoosh for postings, the database for filters and order."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = CompletionCompiler
    index_class = Index
    results_class = Results
    rebuilder_class = Rebuilder
    # A save is never lost to a fault of the index; `check_search_index --repair` brings the index after.
    catch_indexing_errors = True

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        if not params.get("PATH"):
            raise FolderNotNamed
        self.path = Path(params["PATH"])

    def get_index_for_model(self, model: type[Model]) -> Index:
        """Return the index of the model that `model` descends from."""
        return Index(self, get_model_root(model)._meta.label_lower, self.path)
