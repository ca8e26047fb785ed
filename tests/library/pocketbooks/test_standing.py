"""Does what was printed still hold?"""

import pytest

from library.models import LibraryIndexPage, PocketBookIssue
from library.pocketbooks.compiling import as_issued_before, compile_book
from library.pocketbooks.issuing import issue_book, offer_rebuild
from library.pocketbooks.standing import Held, PinStanding, standings_of
from tests.library import builders
from tests.library.pocketbooks import books

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


def only(issue: PocketBookIssue) -> PinStanding:
    (one,) = standings_of(issue)
    return one


def test_it_works() -> None:
    one = only(books.issued(books.text(builders.rules())))
    assert (one.held, one.sentence, one.is_in_force) == (Held.SAME, "与现行文本一致", True)


def test_an_amended_text() -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    books.amend(speech, "办好", "办成")
    assert only(issue).held is Held.AMENDED
    assert only(issue).is_outdated


def test_an_amendment_elsewhere_is_none() -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech, "二、"), slug="section")
    words = books.issued(books.excerpt(speech, "一是读原文，一字一句地读。"), slug="excerpt")
    books.amend(speech, "办好", "办成")
    assert only(issue).held is Held.SAME
    assert only(words).held is Held.SAME
    books.amend(speech, "一字一句地读", "一字一句地念")
    assert only(issue).held is Held.AMENDED
    assert only(words).held is Held.AMENDED


def test_white_space_is_no_amendment() -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    books.amend(speech, "同志们：", "同志们 ：\n")
    assert only(issue).held is Held.SAME


@pytest.mark.parametrize(
    ("old", "new"),
    [("“人”", '"人"'), ("“人”", "「人」"), ("二〇二四", "二○二四"), ("二〇二四", "二0二四"), ("：", "︰")],
)
def test_another_glyph_for_the_same_sign_is_no_amendment(old: str, new: str) -> None:
    speech = builders.speech()
    books.amend(speech, "大家一起出力。", "大家一起出力：二〇二四年，“人”多力量大。")
    whole = books.issued(books.text(speech))
    part = books.issued(books.text(speech, "一、"), slug="part")
    words = books.issued(
        books.excerpt(speech, "办好事情要靠大家一起出力：二〇二四年，“人”多力量大。"), slug="words"
    )
    books.amend(speech, old, new)
    assert [only(issue).held for issue in (whole, part, words)] == [Held.SAME] * 3


def issued_before(issue: PocketBookIssue) -> PocketBookIssue:
    """Give an edition the fingerprints it would have from the time when quotation marks still counted."""
    content, compiled = compile_book(issue.book, number=issue.number, printed_on=issue.printed_on)
    before = as_issued_before(content, compiled)
    issue.content, issue.digest = before.to_json(), before.content_digest
    issue.save()
    for pin, one in zip(issue.pinned.order_by("chapter"), compiled, strict=True):
        assert one.pin
        assert pin.digest != one.pin.earlier
        pin.digest = one.pin.earlier
        pin.save()
    return issue


def test_an_edition_issued_by_the_earlier_rule_still_holds_and_is_not_built_again() -> None:
    speech = builders.speech()
    books.amend(speech, "大家一起出力。", "大家一起出力，“人”多力量大。")
    issue = issued_before(books.issued(books.text(speech)))
    assert only(issue).held is Held.SAME
    assert offer_rebuild(book=issue.book) is None
    assert issue_book(book=issue.book).pk == issue.pk
    books.amend(speech, "办好", "办成")
    assert only(issue).held is Held.AMENDED


def test_an_article_that_is_gone_is_an_amendment() -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech, "二、"))
    books.amend(speech, "二、怎样学习", "怎样学习")
    assert only(issue).held is Held.AMENDED


def test_a_new_edition_supersedes() -> None:
    issue = books.issued(books.text(builders.rules(edition="2020-01-01")))
    newer = builders.edition("2024-09-01", builders.RULES.replace("经常", "天天"))
    one = only(issue)
    assert (one.held, one.current.pk if one.current else 0) == (Held.SUPERSEDED, newer.pk)


def test_a_repealed_text() -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    speech.status = "repealed"
    speech.save_revision().publish()
    assert only(issue).sentence == "已经废止"


def test_a_text_still_to_come_is_not_outdated() -> None:
    one = only(books.issued(books.text(builders.edition("2099-01-01"))))
    assert (one.held, one.is_in_force, one.is_outdated) == (Held.NOT_YET, False, False)


def test_a_withdrawn_text() -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    speech.unpublish()
    assert only(issue).held is Held.WITHDRAWN


def test_a_deleted_text() -> None:
    speech = builders.speech()
    issue = books.issued(books.text(speech))
    speech.delete()
    assert only(issue).sentence == "已经从资料库删除"


def test_what_an_answer_rests_on_is_watched() -> None:
    work = builders.rules()
    issue = books.issued(books.note(), books.questions(work))
    one = only(issue)
    assert (one.held, one.label) == (Held.SAME, "第 2 项第 1 问的依据《学习管理规定（示例）》第三条")
    edition = work.get_children().get().specific
    books.amend(edition, "经常", "天天")
    assert only(issue).held is Held.SAME
    books.amend(edition, "每季度", "每个月")
    assert only(issue).held is Held.AMENDED


def test_grounds_that_name_no_part_are_the_whole_text() -> None:
    speech = builders.speech()
    item = books.questions(speech)
    item["value"]["questions"][0]["place"] = "开头的话"
    issue = books.issued(item)
    assert only(issue).label == "第 1 项第 1 问的依据《在学习座谈会上的讲话（示例）》"
    books.amend(speech, "办好", "办成")
    assert only(issue).held is Held.AMENDED


def test_grounds_that_are_deleted_are_told() -> None:
    speech = builders.speech()
    item = books.questions(speech)
    item["value"]["questions"][0]["place"] = ""
    issue = books.issued(item)
    speech.delete()
    assert only(issue).held is Held.DELETED


def test_questions_without_grounds_pin_nothing() -> None:
    assert standings_of(books.issued(books.questions())) == []
