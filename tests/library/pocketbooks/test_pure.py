"""The printing house knows neither Django nor this site."""

import pkgutil
import subprocess
import sys
from pathlib import Path

from library.pocketbooks import printing

ROOT = Path(__file__).resolve().parent.parent.parent.parent
MODULES = [
    f"library.pocketbooks.printing.{module.name}" for module in pkgutil.iter_modules(printing.__path__)
]


def test_it_works() -> None:
    assert "library.pocketbooks.printing.epub" in MODULES


def test_printing_imports_no_django() -> None:
    code = f"import importlib, sys; [importlib.import_module(name) for name in {MODULES}]; print('django' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_the_site_starts_without_the_printing_house() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'cms.settings.test'; django.setup(); "
        "print('typst' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
