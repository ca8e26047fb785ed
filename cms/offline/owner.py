"""Whose a page is, in a form a device may remember."""

from django.utils.crypto import salted_hmac

from members.policies import User

ANYBODY = "anybody"


def owner_of(user: User) -> str:
    """Return a name for `user` that is always the same on this site and tells nothing; `anybody` before log-in.

    A device names its caches and its queue after it, so that one person's pages are never shown to another.
    """
    if not user.is_authenticated:
        return ANYBODY
    return salted_hmac("cms.offline.owner", str(user.pk), algorithm="sha256").hexdigest()[:24]
