"""Requests as views behind a log-in get them."""

from django.http import HttpRequest

from members.models import Member


class MemberRequest(HttpRequest):
    """A request of somebody who has logged in; a type only, never made."""

    user: Member
