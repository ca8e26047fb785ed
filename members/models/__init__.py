"""Who: organisations, members, appointments, audiences."""

from members.models.appointment import Appointment, Post
from members.models.audience import Audience
from members.models.member import Member
from members.models.organization import Organization

__all__ = ["Appointment", "Audience", "Member", "Organization", "Post"]
