"""modelsearch's contract on our backend. Run by `test_contract` in a process of its own, never collected here."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.test import TestCase
from modelsearch.backends import get_search_backend
from modelsearch.tests.test_backends import BackendTests

from tests.search.contract.rows import build_rows

INDEX = Path(settings.MODELSEARCH_BACKENDS["default"]["PATH"])


class TestContract(BackendTests, TestCase):
    """All of it, nothing skipped. Every test has the same rows: they are indexed once, and each gets a copy of that."""

    backend_path = "search.backend"
    fixtures = None
    indexed: ClassVar[Path | None] = None

    @classmethod
    def setUpTestData(cls) -> None:
        build_rows()

    def setUp(self) -> None:
        cls = type(self)
        if cls.indexed is None:
            super().setUp()
            cls.indexed = Path(cls.enterClassContext(TemporaryDirectory()), "index")
            shutil.copytree(INDEX, cls.indexed)
            return
        self.backend, self.backend_name = get_search_backend("default"), "default"
        self.clear_index_entries()
        shutil.rmtree(INDEX)
        shutil.copytree(cls.indexed, INDEX)
        for current in INDEX.glob("*/current"):
            _rename(current)


def _rename(current: Path) -> None:
    """Give a generation a name no test has seen: what the last one read of it is still in memory."""
    generation = current.with_name(current.read_text(encoding="ascii"))
    fresh = generation.rename(generation.with_name(f"{generation.name}{uuid4().hex[:6]}"))
    current.write_text(fresh.name, encoding="ascii")
