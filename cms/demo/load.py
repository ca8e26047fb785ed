"""The whole demonstration, in one transaction: all of it or none."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cms.demo import (
    after_lectures,
    binding,
    bookbags,
    content,
    history,
    lectures,
    ledger,
    notes,
    organizations,
    people,
    plans,
    pocketbooks,
    sessions,
    written,
)
from cms.demo.advice import ADVICE
from cms.demo.recommended import make_audiences, recommend
from cms.setup import set_up_site
from members.models import Member


def is_loaded() -> bool:
    """Tell whether the demo, or any real person, is here already; then nothing is loaded."""
    return Member.objects.exists()


def load_demo(*, host: str, port: int, password: str, now: datetime) -> Iterator[str]:
    """Load organisations, people, texts, questions, quizzes, recommendations and history; yields what was done."""
    with transaction.atomic():
        yield from _load(host=host, port=port, password=password, now=now)


def _load(*, host: str, port: int, password: str, now: datetime) -> Iterator[str]:
    set_up_site(host=host, port=port)
    places = organizations.plant()
    yield f"{len(places)} 个党组织"
    known = people.settle(places, password=password)
    yield f"{Member.objects.count()} 名党员"
    content.plant_topics(by=known["editor"])
    for title in content.load_materials(by=known["editor"]):
        yield f"《{title}》"
    for title in pocketbooks.compile_pocket_books(by=known["editor"]):
        yield f"《{title}》"
    for title in lectures.plant_lectures(by=known["editor"]):
        yield f"《{title}》"
    yield f"{content.load_bank(by=known['editor'])} 道题"
    audiences = make_audiences(places)
    yield f"{len(content.set_quizzes(audiences=audiences, now=now))} 次测验"
    by = places["青禾镇党委"]
    yield f"{after_lectures.ask_after_lectures()} 份课后题"
    advice = recommend(ADVICE, audiences=audiences, by=by, today=timezone.localdate(now))
    yield f"{len(advice)} 条推荐"
    yield f"{notes.write_notes(known=known, now=now)} 条笔记"
    bag = bookbags.fill_book_bag(audience=None, organization=by)
    yield f"《{bag.title}》"
    yield from sessions.write_sessions(places, bag=bag, now=now)
    yield from history.write_history(now=now)
    yield f"{written.ask_written_questions(now=now)} 份简答待阅"
    yield from plans.plant_plans(places=places, known=known, audiences=audiences, now=now)
    yield f"{binding.plant_old_questions()} 道待复核的题"
    yield f"{binding.plant_unsorted_questions()} 道还没有出处的题"
    yield ledger.keep_ledgers(places=places, now=now)
