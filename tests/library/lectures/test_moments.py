"""What a lecture says when: mentions become links both ways, sentences can be searched for."""

from typing import Any

from library.lectures.captioning import save_captions
from library.lectures.moments import find_mentions, sentences
from library.models import EditionPage, LectureMention, LectureMoment
from library.structure import NameIndex
from media.captions import Line, Reading
from tests.library.lectures.builders import LINES, lecture
from tests.people import People
from tests.quizzes.builders import publish_regulation

NAMES = NameIndex([("支部学习规定（示例）", "7"), ("廉洁规定", "8")])


def mentions() -> list[tuple[int, str, bool]]:
    rows = LectureMention.objects.order_by("start_ms", "unit")
    return [(row.seconds, row.unit, row.target_id is not None) for row in rows]


def test_it_works(people: People) -> None:
    publish_regulation()
    lecture()
    assert mentions() == [(0, "art_2", True), (12, "art_3", True)]
    assert [moment.text for moment in LectureMoment.objects.all()] == [
        "今天讲《支部学习规定（示例）》第二条，每月安排学习。",
        "缺席的怎么办？",
        "第三条说，一个月内补课。",
    ]


def test_a_work_and_its_article_may_stand_in_two_captions() -> None:
    found = find_mentions(list(LINES), NAMES)
    assert [(line.start, line.end, reference.addresses) for line, reference in found] == [
        (0, 8000, ["art_2"]),
        (12_000, 16_000, ["art_3"]),
    ]


def test_an_article_belongs_to_the_work_named_last() -> None:
    words = ("《支部学习规定（示例）》第二条，", "《廉洁规定》第六条，", "还有第八条。")
    lines = [Line(place * 1000, place * 1000 + 900, text) for place, text in enumerate(words)]
    found = [(reference.target, reference.addresses) for _line, reference in find_mentions(lines, NAMES)]
    assert found == [("7", ["art_2"]), ("8", ["art_6"]), ("8", ["art_8"])]


def test_an_article_before_any_work_means_nothing() -> None:
    assert find_mentions([Line(0, 1000, "第二条怎么说？")], NAMES) == []


def test_an_article_that_is_not_there_leads_nowhere(people: People) -> None:
    publish_regulation()
    lecture(lines=(Line(0, 3000, "《支部学习规定（示例）》第九十九条。"),))
    assert mentions() == [(0, "art_99", False)]


def test_a_work_that_comes_later_is_recognised(people: People) -> None:
    lecture()
    assert mentions() == [(0, "art_2", False), (12, "art_3", False)]
    publish_regulation()
    assert mentions() == [(0, "art_2", True), (12, "art_3", True)]


def test_a_work_that_is_withdrawn_leads_nowhere(people: People) -> None:
    work = publish_regulation()
    lecture()
    work.unpublish()
    assert mentions() == [(0, "art_2", False), (12, "art_3", False)]


def test_a_draft_says_nothing_to_the_public(people: People) -> None:
    publish_regulation()
    lecture(publish=False)
    assert (LectureMoment.objects.count(), LectureMention.objects.count()) == (0, 0)


def test_a_withdrawn_lecture_says_nothing_either(people: People) -> None:
    publish_regulation()
    lecture().unpublish()
    assert (LectureMoment.objects.count(), LectureMention.objects.count()) == (0, 0)


def test_corrected_captions_are_followed(people: People) -> None:
    publish_regulation()
    made = lecture()
    reading = Reading((Line(5000, 9000, "《支部学习规定（示例）》第一条。"),))
    save_captions(recording=made.recording, reading=reading)
    assert mentions() == [(5, "art_1", True)]


def test_sentences_end_at_full_stops_silence_and_length() -> None:
    lines = [
        Line(0, 1000, "一"),
        Line(1000, 2000, "二。"),
        Line(2000, 3000, "三"),
        Line(9000, 9500, "四"),
        *(Line(10_000 + n * 100, 10_050 + n * 100, "长" * 30) for n in range(6)),
    ]
    assert [(one.start, len(one.text)) for one in sentences(lines)] == [
        (0, 3),
        (2000, 1),
        (9000, 91),
        (10_300, 90),
    ]


def test_search_finds_the_second(
    people: People, client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish_regulation()
        lecture()
    page = client.get("/search/", {"q": "一个月内补课"}).content.decode()
    assert "/library/lecture/?t=12" in page
    assert "第 12 秒" in page


def test_search_keeps_a_closed_lecture_to_itself(
    people: People, client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from tests.library.builders import restrict

    with django_capture_on_commit_callbacks(execute=True):
        restrict(lecture(), "login")
    assert "/library/lecture/" not in client.get("/search/", {"q": "一个月内补课"}).content.decode()
    client.force_login(people.me)
    assert "/library/lecture/?t=12" in client.get("/search/", {"q": "一个月内补课"}).content.decode()


def test_an_edition_that_brings_the_article_is_recognised(people: People) -> None:
    work = publish_regulation()
    lecture(lines=(Line(0, 3000, "《支部学习规定（示例）》第四条。"),))
    assert mentions() == [(0, "art_4", False)]
    edition = EditionPage.objects.child_of(work).get(slug="2024-09-01")
    edition.body += "\n第四条　新加的一条。\n"
    edition.save_revision().publish()
    assert mentions() == [(0, "art_4", True)]
