"""The desk speaks Chinese: our catalogue completes Wagtail's, keeps its placeholders and is compiled."""

import ast
import gettext as standard_gettext
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

CATALOGUES = Path(settings.BASE_DIR) / "cms" / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w+\}")
TAG = re.compile(r"</?[a-z]\w*")
LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?(".*")$')
UNWANTED = ("你", "帐", "账户", "工作流", "缩略名", "...", "搜索词")


class Message(NamedTuple):
    """One entry of a .po file; a plural entry's text is its only form."""

    context: str
    single: str
    plural: str
    text: str


def messages(path: Path) -> Iterator[Message]:
    """Read a .po file; its header, the entry for the empty text, is left out."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for found in filter(None, map(LINE.match, block.splitlines())):
            name = found[1] or name
            fields[name] = fields.get(name, "") + ast.literal_eval(found[2])
        if fields.get("msgid"):
            text = fields.get("msgstr", "") or fields.get("msgstr[0]", "")
            yield Message(fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", ""), text)


def ours(domain: str) -> list[Message]:
    return list(messages(CATALOGUES / f"{domain}.po"))


def key(message: Message) -> str | tuple[str, int]:
    """Under what the compiled catalogue keeps a message."""
    single = f"{message.context}\x04{message.single}" if message.context else message.single
    return (single, 0) if message.plural else single


def in_chinese(message: Message) -> str:
    if message.plural:
        return translation.ngettext(message.single, message.plural, 2)
    if message.context:
        return translation.pgettext(message.context, message.single)
    return translation.gettext(message.single)


def wagtail_sources() -> list[Path]:
    installed = [Path(config.path) for config in apps.get_app_configs() if config.name.startswith("wagtail")]
    return [path for app in installed for path in app.glob("locale/en/LC_MESSAGES/django.po")]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Search all pages…", "检索页面…"),
        ("New: %(model_name)s", "新增%(model_name)s"),
        ("Unpublish", "撤回"),
        ("live", "已发布"),
        ("History", "修订记录"),
        ("Account", "账号"),
        ("Choose %(object)s", "选择%(object)s"),
    ],
)
def test_it_works(english: str, chinese: str) -> None:
    with translation.override("zh-hans"):
        assert translation.gettext(english) == chinese


def test_counted_things_come_out_in_chinese() -> None:
    with translation.override("zh-hans"):
        pages = [translation.ngettext("1 page", "%(counter)s pages", n) % {"counter": n} for n in (1, 3)]
    assert pages == ["1 个页面", "3 个页面"]


def test_nothing_of_the_installed_wagtail_is_left_in_english() -> None:
    sources = wagtail_sources()
    assert len(sources) > 5
    with translation.override("zh-hans"):
        left = [m.single for path in sources for m in messages(path) if in_chinese(m) in (m.single, m.plural)]
    assert left == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_translation_keeps_the_placeholders(domain: str) -> None:
    for message in ours(domain):
        wanted = set(PLACEHOLDER.findall(message.plural or message.single))
        assert set(PLACEHOLDER.findall(message.text)) == wanted, message.single


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_translation_keeps_the_tags(domain: str) -> None:
    for message in ours(domain):
        wanted = sorted(TAG.findall(message.plural or message.single))
        assert sorted(TAG.findall(message.text)) == wanted, message.single


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_the_written_one(domain: str) -> None:
    with (CATALOGUES / f"{domain}.mo").open("rb") as compiled:
        catalogue = dict(standard_gettext.GNUTranslations(compiled)._catalog)
    catalogue.pop("")
    assert catalogue == {key(message): message.text for message in ours(domain)}


@pytest.mark.parametrize("domain", DOMAINS)
def test_entries_are_sorted_and_carry_no_references(domain: str) -> None:
    singles = [(message.single, message.context) for message in ours(domain)]
    assert singles == sorted(singles)
    assert "#:" not in (CATALOGUES / f"{domain}.po").read_text(encoding="utf-8")


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_house_words_are_used(domain: str) -> None:
    found = {(m.single, word) for m in ours(domain) for word in UNWANTED if word in m.text}
    assert found == set()


def test_the_desk_s_scripts_get_their_words(client: Client) -> None:
    answer = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert json.dumps("修改已自动保存。") in answer
    assert json.dumps("输入文字，或输入“/”插入内容块") in answer
