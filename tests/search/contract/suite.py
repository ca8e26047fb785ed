"""modelsearch's contract on our backend. Run by `test_contract` in a process of its own, never collected here."""

from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests

from tests.search.contract.rows import build_rows


class TestContract(BackendTests, TestCase):
    """All of it, nothing skipped."""

    backend_path = "search.backend"
    fixtures = None

    @classmethod
    def setUpTestData(cls) -> None:
        build_rows()
