"""Rows of one concept each: a module here has `ROWS`, and may have `furnish(world)` for what they need.

What `furnish` makes goes into `world.things` under the concept's name.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def concepts() -> Iterator[ModuleType]:
    """Yield the modules of this package, in alphabetical order."""
    for found in pkgutil.iter_modules(__path__):
        yield importlib.import_module(f"{__name__}.{found.name}")
