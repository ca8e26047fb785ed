"""Notes and a new edition: moved when the sentence is there once, shown for a decision otherwise, never guessed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from library.models import EditionPage
from study.models import Note
from study.notes.actions import Draft, keep_note, place_note, write_note
from study.notes.anchoring import Quote
from study.notes.carrying import carry_begun
from tests.people import People
from tests.quizzes.builders import QUOTE, REGULATION_BODY, newest_edition, publish, publish_regulation
from tests.study.builders import NOW

SENTENCE = f"{QUOTE}，因事不能参加的应当补课。"
DAY = date(2026, 1, 1)


@pytest.fixture
def work(people: People) -> Any:
    return publish_regulation()


@pytest.fixture
def note(people: People, work: Any) -> Note:
    draft = Draft("note", body="每月一次", address="art_2", quote=Quote(QUOTE))
    return write_note(member=people.me, material=newest_edition(work), draft=draft, now=NOW)


def amend(work: Any, body: str, day: date = DAY) -> Any:
    return publish(
        EditionPage(title=work.title, slug=day.isoformat(), effective_from=day, body=body), below=work
    )


def renumbered() -> str:
    return (
        REGULATION_BODY.replace("第三条", "第四条")
        .replace("第二条", "第三条")
        .replace("第二章", "第二条　小组每周议一次。\n\n第二章")
    )


def test_it_moves_with_its_sentence_to_another_number(work: Any, note: Note) -> None:
    edition = amend(work, renumbered())
    note.refresh_from_db()
    assert (note.material_id, note.address, note.place, note.doubt) == (edition.pk, "art_3", "第三条", "")
    assert note.exact == QUOTE


def test_a_changed_sentence_is_shown_for_a_decision_with_both_texts(work: Any, note: Note) -> None:
    old = note.material_id
    edition = amend(work, REGULATION_BODY.replace("每月至少参加一次", "每季度至少参加一次"))
    note.refresh_from_db()
    assert (note.material_id, note.address, note.doubt) == (old, "art_2", "gone")
    assert (note.doubt_material_id, note.doubt_address) == (edition.pk, "art_2")
    assert SENTENCE in note.passage


def test_a_sentence_that_stands_twice_is_not_chosen_between(work: Any, note: Note) -> None:
    amend(work, f"{REGULATION_BODY}\n第四条　小组照此办理。{SENTENCE}\n")
    note.refresh_from_db()
    assert note.doubt == "twice"


def test_an_article_that_went_is_said_to_have_none(work: Any, note: Note) -> None:
    amend(
        work, REGULATION_BODY.replace("支部每月安排学习。" + SENTENCE, "旗帜、徽章由办公室保管，按规定使用。")
    )
    note.refresh_from_db()
    assert note.doubt == "gone"


def test_the_next_edition_may_bring_it_back(work: Any, note: Note) -> None:
    amend(work, REGULATION_BODY.replace("每月至少", "每季度至少"))
    latest = amend(work, REGULATION_BODY, DAY + timedelta(days=90))
    note.refresh_from_db()
    assert (note.material_id, note.doubt) == (latest.pk, "")


def test_an_edition_that_is_withdrawn_gives_its_notes_back(work: Any, note: Note) -> None:
    first = note.material_id
    edition = amend(work, renumbered())
    edition.unpublish()
    note.refresh_from_db()
    assert (note.material_id, note.address, note.doubt) == (first, "art_2", "")


def test_an_edition_of_the_future_waits_for_its_day(work: Any, note: Note, monkeypatch: Any) -> None:
    first, day = note.material_id, timezone.localdate() + timedelta(days=10)
    edition = amend(work, renumbered(), day)
    note.refresh_from_db()
    assert note.material_id == first
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    carry_begun(day)
    note.refresh_from_db()
    assert (note.material_id, note.address) == (edition.pk, "art_3")


def test_a_correction_elsewhere_touches_nothing(work: Any, note: Note) -> None:
    edition = newest_edition(work)
    edition.body = edition.body.replace("一个月内", "两个月内")
    edition.save_revision().publish()
    note.refresh_from_db()
    assert (note.address, note.doubt) == ("art_2", "")


def test_a_correction_of_its_own_sentence_puts_it_in_doubt_and_undoing_it_ends_that(
    work: Any, note: Note
) -> None:
    edition = newest_edition(work)
    body = edition.body
    for now, doubt in ((body.replace(QUOTE, "党员每周参加集中学习"), "gone"), (body, "")):
        edition.body = now
        edition.save_revision().publish()
        note.refresh_from_db()
        assert note.doubt == doubt


def test_words_about_the_whole_go_along(people: People, work: Any) -> None:
    draft = Draft("reflection", body="学了就用")
    note = write_note(member=people.me, material=newest_edition(work), draft=draft, now=NOW)
    edition = amend(work, "第一条　全新的一条。\n")
    note.refresh_from_db()
    assert (note.material_id, note.doubt) == (edition.pk, "")


class TestDeciding:
    """What only the member can say."""

    def doubtful(self, work: Any, note: Note) -> Any:
        edition = amend(work, REGULATION_BODY.replace("每月至少", "每季度至少"))
        note.refresh_from_db()
        return edition

    def test_put_beside_another_sentence(self, work: Any, note: Note) -> None:
        edition = self.doubtful(work, note)
        place_note(note=note, material=edition, address="art_2", sentences=(1, 1), now=NOW)
        note.refresh_from_db()
        assert note.exact == SENTENCE.replace("每月至少", "每季度至少")
        assert (note.material_id, note.doubt, note.body) == (edition.pk, "", "每月一次")

    def test_left_where_it_was_it_stays_there(self, work: Any, note: Note) -> None:
        first = note.material_id
        self.doubtful(work, note)
        keep_note(note=note, now=NOW)
        amend(work, REGULATION_BODY, DAY + timedelta(days=90))
        note.refresh_from_db()
        assert (note.material_id, note.doubt) == (first, "")
