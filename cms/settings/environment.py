"""The environment, read once, with one clear sentence for what is wrong with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError, FileAwareEnv

BASE_DIR = Path(__file__).resolve().parent.parent.parent

_env = FileAwareEnv()
_env.read_env(str(BASE_DIR / ".env"), recurse=False)


def _read(parser: Callable[..., Any], name: str, **options: Any) -> Any:
    try:
        return parser(name, **options)
    except (EnvError, ValueError) as error:
        message = f"环境变量 {name} 缺少或格式不对：{error}。请在环境或 .env 文件里改正后再启动。"
        raise ImproperlyConfigured(message) from error


def text(name: str, **options: Any) -> str:
    """Return variable `name` as text; `NAME_FILE` may name a file that holds it."""
    return _read(_env.str, name, **options)


def flag(name: str, **options: Any) -> bool:
    """Return variable `name` as a boolean (true/false, 1/0, yes/no)."""
    return _read(_env.bool, name, **options)


def number(name: str, **options: Any) -> int:
    """Return variable `name` as an integer."""
    return _read(_env.int, name, **options)


def texts(name: str, **options: Any) -> list[str]:
    """Return variable `name` as a list of comma-separated texts."""
    return _read(_env.list, name, **options)


def folder(name: str, default: Path) -> Path:
    """Return variable `name` as an absolute folder path; relative ones start at the project."""
    value = Path(_read(_env.str, name, default=str(default)))
    return value if value.is_absolute() else BASE_DIR / value


def database(name: str, default: str) -> dict[str, Any]:
    """Return variable `name`, a database address such as `postgres://user:password@host/name`."""
    return dict(_read(_env.dj_db_url, name, default=default))


def mail(name: str, default: str) -> dict[str, Any]:
    """Return variable `name`, a mail address such as `smtp://user:password@host:587`."""
    return dict(_read(_env.dj_email_url, name, default=default))
