"""The pages of a bag, and the delivery list."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from members.models import Audience
from study.bookbags.actions import tick_deliveries
from study.models import BagDelivery, BookBag
from tests.library.builders import restrict
from tests.people import People
from tests.quizzes.builders import publish_guide, publish_regulation
from tests.study.bookbags.builders import bag, packed
from tests.study.builders import NOW

pytestmark = pytest.mark.django_db


def address(name: str, made: BookBag) -> str:
    return reverse(f"study:{name}", args=[made.slug])


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(client: Client, people: People) -> None:
    made = bag(publish_guide(), intro="下乡时带上。")
    client.force_login(people.me)
    assert "下乡书袋（示例）" in read(client, reverse("study:book_bags"))
    page = read(client, made.get_absolute_url())
    assert "怎样学（示例）" in page
    assert "下乡时带上。" in page
    assert "登记谁领了" not in page


def test_a_member_without_a_bag_is_told_where_to_go(client: Client, people: People) -> None:
    client.force_login(people.me)
    assert "还没有发给您的书袋" in read(client, reverse("study:book_bags"))


def test_a_bag_of_another_audience_is_not_there(client: Client, people: People) -> None:
    made = bag(publish_guide(), audience=Audience.objects.create(name="邻村", subtree=people.other_branch))
    client.force_login(people.me)
    assert client.get(made.get_absolute_url()).status_code == 404
    client.force_login(people.stranger)
    assert client.get(made.get_absolute_url()).status_code == 200


def test_what_is_closed_to_a_reader_is_counted_and_not_named(client: Client, people: People) -> None:
    closed = publish_guide(title="内部导读（示例）", slug="inside")
    restrict(closed, "groups", Group.objects.get(name="编辑"))
    client.force_login(people.me)
    page = read(client, bag(publish_guide(), closed).get_absolute_url())
    assert "内部导读" not in page
    assert "另有 1 份还没有发布，或者不对您开放。" in page


def test_a_click_packs_and_the_zip_comes_down(
    client: Client, people: People, django_capture_on_commit_callbacks: Any
) -> None:
    made = bag(publish_guide())
    client.force_login(people.me)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("book_bag_pack", made))
    assert "下载压缩包" in read(client, made.get_absolute_url())
    response = client.get(address("book_bag_zip", made))
    assert response["Content-Type"] == "application/zip"
    assert b"".join(response.streaming_content)[:2] == b"PK"


def test_a_zip_one_has_already_is_not_sent_again(client: Client, people: People) -> None:
    made = bag(publish_guide())
    etag = f'"{packed(made).sha256}"'
    client.force_login(people.me)
    response = client.get(address("book_bag_zip", made), headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")


def test_a_zip_that_is_not_made_yet_says_so(client: Client, people: People) -> None:
    made = bag(publish_guide())
    client.force_login(people.me)
    page = client.get(address("book_bag_zip", made), follow=True).content.decode()
    assert "压缩包还没有做好" in page


def test_progress_is_never_cached(client: Client, people: People) -> None:
    made = bag(publish_guide())
    packed(made)
    client.force_login(people.me)
    response = client.get(address("book_bag_packing", made))
    assert response["Cache-Control"] == "no-store"
    assert "已经打好包" in response.content.decode()


def test_the_handout_has_a_code_and_the_list(client: Client, people: People) -> None:
    made = bag(publish_guide())
    client.force_login(people.secretary)
    page = read(client, address("book_bag_handout", made))
    assert "怎样学（示例）" in page
    assert "http://testserver/study/bags/to-the-village/" in page
    assert read(client, address("book_bag_code", made)).startswith("<svg")


def test_a_secretary_ticks_own_branch(client: Client, people: People) -> None:
    made = bag(publish_guide())
    client.force_login(people.secretary)
    page = read(client, address("book_bag_received", made))
    assert "田本人" in page
    assert "陌生人" not in page
    client.post(address("book_bag_received", made), {"received": [people.me.pk]})
    assert "石书记登记" in read(client, address("book_bag_received", made))


def shown(client: Client, made: BookBag) -> list[str]:
    """Return whom the delivery list shows ticked."""
    return re.findall(r'name="was" value="(\d+)"', read(client, address("book_bag_received", made)))


def receivers(made: BookBag) -> set[str]:
    return set(made.deliveries.values_list("member__name", flat=True))


def test_a_list_opened_before_takes_no_later_tick_away(client: Client, people: People) -> None:
    made = bag(publish_guide())
    client.force_login(people.secretary)
    old = shown(client, made)
    tick_deliveries(by=people.superior, bag=made, received=[people.me], now=NOW)
    client.post(address("book_bag_received", made), {"received": [people.secretary.pk], "was": old})
    assert receivers(made) == {"田本人", "石书记"}


def test_a_tick_another_took_back_does_not_come_again(client: Client, people: People) -> None:
    made = bag(publish_guide())
    tick_deliveries(by=people.secretary, bag=made, received=[people.me, people.secretary], now=NOW)
    client.force_login(people.secretary)
    old = shown(client, made)
    tick_deliveries(by=people.superior, bag=made, received=[people.secretary], now=NOW)
    client.post(address("book_bag_received", made), {"received": old, "was": old})
    assert receivers(made) == {"石书记"}


def test_a_tick_is_taken_back_on_the_page_that_showed_it(client: Client, people: People) -> None:
    made = bag(publish_guide())
    tick_deliveries(by=people.secretary, bag=made, received=[people.me], now=NOW)
    client.force_login(people.secretary)
    client.post(address("book_bag_received", made), {"was": shown(client, made)})
    assert receivers(made) == set()


def test_who_has_moved_away_keeps_their_tick_and_the_list_is_saved(client: Client, people: People) -> None:
    made = bag(publish_guide())
    tick_deliveries(by=people.secretary, bag=made, received=[people.me], now=NOW)
    client.force_login(people.secretary)
    old = shown(client, made)
    people.me.organization = people.other_branch
    people.me.save()
    client.post(
        address("book_bag_received", made), {"received": [*old, people.secretary.pk], "was": [*old, "x"]}
    )
    assert receivers(made) == {"田本人", "石书记"}


def test_nobody_of_another_branch_can_be_ticked(client: Client, people: People) -> None:
    made = bag(publish_guide())
    client.force_login(people.secretary)
    url = address("book_bag_received", made)
    page = client.post(url, {"received": [people.stranger.pk]}).content.decode()
    assert "名单没有保存" in page
    assert not BagDelivery.objects.exists()


def test_ticking_again_keeps_who_ticked_first_and_when(people: People) -> None:
    made = bag(publish_guide())
    for by, later in ((people.secretary, 0), (people.superior, 3)):
        tick_deliveries(by=by, bag=made, received=[people.me], now=NOW + timedelta(days=later))
    delivery = BagDelivery.objects.get()
    assert (delivery.ticked_by, delivery.ticked_at) == (people.secretary, NOW)


def test_a_wrong_tick_can_be_taken_back_and_touches_no_other_branch(people: People) -> None:
    made = bag(publish_guide())
    tick_deliveries(by=people.superior, bag=made, received=[people.me, people.stranger], now=NOW)
    assert tick_deliveries(by=people.secretary, bag=made, received=[], now=NOW) == 0
    assert BagDelivery.objects.get().member == people.stranger


def test_a_member_sees_that_they_received_it(client: Client, people: People) -> None:
    made = bag(publish_guide())
    tick_deliveries(by=people.secretary, bag=made, received=[people.me], now=NOW)
    client.force_login(people.me)
    assert "7月1日已领" in read(client, made.get_absolute_url())


def test_queries_do_not_grow_with_the_list(
    client: Client, people: People, django_assert_max_num_queries: Any
) -> None:
    made = bag(publish_guide(), publish_regulation())
    client.force_login(people.me)
    client.get(made.get_absolute_url())
    with django_assert_max_num_queries(22):
        client.get(made.get_absolute_url())
    client.force_login(people.secretary)
    with django_assert_max_num_queries(10):
        client.get(address("book_bag_received", made))
