"""Where the optional corpus of real documents lies."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def corpus() -> Path:
    folder = Path(os.environ.get("ZHIXING_CORPUS", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "laws").is_dir():
        pytest.skip(f"no corpus of real documents at {folder} (set ZHIXING_CORPUS)")
    return folder
