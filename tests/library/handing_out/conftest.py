"""The site and its people."""

from tests.study.conftest import people

__all__ = ["people"]
