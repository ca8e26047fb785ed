"""Digests by e-mail, and turning them off."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from study.models import NudgeSetting
from study.nudges.actions import send_digests
from tests.people import People
from tests.study.builders import NOW, long_guide, recommend

NIGHT = NOW.replace(hour=23)


@pytest.fixture
def wish(people: People) -> NudgeSetting:
    people.me.email = "me@example.invalid"
    people.me.save()
    return NudgeSetting.objects.create(member=people.me, rhythm="daily")


@pytest.fixture
def asked(people: People) -> Any:
    return recommend(long_guide(title="怎样读原文（示例）"), by=people.branch, strength="required")


def send(now: Any = NOW) -> list[Any]:
    return [outcome for _, outcome in send_digests(now=now)]


def test_it_works(wish: NudgeSetting, asked: Any) -> None:
    assert send() == [True]
    letter = mail.outbox[0]
    assert letter.to == ["me@example.invalid"]
    assert "怎样读原文（示例）" in letter.subject
    assert "【必学】" in letter.body
    assert asked.material.url in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_twice_a_day_is_once(wish: NudgeSetting, asked: Any) -> None:
    assert [send(), send()] == [[True], []]
    assert send(NOW + timedelta(days=1)) == [True]


def test_quiet_hours_hold_it_back(wish: NudgeSetting, asked: Any) -> None:
    assert send(NIGHT) == []
    assert mail.outbox == []


def test_nobody_is_written_to_who_did_not_ask(wish: NudgeSetting, asked: Any) -> None:
    NudgeSetting.objects.update(rhythm="none")
    assert send() == []


def test_with_nothing_to_say_nothing_is_sent(wish: NudgeSetting) -> None:
    assert send() == [False]
    assert mail.outbox == []


def test_a_letter_the_server_refused_is_tried_again(
    wish: NudgeSetting, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Any, messages: Any) -> int:
        raise OSError("no route")

    with monkeypatch.context() as broken, time_machine.travel(NOW, tick=False):
        broken.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(CommandError, match="没有送出"):
            call_command("send_digests", stdout=StringIO())
    assert send() == [True]


def test_the_command_says_how_many(wish: NudgeSetting, asked: Any) -> None:
    said = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("send_digests", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {"sent": 1, "nothing_to_say": 0, "failed": []}


def test_one_click_turns_it_off_without_logging_in(client: Client, wish: NudgeSetting) -> None:
    address = reverse("study:nudges_off", args=[wish.token])
    assert "不再发送" in client.get(address).content.decode()
    wish.refresh_from_db()
    assert wish.rhythm == "daily", "a mail filter that only looks changes nothing"
    assert "已经关掉" in client.post(address).content.decode()
    wish.refresh_from_db()
    assert wish.rhythm == "none"


def test_a_wrong_address_turns_nothing_off(client: Client, wish: NudgeSetting) -> None:
    assert client.post(reverse("study:nudges_off", args=["x" * 32])).status_code == 404


def test_a_member_says_how_often(client: Client, wish: NudgeSetting, people: People) -> None:
    client.force_login(people.me)
    page = reverse("study:nudges")
    client.post(page, {"rhythm": "weekly", "quiet_from": "22", "quiet_until": "7"})
    wish.refresh_from_db()
    assert (wish.rhythm, wish.quiet_from, wish.quiet_until) == ("weekly", 22, 7)


def test_without_an_address_it_says_what_to_do(client: Client, people: People) -> None:
    client.force_login(people.me)
    answer = client.post(reverse("study:nudges"), {"rhythm": "daily", "quiet_from": "20", "quiet_until": "8"})
    assert "还没有登记邮箱" in answer.content.decode()
    assert not NudgeSetting.objects.exists()


def test_what_is_no_hour_is_refused(client: Client, wish: NudgeSetting, people: People) -> None:
    client.force_login(people.me)
    client.post(reverse("study:nudges"), {"rhythm": "weekly", "quiet_from": "99", "quiet_until": "x"})
    wish.refresh_from_db()
    assert wish.rhythm == "daily"
