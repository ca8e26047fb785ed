"""Every route, every person."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests.people import NAMES
from tests.permissions.matrix import GROUPS, ROWS
from tests.permissions.row import EDITOR_DESK, Row
from tests.permissions.rows import concepts
from tests.permissions.site import World, build_world

pytestmark = pytest.mark.django_db

# Wagtail's screens for a password on a page; no page of ours has one, and they show nothing by themselves.
PASSWORD_SCREENS = {"wagtailcore_authenticate_with_password", "wagtaildocs_authenticate_with_password"}
# What anybody may ask of the admin: the way in, and words for scripts.
OPEN_ADMIN = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}
LOST_PASSWORD = "wagtailadmin_password_reset"
# Wagtail's ways that no address can be made up for: those of comparing two revisions, and what answers 404.
WITHOUT_ADDRESS = {
    "",
    "wagtailadmin_pages:revisions_compare",
    "wagtailsnippets_quizzes_questionapproval:revisions_compare",
}
OURS = {"cms", "study", "quizzes", "library", "media", "members", "search"}


@pytest.fixture
def world() -> World:
    world = build_world()
    for concept in concepts():
        if hasattr(concept, "furnish"):
            concept.furnish(world)
    return world


def routes(patterns: list[Any], prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Yield (path, name, pattern) of every route below `patterns`."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, path, inner)
        else:
            yield path, f"{space}{pattern.name or ''}", pattern


def all_routes() -> list[tuple[str, str, URLPattern]]:
    return list(routes(get_resolver().url_patterns))


def call(client: Client, row: Row, world: World) -> Any:
    kwargs = row.kwargs(world)
    url = "/" + kwargs["path"] if set(kwargs) == {"path"} else _reverse(row.route, kwargs)
    return getattr(client, row.method)(url, row.data(world))


def _reverse(route: str, kwargs: dict[str, Any]) -> str:
    try:
        return reverse(route, kwargs=kwargs)
    except NoReverseMatch:
        return reverse(route, args=list(kwargs.values()))


@contextmanager
def undone() -> Iterator[None]:
    """Take everything back that is done within: the rows of a concept share one world."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("group", GROUPS)
def test_matrix(world: World, group: str) -> None:
    faults = {}
    for row in GROUPS[group]:
        with undone():
            responses = [_ask(world, row, name) for name in NAMES]
            found = tuple(response.status_code for response in responses)
            anonymous = responses[NAMES.index("anonymous")]
            if found != row.expected:
                faults[row.name] = f"{found} instead of {row.expected}"
            elif anonymous.status_code == 302 and row.expected[0] != 302 and not _leads_in(anonymous.url):
                faults[row.name] = f"anonymous is sent to {anonymous.url}"
    assert faults == {}


def _leads_in(url: str) -> bool:
    return "login" in url or url == "/"


def _ask(world: World, row: Row, name: str) -> Any:
    client, person = Client(), world.people.named(name)
    if person.is_authenticated:
        client.force_login(person)
    return call(client, row, world)


def test_every_route_of_ours_has_a_row() -> None:
    rows = {row.route for row in ROWS} | PASSWORD_SCREENS
    admin = settings.ADMIN_PATH
    missing = [
        (path, name)
        for path, name, _ in all_routes()
        if not path.startswith(admin) and name not in rows and not path.startswith("^media")
    ]
    assert missing == []


def admin_routes() -> list[tuple[str, str, URLPattern]]:
    """Return the routes of the admin that are not for everybody."""
    return [
        (path, name, pattern)
        for path, name, pattern in all_routes()
        if path.startswith(settings.ADMIN_PATH)
        and name not in OPEN_ADMIN
        and not name.startswith(LOST_PASSWORD)
    ]


def admin_urls() -> dict[str, str]:
    """Return an address for every admin route, with made-up arguments where it takes any; "" where none can be made."""
    return {name: _address(name, pattern) for _, name, pattern in admin_routes()}


def _address(name: str, pattern: URLPattern) -> str:
    made_up = [_made_up(converter) for converter in pattern.pattern.converters.values()]
    for args in (made_up, ["1"], ["1", "1"], ["a", "b", "1"]):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""


def _made_up(converter: Any) -> Any:
    kind = type(converter).__name__
    return {"IntConverter": 1, "UUIDConverter": "00000000-0000-0000-0000-000000000000"}.get(kind, "1")


def test_there_are_admin_routes_to_check() -> None:
    urls = admin_urls()
    assert len(urls) > 200
    assert {name for name, url in urls.items() if not url} == WITHOUT_ADDRESS


def test_every_admin_route_of_ours_has_a_row() -> None:
    rows = {row.route for row in ROWS}
    missing = [name for _, name, pattern in admin_routes() if _package(pattern) in OURS and name not in rows]
    assert missing == []


def _package(pattern: URLPattern) -> str:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    return str(view.__module__).partition(".")[0]


def test_two_revisions_are_compared_at_the_desk_alone(client: Client, world: World) -> None:
    args = [world.edition.pk, "earliest", "latest"]
    url = reverse("wagtailadmin_pages:revisions_compare", args=args)
    statuses = []
    for name in NAMES:
        person = world.people.named(name)
        client.logout()
        if person.is_authenticated:
            client.force_login(person)
        statuses.append(client.get(url).status_code)
    assert tuple(statuses) == EDITOR_DESK


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in NAMES if name != "editor"])
def test_nobody_but_editors_enters_the_admin(client: Client, world: World, name: str, method: str) -> None:
    person = world.people.named(name)
    if person.is_authenticated:
        client.force_login(person)
    let_in = {}
    for url in filter(None, admin_urls().values()):
        response = getattr(client, method)(url)
        if response.status_code not in (302, 403, 404):
            let_in[url] = response.status_code
    assert let_in == {}


def test_an_editor_cannot_manage_accounts_or_organizations(client: Client, world: World) -> None:
    client.force_login(world.people.editor)
    for name in ("wagtailusers_users:index", "wagtailusers_groups:index", "wagtailsites:index"):
        assert client.get(reverse(name)).status_code in (302, 403)


def test_an_editor_finds_nobodys_answers_in_the_admin(client: Client, world: World) -> None:
    client.force_login(world.people.editor)
    names = {name for _, name, _ in all_routes()}
    assert not [name for name in names if "attempt" in name and "wagtail" in name]


def test_titles_cannot_carry_scripts(client: Client, world: World) -> None:
    world.guide.title = "<script>alert(1)</script>"
    world.guide.save_revision().publish()
    client.force_login(world.people.me)
    for url in ("/", "/library/", world.guide.url, "/search/?q=alert", "/study/me/"):
        assert "<script>alert" not in client.get(url).content.decode()
