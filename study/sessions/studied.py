"""What a session studies, as far as a reader may see it: being told of a session opens no text, topic or bag."""

from dataclasses import dataclass

from wagtail.models import PageViewRestriction

from library.models import MaterialPage, TopicPage
from library.policies import closed_paths, material_policy, topic_policy
from members.models import Member
from study.bookbags.policies import bag_policy
from study.models import BookBag, StudySession


@dataclass(frozen=True)
class Studied:
    """The pack, topic and bag of a session that a reader may see; `is_partial` tells that there is more."""

    materials: list[MaterialPage]
    topic: TopicPage | None
    book_bag: BookBag | None
    is_partial: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not (self.materials or self.topic or self.book_bag)


def is_every_members(topic: TopicPage) -> bool:
    """Tell whether any member may see `topic`: it is live and restricted to nobody but those who log in."""
    restrictions = topic.get_view_restrictions().exclude(restriction_type=PageViewRestriction.LOGIN)
    return bool(topic.live) and not restrictions.exists()


def studied_in(session: StudySession, reader: Member) -> Studied:
    """Return what `reader` may see of what `session` studies; two queries, and up to four more where there is a bag."""
    pieces = list(session.pack.select_related("material"))
    topic, bag = session.topic, session.book_bag
    closed = closed_paths(reader) if pieces or topic else []
    materials = [
        piece.material for piece in pieces if material_policy.can_view(reader, piece.material, closed=closed)
    ]
    shown_topic = topic if topic and topic_policy.can_view(reader, topic, closed=closed) else None
    shown_bag = bag if bag and bag_policy.can_view(reader, bag) else None
    is_partial = (len(materials), shown_topic, shown_bag) != (len(pieces), topic, bag)
    return Studied(materials, shown_topic, shown_bag, is_partial)
