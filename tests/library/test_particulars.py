from datetime import date

import pytest

from library.errors import BadDate, MissingTitle, NoBody
from library.extraction import extract
from library.particulars import (
    Particulars,
    default_slug,
    effective_date,
    first_date,
    gather,
    has_body,
    is_known_kind,
)
from library.structure import parse
from tests.library.builders import PLAIN, RULES, SPEECH, with_header


def read(text: str, name: str = "file.md", kind: str = "regulation", topic: str = "") -> Particulars:
    extracted = extract(text.encode(), name)
    return gather(extracted, parse(extracted.text), name=name, kind=kind, topic=topic)


def slug_of(name: str, title: str = "学习规定", slug: str = "") -> str:
    return default_slug(Particulars(title=title, kind="guide", slug=slug), name)


def test_it_works() -> None:
    found = read(RULES)
    assert found.title == "学习管理规定（示例）"
    assert found.kind == "regulation"
    assert found.adopted_on == date(2024, 6, 20)
    assert found.effective_from == date(2024, 9, 1)


def test_the_header_of_the_file_wins_over_its_text() -> None:
    found = read(with_header(RULES, title="另一个标题", effective_from="2025-01-01", kind="guide"))
    assert (found.title, found.kind, found.effective_from) == ("另一个标题", "guide", date(2025, 1, 1))


def test_the_edition_of_the_header_is_the_day_of_effect() -> None:
    assert read(with_header(RULES, edition="2023-03-01")).effective_from == date(2023, 3, 1)


def test_topics_and_tags_are_split_at_any_comma() -> None:
    found = read(with_header(RULES, topic="xuexi, zuzhi", tags="三会一课，学习制度、补课"))
    assert found.topics == ["xuexi", "zuzhi"]
    assert found.tags == ["三会一课", "学习制度", "补课"]


def test_the_topic_of_the_command_stands_in_where_the_file_names_none() -> None:
    assert read(RULES, topic="xuexi").topics == ["xuexi"]
    assert read(with_header(RULES, topic="zuzhi"), topic="xuexi").topics == ["zuzhi"]
    assert read(RULES).topics == []


def test_everything_else_of_the_header_is_taken_over() -> None:
    header = {
        "issuer": "示例省委（示例）",
        "speaker": "李示例",
        "document_number": "示发〔2024〕1号",
        "summary": "怎样学习。",
        "source": "知行编写组",
        "status": "in_force",
        "short_title": "学习规定",
    }
    found = read(with_header(RULES, **header))
    assert {name: getattr(found, name) for name in header} == header


@pytest.mark.parametrize("kind", ["poem", "edition", ""])
def test_an_unknown_kind_in_the_header_is_not_believed(kind: str) -> None:
    assert read(with_header(SPEECH, kind=kind), kind="speech").kind == "speech"


@pytest.mark.parametrize("value", ["昨天", "2024-13-01", "2024年9月1日", "1"])
def test_a_date_that_is_none_is_refused_with_the_file_and_the_value(value: str) -> None:
    with pytest.raises(BadDate) as refused:
        read(with_header(RULES, effective_from=value), name="规定.md")
    assert str(refused.value) == f"“规定.md”里的日期“{value}”认不出来，请写成 2024-09-01 这样。"


def test_a_text_without_a_title_is_refused() -> None:
    with pytest.raises(MissingTitle) as refused:
        read("第一条　村里的图书室每天晚上开门，老人和孩子都可以来读书。\n", name="无题.txt")
    assert str(refused.value) == "“无题.txt”里没有找到标题，请在文件第一行写上标题后再导入。"


def test_a_title_alone_is_refused() -> None:
    with pytest.raises(NoBody) as refused:
        read("学习管理规定（示例）\n", name="题.txt")
    assert str(refused.value) == "“题.txt”只有标题，没有正文，没有导入。"


def test_a_page_of_links_is_no_text() -> None:
    links = "目录\n\n" + "\n".join(f"- [第{n}部很长名字的法律法规条例](law-{n}.md)" for n in range(30))
    assert not has_body(links, parse(links))


def test_prose_is_a_body() -> None:
    assert has_body(PLAIN, parse(PLAIN))


def test_a_very_long_title_is_cut_to_what_a_page_can_carry() -> None:
    assert len(read(with_header(RULES, title="长" * 400)).title) == 255


def test_the_last_date_of_a_note_counts() -> None:
    note = "（2019年3月1日通过　2021年5月6日修正　2024年6月20日修订）"
    assert first_date(note) == date(2024, 6, 20)


@pytest.mark.parametrize("text", ["", "没有日期", "2024年2月30日", "2024年13月1日"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert first_date(text) is None


def test_the_day_of_effect_stands_in_the_last_articles() -> None:
    assert effective_date(parse(RULES)) == date(2024, 9, 1)
    assert effective_date(parse(SPEECH)) is None


def test_an_amended_text_takes_effect_when_it_was_amended() -> None:
    amended = RULES.replace("2024年6月20日通过", "2024年6月20日通过　2026年3月1日修订")
    assert read(amended).effective_from == date(2026, 3, 1)


@pytest.mark.parametrize(("name", "day"), [("2019-03-02.md", date(2019, 3, 2)), ("20.md", date(2024, 9, 1))])
def test_a_file_named_after_a_day_is_the_edition_of_that_day(name: str, day: date) -> None:
    assert read(RULES, name=name).effective_from == day


def test_a_text_without_a_title_is_named_after_its_file_where_that_reads_like_one() -> None:
    text = "村里的图书室每天晚上开门，老人和孩子都可以来读书。\n" * 3
    assert read(text, name="图书室管理办法-2024.txt").title == "图书室管理办法-2024"


def test_without_a_day_of_effect_the_day_of_adoption_stands() -> None:
    text = RULES.replace("自2024年9月1日起施行", "由编写组解释")
    assert read(text).effective_from == date(2024, 6, 20)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("study_rules.md", "study-rules"),
        ("Plan-2024.docx", "plan-2024"),
        ("README.md", "xuexiguiding"),
        ("规定.txt", "xuexiguiding"),
    ],
)
def test_the_address_comes_from_an_ascii_name_or_from_the_title(name: str, slug: str) -> None:
    assert slug_of(name).replace("-", "") == slug.replace("-", "")


def test_the_header_names_the_address() -> None:
    assert slug_of("a.md", slug="wanted") == "wanted"


def test_a_title_without_letters_still_gets_an_address() -> None:
    assert slug_of("！.md", title="！！！") not in ("", "-")


def test_an_address_of_the_header_is_made_fit_for_one() -> None:
    assert read(with_header(RULES, slug="Not / a slug!")).slug == "not-a-slug"


@pytest.mark.parametrize(
    ("kind", "known"),
    [("regulation", True), ("speech", True), ("guide", True), ("edition", False), ("", False)],
)
def test_editions_are_not_imported_by_themselves(kind: str, known: bool) -> None:
    assert is_known_kind(kind) is known
