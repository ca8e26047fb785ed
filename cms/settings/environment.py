"""The environment, read once, with one clear sentence for what is wrong with it."""

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError, FileAwareEnv

BASE_DIR = Path(__file__).resolve().parent.parent.parent

_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")

_env = FileAwareEnv()
_env.read_env(str(BASE_DIR / ".env"), recurse=False)


def _read(parser: Callable[..., Any], name: str, **options: Any) -> Any:
    try:
        return parser(name, **options)
    except (EnvError, ValueError) as error:
        raise _refusal(name, str(error)) from error


def _refusal(name: str, reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"环境变量 {name} 缺少或格式不对：{reason.rstrip('。.')}。请在环境或 .env 文件里改正后再启动。"
    )


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


def existing_folder(name: str) -> str:
    """Return variable `name` as the absolute path of a folder that is there, "" when it is not set."""
    if not text(name, default=""):
        return ""
    path = folder(name, BASE_DIR)
    if not path.is_dir():
        raise _refusal(name, f"没有文件夹 {path}")
    return str(path)


def make_folder(name: str, path: Path) -> None:
    """Make the folder that variable `name` says, or say that it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(name, f"不能建立文件夹 {path}（{error.strerror}）") from error


def database(name: str, default: str) -> dict[str, Any]:
    """Return variable `name`, a database address such as `postgres://user:password@host/name`."""
    return dict(_read(_env.dj_db_url, name, default=default))


def mail(name: str, default: str) -> dict[str, Any]:
    """Return variable `name`, a mail address such as `smtp://user:password@host:587`."""
    found = dict(_read(_env.dj_email_url, name, default=default))
    if "EMAIL_BACKEND" not in found:
        raise _refusal(name, "不是 smtp://、smtp+tls:// 或 console:// 这样的邮件地址")
    return found


def address(name: str, *schemes: str, **options: Any) -> str:
    """Return variable `name`, an address that begins with one of `schemes`; "" where that is the default."""
    found = text(name, **options)
    if found:
        _check_address(name, found, schemes)
    return found


def addresses(name: str, *schemes: str) -> list[str]:
    """Return variable `name`, a list of comma-separated addresses that begin with one of `schemes`; [] by default."""
    found = texts(name, default=[])
    for one in found:
        _check_address(name, one, schemes)
        # They may go into a header, where a space or a semicolon would end them.
        if re.search(r"[\s;]", one):
            raise _refusal(name, f"“{one}”里有空格或分号")
    return found


def _check_address(name: str, found: str, schemes: tuple[str, ...]) -> None:
    parts = urlsplit(found)
    if parts.scheme not in schemes or not (parts.netloc or parts.path):
        raise _refusal(name, f"“{found}”应当是 {' 或 '.join(f'{scheme}://…' for scheme in schemes)}")


def backend(name: str, default: str) -> str:
    """Return variable `name`, the dotted path of a class or module that is installed."""
    found = text(name, default=default)
    package = found.partition(".")[0]
    if not _DOTTED.fullmatch(found) or importlib.util.find_spec(package) is None:
        raise _refusal(name, f"没有安装“{found}”")
    return found
