"""Who: organisations, members, appointments, audiences."""

from members.models.appointment import Appointment, Post
from members.models.audience import Audience
from members.models.member import Member
from members.models.organization import Organization
from members.models.transfer import Transfer

__all__ = ["Appointment", "Audience", "Member", "Organization", "Post", "Transfer"]
