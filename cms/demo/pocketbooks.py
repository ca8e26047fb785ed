"""Three pocket books of the demo, compiled from its own texts."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from library.models import LibraryIndexPage, MaterialPage, PocketBookPage, TopicPage
from members.models import Member

Item = tuple[str, dict[str, Any]]

STUDY: list[Item] = [
    (
        "text",
        {
            "material": "study-rules",
            "notes": [{"place": "第二十条", "text": "缺席的怎样补课，见本规定第六章。"}],
        },
    ),
    ("text", {"material": "organization-life", "places": "第二章\n第三章"}),
    (
        "excerpt",
        {
            "material": "study-kickoff-speech",
            "text": "我们学党章、学党规、学政策，不是为了显得有学问，是为了把事情办对。\n"
            "“应当”和“可以”不同，“以上”和“超过”不同，“备案”和“批准”不同。",
        },
    ),
    (
        "questions",
        {
            "title": "学习问答（示例）",
            "questions": [
                {
                    "question": "党支部多久集中学习一次？",
                    "answer": "每月至少一次，可以与主题党日合并进行。",
                    "material": "study-rules",
                    "place": "第二十条",
                },
                {
                    "question": "党课多久安排一次？",
                    "answer": "每季度至少安排一次。",
                    "material": "study-rules",
                    "place": "第二十二条",
                },
            ],
        },
    ),
]
INTEGRITY: list[Item] = [
    (
        "note",
        {
            "title": "怎样用这本书（示例）",
            "text": "先读条文，再看案例。案例是编写组的解释，不是原文。\n拿不准的事，先问支部，再做决定。",
        },
    ),
    ("text", {"material": "integrity-rules"}),
    (
        "excerpt",
        {
            "material": "integrity-talk",
            "text": "所以守廉洁要守第一次。第一次顶住了，以后送的人就不来了；第一次松了口，以后每一次都难开口拒绝。",
        },
    ),
    ("text", {"material": "gift-cases-guide"}),
]
MOBILE: list[Item] = [
    ("text", {"material": "mobile-members", "places": "第二章，第五章，第十二条至第十四条"}),
    ("text", {"material": "study-rules", "places": "第六章"}),
    ("text", {"material": "mobile-study-guide"}),
]


def compile_pocket_books(*, by: Member) -> Iterator[str]:
    """Publish the three books; yields the title of each."""
    yield _publish(
        by,
        STUDY,
        title="支部学习口袋书（示例）",
        slug="study-pocket-book",
        subtitle="学习规定、组织生活和问答",
        summary="支部集中学习时人手一册：学习规定全文，组织生活的两章，一段讲话和几道问答。",
        preface="这本小册子供支部集中学习时传阅。\n原文一字不改；编者的话另列，并写明不是原文。",
        published_on=date(2024, 9, 10),
        topic="xuexi",
    )
    yield _publish(
        by,
        INTEGRITY,
        title="廉洁从业口袋书（示例）",
        slug="integrity-pocket-book",
        subtitle="条文和八个小案例",
        summary="礼品、宴请、公物、利益冲突怎么办，一翻就到。",
        published_on=date(2024, 9, 20),
        topic="lianjie",
    )
    yield _publish(
        by,
        MOBILE,
        title="流动党员随身读（示例）",
        slug="mobile-pocket-book",
        subtitle="外出报到、学习和补课",
        summary="出门在外的党员要知道的几条，每一条都印了二维码。",
        published_on=date(2024, 10, 8),
        topic="zuzhi",
        code_each_article=True,
    )


def _publish(by: Member, items: list[Item], *, topic: str, **fields: Any) -> str:
    stored = json.dumps([{"type": kind, "value": _value(value)} for kind, value in items])
    book = PocketBookPage(issuer="青禾镇党委（示例）", items=stored, **fields)
    LibraryIndexPage.objects.get().add_child(instance=book)
    book.topics.set(TopicPage.objects.filter(slug=topic))
    book.save_revision(user=by).publish(user=by)
    return book.title


def _value(value: dict[str, Any]) -> dict[str, Any]:
    """Return a block's value as a stream field stores it: pages by their numbers."""
    return {name: _stored(name, said) for name, said in value.items()}


def _stored(name: str, said: Any) -> Any:
    if name == "material":
        return _pk(said)
    return [_value(one) for one in said] if isinstance(said, list) else said


def _pk(slug: str) -> int:
    works = MaterialPage.objects.filter(slug=slug).exclude(kind=MaterialPage.Kind.EDITION)
    return works.values_list("pk", flat=True).get()
