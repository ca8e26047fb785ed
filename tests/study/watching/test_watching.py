"""What was watched is recorded as far as the server's clock allows; speed and seeking are legal, claims are not."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from study.models import Progress, Watched
from study.watching.actions import ticket_for
from tests.library.builders import restrict
from tests.library.lectures.builders import SECONDS, lecture
from tests.people import People
from tests.study.builders import NOW


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def made(clock: Any, people: People) -> Any:
    return lecture()


def ticket(client: Client) -> str:
    html = client.get("/library/lecture/").content.decode()
    return html.split('data-ticket="')[1].split('"')[0]


def report(client: Client, made: Any, note: str, *played: tuple[float, float], position: float = 0) -> Any:
    sent = {"ticket": note, "played": json.dumps(played), "position": position}
    return client.post(f"/study/watched/{made.pk}/", sent)


@pytest.fixture
def note(client: Client, made: Any, people: People) -> str:
    client.force_login(people.me)
    return ticket(client)


def test_it_works(client: Client, made: Any, note: str, clock: Any) -> None:
    clock.shift(timedelta(seconds=10))
    answer = report(client, made, note, (0, 10), position=10).json()
    assert answer == {"percent": 50, "finished": False, "ranges": [[0, 10]]}
    assert Progress.objects.get().percent == 50


def test_another_device_goes_on_where_one_was(client: Client, made: Any, note: str, clock: Any) -> None:
    clock.shift(timedelta(seconds=10))
    report(client, made, note, (0, 10), position=10)
    html = client.get("/library/lecture/").content.decode()
    assert 'data-position="10"' in html
    assert "已看 50%，上次看到 0:10" in html


def test_a_link_to_a_second_is_stronger_than_where_one_was(
    client: Client, made: Any, note: str, clock: Any
) -> None:
    clock.shift(timedelta(seconds=10))
    report(client, made, note, (0, 10), position=10)
    assert "data-position" not in client.get("/library/lecture/?t=3").content.decode()


def test_twice_the_speed_is_legal(client: Client, made: Any, note: str, clock: Any) -> None:
    clock.shift(timedelta(seconds=SECONDS / 2))
    assert report(client, made, note, (0, SECONDS)).json()["finished"] is True
    assert Progress.objects.get().finished_at == NOW + timedelta(seconds=SECONDS / 2)


def test_faster_than_that_counts_only_as_far_as_the_clock(
    client: Client, made: Any, note: str, clock: Any
) -> None:
    clock.shift(timedelta(seconds=3))
    answer = report(client, made, note, (0, SECONDS)).json()
    assert (answer["ranges"], answer["finished"]) == ([[0, 8]], False)


def test_what_was_cut_counts_when_the_time_has_passed(
    client: Client, made: Any, note: str, clock: Any
) -> None:
    for _ in range(2):
        clock.shift(timedelta(seconds=5))
        answer = report(client, made, note, (0, SECONDS)).json()
    assert answer["finished"] is True


def test_the_same_report_many_times_gives_nothing_more(
    client: Client, made: Any, note: str, clock: Any
) -> None:
    clock.shift(timedelta(seconds=5))
    answers = [report(client, made, note, (0, 9)).json()["percent"] for _ in range(5)]
    assert answers == [45] * 5


def test_many_small_reports_give_no_more_than_one(client: Client, made: Any, note: str, clock: Any) -> None:
    for place in range(20):
        answer = report(client, made, note, (place, place + 1)).json()
    assert answer["percent"] <= 10


def test_many_small_reports_over_time_give_no_more_either(
    client: Client, made: Any, note: str, clock: Any
) -> None:
    for _ in range(20):
        clock.shift(timedelta(seconds=0.1))
        answer = report(client, made, note, (0, SECONDS)).json()
    assert answer["percent"] <= 2 * (20 * 0.1 + 1) / SECONDS * 100


def test_loading_the_page_again_gives_no_time(client: Client, made: Any, note: str, clock: Any) -> None:
    for _ in range(20):
        clock.shift(timedelta(seconds=0.1))
        answer = report(client, made, ticket(client), (0, SECONDS)).json()
    assert answer["percent"] <= 2 * (20 * 0.1 + 1) / SECONDS * 100


def second_lecture() -> Any:
    return lecture(title="第二课（示例）", slug="second")


def test_two_lectures_at_once_are_one_viewer(
    client: Client, made: Any, note: str, people: People, clock: Any
) -> None:
    other = second_lecture()
    note_of_other = ticket_for(member=people.me, lecture=other, now=NOW)
    clock.shift(timedelta(seconds=SECONDS))
    assert report(client, made, note, (0, SECONDS)).json()["finished"] is True
    answer = report(client, other, note_of_other, (0, SECONDS)).json()
    assert (answer["finished"], answer["percent"]) == (False, 10)


def test_lectures_one_after_the_other_are_both_watched(
    client: Client, made: Any, note: str, people: People, clock: Any
) -> None:
    other = second_lecture()
    clock.shift(timedelta(seconds=SECONDS))
    assert report(client, made, note, (0, SECONDS)).json()["finished"] is True
    note_of_other = ticket_for(member=people.me, lecture=other, now=NOW + timedelta(seconds=SECONDS))
    for seconds in range(5, SECONDS + 1, 5):
        clock.shift(timedelta(seconds=5))
        answer = report(client, other, note_of_other, (0, seconds)).json()
    assert answer["finished"] is True


def test_what_was_watched_without_a_line_counts_after_another_lecture_reported(
    client: Client, made: Any, note: str, people: People, clock: Any
) -> None:
    other = second_lecture()
    clock.shift(timedelta(minutes=10))
    note_of_other = ticket_for(member=people.me, lecture=other, now=NOW + timedelta(minutes=10))
    clock.shift(timedelta(seconds=SECONDS))
    assert report(client, other, note_of_other, (0, SECONDS)).json()["finished"] is True
    assert report(client, made, note, (0, SECONDS)).json()["finished"] is True


def test_two_viewers_have_a_clock_each(
    client: Client, made: Any, note: str, people: People, clock: Any
) -> None:
    clock.shift(timedelta(seconds=SECONDS))
    report(client, made, note, (0, SECONDS))
    note_of_stranger = ticket_for(member=people.stranger, lecture=made, now=NOW)
    client.force_login(people.stranger)
    assert report(client, made, note_of_stranger, (0, SECONDS)).json()["finished"] is True


def test_seeking_is_legal(client: Client, made: Any, note: str, clock: Any) -> None:
    clock.shift(timedelta(seconds=10))
    assert report(client, made, note, (15, 20), (0, 5)).json()["ranges"] == [[0, 5], [15, 20]]


def test_watching_a_part_again_adds_nothing(client: Client, made: Any, note: str, clock: Any) -> None:
    clock.shift(timedelta(seconds=30))
    report(client, made, note, (0, 5))
    clock.shift(timedelta(seconds=30))
    assert report(client, made, note, (0, 5)).json()["percent"] == 25


def test_a_page_opened_yesterday_is_not_an_account_to_draw_on(
    client: Client, made: Any, note: str, clock: Any
) -> None:
    clock.shift(timedelta(hours=25))
    assert report(client, made, note, (0, SECONDS)).status_code == 400
    assert not Watched.objects.exists()


def test_a_page_kept_on_a_device_is_believed_for_a_month(
    client: Client, made: Any, people: People, clock: Any
) -> None:
    client.force_login(people.me)
    html = client.get("/library/lecture/", headers={"X-Keep": "1"}).content.decode()
    note = html.split('data-ticket="')[1].split('"')[0]
    clock.shift(timedelta(days=10))
    assert report(client, made, note, (0, SECONDS)).json()["finished"]
    clock.shift(timedelta(days=21))
    client.force_login(people.me)
    assert report(client, made, note, (0, SECONDS)).status_code == 400


def test_a_report_that_waited_does_not_take_back_where_another_device_came_to(
    client: Client, made: Any, note: str, clock: Any
) -> None:
    waited = NOW.isoformat()
    clock.shift(timedelta(seconds=30))
    report(client, made, note, (0, 10), position=10)
    sent = {"ticket": note, "played": "[[0, 4]]", "position": 4, "client_at": waited}
    assert client.post(f"/study/watched/{made.pk}/", sent).status_code == 200
    assert Watched.objects.get().position == 10


def test_another_s_ticket_is_worth_nothing(client: Client, made: Any, note: str, people: People) -> None:
    client.force_login(people.stranger)
    assert report(client, made, note, (0, 5)).status_code == 400


@pytest.mark.parametrize(
    "played",
    [
        "",
        "x",
        "[1]",
        "[[1]]",
        '[["a", 2]]',
        "[[5, 1]]",
        "[[-1, 2]]",
        "[[0, 1e9]]",
        "{}x",
        "[[NaN, 1]]",
        "[" * 30_000,
    ],
)
def test_nonsense_is_refused_by_one_sentence(client: Client, made: Any, note: str, played: str) -> None:
    sent = {"ticket": note, "played": played, "position": 0}
    answer = client.post(f"/study/watched/{made.pk}/", sent)
    assert (answer.status_code, answer.json()["error"]) == (400, "观看进度没有记录，请刷新页面。")


def test_a_closed_lecture_takes_no_reports(client: Client, made: Any, note: str, people: People) -> None:
    restrict(made, "groups")
    assert report(client, made, note, (0, 5)).status_code == 404


def test_a_click_does_not_finish_a_lecture(client: Client, made: Any, note: str) -> None:
    answer = client.post(f"/study/finish/{made.pk}/", follow=True)
    assert "看到九成就自动记为看完" in answer.content.decode()
    assert Progress.objects.get().finished_at is None


def test_scrolling_does_not_either(client: Client, made: Any, note: str) -> None:
    sent = {"material": made.pk, "percent": 100, "address": ""}
    assert client.post("/study/progress/", sent).status_code == 400


def test_finished_stays_finished(client: Client, made: Any, note: str, clock: Any) -> None:
    clock.shift(timedelta(seconds=30))
    report(client, made, note, (0, SECONDS))
    clock.shift(timedelta(seconds=30))
    report(client, made, note, (0, 1))
    assert Progress.objects.get().percent == 100
    assert "看完了这一课" in client.get("/library/lecture/").content.decode()


def test_a_report_asks_the_database_little(
    client: Client, made: Any, note: str, clock: Any, django_assert_max_num_queries: Any
) -> None:
    clock.shift(timedelta(seconds=30))
    report(client, made, note, (0, 5))
    with django_assert_max_num_queries(14):
        report(client, made, note, (0, 6))


def test_nobody_logged_in_is_told_to(client: Client, made: Any) -> None:
    assert report(client, made, "x", (0, 1)).status_code == 403
