"""What is on the USB stick, and what never is."""

import re
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import Group

from library.models.source import private_storage
from study.bookbags import packing
from study.bookbags.actions import request_pack
from study.bookbags.contents import gather
from study.models import BagPack, BookBag
from tests.library.builders import restrict
from tests.library.lectures.builders import lecture
from tests.library.pocketbooks import books
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.study.bookbags.builders import bag, packed, practice
from tests.study.builders import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(people: People) -> None:
    """Every case here needs the site."""


def files(pack: BagPack) -> dict[str, bytes]:
    with private_storage().open(str(pack.file.name)) as kept, zipfile.ZipFile(kept) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_it_works() -> None:
    inside = files(packed(bag(quizzes.publish_guide(), quizzes.publish_regulation())))
    assert list(inside) == ["texts/01.html", "texts/02.html", "index.html", "style.css"]
    assert "怎样学（示例）" in inside["index.html"].decode()
    assert "学习是为了把事情办好。" in inside["texts/01.html"].decode()
    assert quizzes.QUOTE in inside["texts/02.html"].decode()


def test_every_link_leads_to_a_file_of_the_zip_and_none_to_a_server() -> None:
    inside = files(packed(bag(quizzes.publish_regulation(), lecture(making={"seconds": 2}))))
    for name, data in inside.items():
        if not name.endswith(".html"):
            continue
        folder = name.rpartition("/")[0]
        for target in re.findall(r'(?:href|src)="([^"#]+)"', data.decode()):
            path = (
                target.removeprefix("../") if target.startswith("../") else f"{folder}/{target}".lstrip("/")
            )
            assert path in inside, (name, target)


def test_an_article_leads_to_its_own_place_on_the_page() -> None:
    page = files(packed(bag(quizzes.publish_regulation())))["texts/01.html"].decode()
    assert 'href="#art_1"' in page
    assert 'id="art_1"' in page


def test_a_lecture_brings_its_recording_captions_and_words() -> None:
    inside = files(packed(bag(lecture(making={"seconds": 20}))))
    assert inside["lectures/01.vtt"].startswith(b"WEBVTT")
    assert "缺席的怎么办？" in inside["lectures/01.html"].decode()
    assert any(name.startswith("lectures/01.m") for name in inside)


def test_a_quiz_comes_as_a_paper_without_its_key() -> None:
    asked = [quizzes.question("single"), quizzes.question("blank")]
    inside = files(packed(bag(practice(*asked))))
    page = inside["quizzes/01.html"].decode()
    assert quizzes.STEMS["single"] in page
    assert page.index("单选题") < page.index("填空题")
    everything = b"".join(inside.values()).decode()
    assert quizzes.SECRET not in everything
    assert not any(word in everything for words in quizzes.KEYS["blank"] for word in words)


def test_an_exam_stays_outside() -> None:
    pack = packed(bag(quizzes.publish_guide(), practice(quizzes.question(), kind="exam")))
    assert not any(name.startswith("quizzes/") for name in files(pack))


def test_a_pocket_book_brings_its_files() -> None:
    book = books.issued(books.note()).book
    inside = files(packed(bag(book)))
    assert inside["books/01-epub.epub"][:2] == b"PK"
    assert inside["books/01-pdf.pdf"].startswith(b"%PDF")
    assert "第 1 版" in inside["index.html"].decode()


def test_what_is_closed_to_strangers_is_not_on_the_stick() -> None:
    closed = quizzes.publish_guide(title="内部导读（示例）", slug="inside", body="只给编辑看。")
    restrict(closed, "groups", Group.objects.get(name="编辑"))
    inside = files(packed(bag(quizzes.publish_guide(), closed)))
    everything = b"".join(inside.values()).decode()
    assert "内部导读" not in everything
    assert "只给编辑看" not in everything
    assert "另有 1 份要登录网站才能看" in inside["index.html"].decode()


def test_the_same_contents_are_the_same_bytes_kept_once() -> None:
    made = bag(quizzes.publish_guide())
    first = packed(made)
    BagPack.objects.all().delete()
    assert packed(made).sha256 == first.sha256
    assert private_storage().listdir(f"bags/{first.sha256[:2]}")[1] == [f"{first.sha256}.zip"]


def test_a_source_that_changes_asks_for_another_zip() -> None:
    guide = quizzes.publish_guide()
    made = bag(guide)
    before = packed(made).digest
    books.amend(guide, "办好", "办成")
    assert gather(BookBag.objects.get()).digest != before


def test_who_asks_twice_gets_one_task(django_capture_on_commit_callbacks: Any) -> None:
    made = bag(quizzes.publish_guide())
    with django_capture_on_commit_callbacks() as sent:
        request_pack(bag=made, now=NOW)
        request_pack(bag=made, now=NOW)
    assert len(sent) == 1


def test_progress_is_written_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    tell = packing._tell
    monkeypatch.setattr(
        packing, "_tell", lambda pack, /, **now: (seen.append(now["percent"]), tell(pack, **now))
    )
    packed(bag(quizzes.publish_guide(), quizzes.publish_regulation()))
    assert seen == sorted(seen)
    assert (len(seen), seen[-1]) == (3, 100)


def test_a_bag_changed_while_it_waited_says_so() -> None:
    guide = quizzes.publish_guide()
    pack = request_pack(bag=bag(guide), now=NOW)
    books.amend(guide, "办好", "办成")
    packing.make(pack)
    pack.refresh_from_db()
    assert (pack.state, pack.error) == ("failed", "书袋的内容刚刚改过，请再按一次“打包”。")


def test_a_title_cannot_break_out_of_the_page() -> None:
    guide = quizzes.publish_guide(title="<script>alert(1)</script>（示例）")
    inside = files(packed(bag(guide)))
    assert b"<script" not in inside["index.html"] + inside["texts/01.html"]
