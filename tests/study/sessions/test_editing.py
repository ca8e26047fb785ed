"""Two people at one session: what one saved while another's form was open is neither undone nor forgotten."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from library.models import LibraryIndexPage, TopicPage
from study.models import BookBag, StudySession
from study.sessions.actions import update_session
from study.sessions.errors import ChangedMeanwhile
from tests.library.builders import restrict
from tests.people import People
from tests.study.builders import NOW
from tests.study.sessions.builders import details, held, join, log_in, planned


def url(session: StudySession) -> str:
    return f"/study/sessions/{session.pk}/edit/"


def opened(client: Client, session: StudySession) -> dict[str, Any]:
    """Return what the form of a page says as it was opened, as a browser would send it."""
    return sent_by(client.get(url(session)))


def sent_by(response: Any) -> dict[str, Any]:
    form = response.context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: getattr(value, "pk", value) or "" for name, value in said.items()}


def test_it_works(people: People) -> None:
    session = held(people.secretary, people.branch, record="原来的")
    client = log_in(people.secretary)
    sent = opened(client, session) | {"record": "三人发言"}
    assert client.post(url(session), sent).status_code == 302
    session.refresh_from_db()
    assert (session.record, session.host) == ("三人发言", people.secretary)


def test_what_another_saved_meanwhile_is_not_undone(people: People) -> None:
    session = held(people.secretary, people.branch, record="第一行\n第二行")
    mine = log_in(people.secretary)
    old = opened(mine, session)
    StudySession.objects.filter(pk=session.pk).update(host=people.me, place="会议室")
    # A browser ends its lines in its own way.
    sent = old | {"resolutions": "公开账目", "record": "第一行\r\n第二行"}
    assert mine.post(url(session), sent).status_code == 302
    session.refresh_from_db()
    assert (session.host, session.place, session.resolutions) == (people.me, "会议室", "公开账目")


def test_the_same_thing_changed_by_two_is_said_and_both_are_shown(people: People) -> None:
    session = held(people.secretary, people.branch, record="原来的")
    client = log_in(people.secretary)
    old = opened(client, session)
    StudySession.objects.filter(pk=session.pk).update(record="别人的记录", place="会议室")
    answer = client.post(url(session), old | {"record": "我的记录"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "没有保存：您打开这一页以后，别人改过“学习记录”" in page
    assert "别人的记录" in page
    assert "我的记录" in page
    session.refresh_from_db()
    assert session.record == "别人的记录"


def test_what_was_compared_may_be_saved(people: People) -> None:
    session = held(people.secretary, people.branch, record="原来的")
    client = log_in(people.secretary)
    old = opened(client, session)
    StudySession.objects.filter(pk=session.pk).update(record="别人的记录", place="会议室")
    again = sent_by(client.post(url(session), old | {"record": "我的记录"}))
    assert client.post(url(session), again | {"record": "别人的记录和我的记录"}).status_code == 302
    session.refresh_from_db()
    assert (session.record, session.place) == ("别人的记录和我的记录", "会议室")


def test_the_same_change_by_two_is_no_conflict(people: People) -> None:
    session = held(people.secretary, people.branch)
    client = log_in(people.secretary)
    old = opened(client, session)
    StudySession.objects.filter(pk=session.pk).update(place="会议室")
    assert client.post(url(session), old | {"place": "会议室"}).status_code == 302


def test_a_roll_saved_meanwhile_stays(people: People) -> None:
    stale = planned(people.secretary, people.branch)
    held(people.secretary, people.branch, {people.me.pk: "leave"}, resolutions="公开账目")
    update_session(session=stale, details=details(title="读原文"), now=NOW)
    stale.refresh_from_db()
    assert (stale.state, stale.roll_version, stale.resolutions) == ("held", 1, "公开账目")
    assert stale.title == "读原文"


def test_a_caller_that_read_it_long_ago_is_refused(people: People) -> None:
    stale = held(people.secretary, people.branch)
    StudySession.objects.filter(pk=stale.pk).update(place="会议室")
    with pytest.raises(ChangedMeanwhile, match="别人改过“地点”"):
        update_session(session=stale, details=details(place="广场"), now=NOW)


@pytest.mark.parametrize("token", ["", "x", "[1]", '{"place": 3}'])
def test_a_form_that_does_not_say_what_it_began_from_is_taken(people: People, token: str) -> None:
    session = held(people.secretary, people.branch)
    client = log_in(people.secretary)
    sent = opened(client, session) | {"opened": token, "record": "三人发言"}
    assert client.post(url(session), sent).status_code == 302


def test_who_has_moved_away_stays_host_and_speaker(people: People) -> None:
    guest = join("外请", people.branch)
    session = held(people.secretary, people.branch, host=guest, speaker=guest)
    guest.organization = people.other_branch
    guest.is_active = False
    guest.save()
    client = log_in(people.secretary)
    assert client.post(url(session), opened(client, session) | {"place": "村部"}).status_code == 302
    session.refresh_from_db()
    assert (session.host, session.speaker, session.place) == (guest, guest, "村部")


def test_a_topic_and_a_bag_that_were_closed_stay_and_are_not_named(people: People) -> None:
    topic = TopicPage(title="内部专题（示例）", slug="inside")
    LibraryIndexPage.objects.get().add_child(instance=topic)
    bag = BookBag.objects.create(title="内部书袋（示例）", slug="bag", is_published=True)
    session = held(people.secretary, people.branch, title="读原文", topic=topic, book_bag=bag)
    restrict(topic, "groups")
    bag.is_published = False
    bag.save()
    client = log_in(people.secretary)
    page = unescape(client.get(url(session)).content.decode())
    options = re.findall(r"<option value=\"\d+\" selected>([^<]*)</option>", page)
    assert options.count("原来选的（现在不对您开放）") == 2
    assert "内部专题" not in page
    assert "内部书袋" not in page
    assert client.post(url(session), opened(client, session) | {"place": "村部"}).status_code == 302
    session.refresh_from_db()
    assert (session.topic, session.book_bag) == (topic, bag)


def test_a_choice_can_still_be_taken_back(people: People) -> None:
    guest = join("外请", people.branch)
    session = held(people.secretary, people.branch, speaker=guest)
    guest.is_active = False
    guest.save()
    client = log_in(people.secretary)
    assert client.post(url(session), opened(client, session) | {"speaker": ""}).status_code == 302
    session.refresh_from_db()
    assert session.speaker is None


def test_what_was_never_chosen_is_no_choice(people: People) -> None:
    session = held(people.secretary, people.branch)
    client = log_in(people.secretary)
    sent = opened(client, session) | {"host": people.stranger.pk}
    assert client.post(url(session), sent).status_code == 422
