"""One 红色书袋 of the demo, put together from its own texts."""

from wagtail.models import Page

from library.models import MaterialPage
from members.models import Audience, Organization
from quizzes.models import QuizPage
from study.models import BagItem, BookBag

CONTENTS = (
    ("study-rules", "先读这一份，开会前对照。"),
    ("organization-life", "支部一年要做哪些事。"),
    ("study-kickoff-speech", ""),
)


def fill_book_bag(*, audience: Audience | None, organization: Organization) -> BookBag:
    """Put the bag together; a book and a lecture of the demo go in as well."""
    bag = BookBag(
        title="下乡学习书袋（示例）",
        slug="village-study",
        intro="给外出和年纪大的党员带上：原文、口袋书和微党课各取一些，不上网也能学。",
        audience=audience,
        organization=organization,
        is_published=True,
    )
    chosen: list[tuple[Page, str]] = [(MaterialPage.objects.get(slug=slug), note) for slug, note in CONTENTS]
    for kind in (MaterialPage.Kind.POCKET_BOOK, MaterialPage.Kind.MICRO_LECTURE):
        page = MaterialPage.objects.live().filter(kind=kind).order_by("pk").first()
        if page is not None:
            chosen.append((page, ""))
    chosen += [
        (quiz, "课后三题，不上网也能答。")
        for quiz in QuizPage.objects.filter(lecture__in=[one.pk for one, _ in chosen])
    ]
    bag.items = [
        BagItem(page_id=page.pk, note=note, sort_order=place) for place, (page, note) in enumerate(chosen)
    ]
    bag.save()
    return bag
