"""The site tests stand on."""

from cms.models import HomePage
from cms.setup import set_up_site


def a_site() -> HomePage:
    """Return the front page of the site that test databases are made with; set one up where a test has none."""
    return HomePage.objects.first() or set_up_site()
