"""A wrong environment stops the start and says which variable is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "study.example.org", "BASE_URL": "https://study.example.org"}


def start(
    tmp_path: Path, *, shown: str = "settings.SECRET_KEY", **changes: str | None
) -> subprocess.CompletedProcess[str]:
    environment = {**GOOD, "VAR_DIR": str(tmp_path), **changes}
    chosen = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"import django; django.setup(); from django.conf import settings; print({shown})",
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings.production", **chosen},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_works(tmp_path: Path) -> None:
    assert start(tmp_path).stdout.strip() == "k" * 60


@pytest.mark.parametrize(
    ("url", "is_asked_first"), [(None, "False"), ("postgres://zhixing@127.0.0.1/zhixing", "True")]
)
def test_a_connection_is_kept(tmp_path: Path, url: str | None, is_asked_first: str) -> None:
    kept = "(settings.DATABASES['default'].get(name) for name in ('CONN_MAX_AGE', 'CONN_HEALTH_CHECKS'))"
    shown = f"'{{}} {{}}'.format(*{kept})"
    said = start(tmp_path, shown=shown, DATABASE_URL=url).stdout.strip()
    assert said.replace("None", "False") == f"60 {is_asked_first}"


def test_an_address_that_goes_into_no_header_may_hold_any_password(tmp_path: Path) -> None:
    address = "redis://:a,b;c@127.0.0.1:6379/0"
    assert start(tmp_path, shown="settings.REDIS_URL", REDIS_URL=address).stdout.strip() == address


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", None),
        ("BASE_URL", None),
        ("DATABASE_URL", "nonsense"),
        ("LOGIN_FAILURE_LIMIT", "many"),
        ("LOGIN_FAILURE_LIMIT", "0"),
        ("HTTPS", "perhaps"),
        ("BASE_URL", "study.example.org"),
        ("CSRF_TRUSTED_ORIGINS", "study.example.org"),
        ("MEDIA_HOSTS", "https://media.example.org; script-src *"),
        ("EMAIL_URL", "nonsense"),
        ("REDIS_URL", "localhost"),
        ("TASKS_BACKEND", "nonsense"),
        ("SEARCH_BACKEND", "no.such.backend"),
        ("TIME_ZONE", "Beijing"),
        ("LOG_LEVEL", "LOUD"),
        ("VAR_DIR", "/proc/zhixing"),
        ("BOOK_FONTS_DIR", "/no/such/fonts"),
    ],
)
def test_a_missing_or_malformed_variable_stops_the_start_with_its_name(
    tmp_path: Path, name: str, value: str | None
) -> None:
    refused = start(tmp_path, **{name: value})
    assert refused.returncode != 0
    assert f"环境变量 {name} 缺少或格式不对" in refused.stderr


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("f" * 60)
    assert start(tmp_path, SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "key")).stdout.strip() == "f" * 60


def test_further_fonts_for_books_come_from_a_folder(tmp_path: Path) -> None:
    shown = "__import__('library.pocketbooks.making', fromlist=['making']).extra_fonts()"
    assert start(tmp_path, shown=shown).stdout.strip() == ""
    assert start(tmp_path, shown=shown, BOOK_FONTS_DIR=str(tmp_path)).stdout.strip() == str(tmp_path)
