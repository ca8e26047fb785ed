"""Who gets what from every route of ours: one row a route, one column a person.

Columns: 本人, 支部书记, 上级, 编辑, 陌生人, anonymous. The cells are status codes; 302 of somebody who is not logged in
is the way to the log-in page, which the test checks. The rows of one concept stand in a module of `rows`.
"""

from collections.abc import Callable
from typing import Any

from tests.permissions.row import EDITOR_DESK, EVERYBODY, MEMBERS, Row
from tests.permissions.rows import concepts
from tests.permissions.site import World


def _page(name: str) -> Callable[[World], dict[str, Any]]:
    def kwargs(world: World) -> dict[str, Any]:
        return {"path": getattr(world, name).url.lstrip("/")}

    return kwargs


def _below(name: str, rest: str) -> Callable[[World], dict[str, Any]]:
    def kwargs(world: World) -> dict[str, Any]:
        return {"path": getattr(world, name).url.lstrip("/") + rest}

    return kwargs


def _attempt(world: World) -> dict[str, Any]:
    return {"pk": world.attempt.pk}


def _import_batch(world: World) -> dict[str, Any]:
    return {"batch_id": world.import_batch.pk}


SERVE = "wagtail_serve"
ROWS = [
    # the site itself
    Row(SERVE, EVERYBODY, lambda world: {"path": ""}, note="首页"),
    Row("cms:display", (302,) * 6, method="post"),
    Row("search:results", EVERYBODY),
    Row("search:suggestions", EVERYBODY),
    Row("search:opensearch_suggestions", EVERYBODY),
    Row("search:opensearch", EVERYBODY),
    # accounts
    Row("account_login", (302, 302, 302, 302, 302, 200)),
    Row("account_logout", (200, 200, 200, 200, 200, 302)),
    Row("account_change_password", (302,) * 6, note="没有密码"),
    Row("account_set_password", MEMBERS),
    Row("account_inactive", EVERYBODY),
    Row("wagtailcore_login", (302, 302, 302, 302, 302, 302)),
    # the library
    Row(SERVE, EVERYBODY, lambda world: {"path": "library/"}, note="资料"),
    Row(SERVE, EVERYBODY, _page("regulation"), note="法规"),
    Row(SERVE, EVERYBODY, _page("edition"), note="版本"),
    Row(SERVE, EVERYBODY, _page("guide"), note="导读"),
    Row(SERVE, (302,) * 6, _below("regulation", "art_2/"), note="条文地址"),
    Row(SERVE, (404,) * 6, _below("regulation", "art_200/"), note="没有的条"),
    Row("provision_json", EVERYBODY, _below("edition", "art_2.json")),
    Row(SERVE, EVERYBODY, _below("edition", "art_2/cited/"), note="被引用"),
    Row(SERVE, (403, 403, 403, 200, 403, 302), _below("closed", "sec_1/cited/"), note="限组阅读的被引用"),
    Row(SERVE, EVERYBODY, _below("regulation", "compare/"), note="新旧条文对照"),
    Row(SERVE, (404,) * 6, _below("regulation", "compare/?old=1999-01-01"), note="没有的版本"),
    Row("text_download", EVERYBODY, _below("edition", "download/akn.xml")),
    Row("text_download", EVERYBODY, _below("guide", "download/text.docx"), note="导读"),
    Row(
        "text_download", (403, 403, 403, 200, 403, 302), _below("closed", "download/text.md"), note="限组阅读"
    ),
    Row(SERVE, (404,) * 6, lambda world: {"path": "library/draft/"}, note="草稿"),
    Row(SERVE, (403, 403, 403, 200, 403, 302), _page("closed"), note="限组阅读"),
    Row("provision_json", (403, 403, 403, 200, 403, 302), _below("closed", "sec_1.json"), note="限组阅读"),
    Row(SERVE, EVERYBODY, _page("pocket_book"), note="口袋书"),
    Row(SERVE, EVERYBODY, _below("pocket_book", "file/1/epub/"), note="口袋书的文件"),
    Row(
        SERVE, (404, 404, 404, 200, 404, 404), _below("closed_book", "file/1/epub/"), note="限组阅读的口袋书"
    ),
    Row(SERVE, EVERYBODY, _below("pocket_book", "progress/"), note="口袋书的进度"),
    Row(SERVE, EVERYBODY, _below("pocket_book", "q/1/1/"), note="口袋书的二维码"),
    Row(
        SERVE,
        (302,) * 6,
        _below("pocket_book", "build/"),
        method="post",
        data=lambda world: {"format": "epub"},
        note="生成口袋书",
    ),
    Row(
        SERVE,
        (403, 403, 403, 302, 403, 302),
        _below("pocket_book", "rebuild/"),
        method="post",
        note="重编口袋书",
    ),
    Row(
        "wagtaildocs_serve",
        EVERYBODY,
        lambda world: {"document_id": world.document.pk, "document_filename": world.document.filename},
    ),
    # quizzes of 本人's branch
    Row("quizzes:list", MEMBERS),
    Row("quizzes:quiz", (200, 200, 404, 404, 404, 302), lambda world: {"slug": world.quiz.slug}),
    Row(
        "quizzes:start",
        (302, 302, 404, 404, 404, 302),
        lambda world: {"slug": world.quiz.slug},
        method="post",
    ),
    Row("quizzes:attempt", (200, 404, 404, 404, 404, 302), _attempt),
    Row(
        "quizzes:answer",
        (200, 404, 404, 404, 404, 302),
        lambda world: {"pk": world.attempt.pk, "position": 1},
        method="post",
        data=lambda world: {"q1": "0"},
    ),
    Row("quizzes:submit", (200, 404, 404, 404, 404, 302), _attempt, method="post"),
    Row("quizzes:result", (200, 404, 404, 404, 404, 302), lambda world: {"pk": world.handed_in.pk}),
    # 本人's reviews
    Row("quizzes:review", MEMBERS),
    Row("quizzes:review_answer", (302,) * 6, method="post", note="没有题"),
    Row("quizzes:review_result", (200, 404, 404, 404, 404, 302), lambda world: {"pk": world.reviewed.pk}),
    Row(
        "quizzes:review_rate",
        (302, 404, 404, 404, 404, 302),
        lambda world: {"pk": world.reviewed.pk},
        method="post",
        data=lambda world: {"rating": "3"},
    ),
    Row("quizzes:review_plan", MEMBERS),
    Row("quizzes:wrong", MEMBERS),
    # study
    Row("study:me", MEMBERS),
    Row(
        "study:progress",
        (200, 200, 200, 200, 200, 403),
        method="post",
        data=lambda world: {"material": world.guide.pk, "percent": "5", "address": ""},
    ),
    Row(
        "study:progress",
        (400, 400, 400, 200, 400, 403),
        method="post",
        data=lambda world: {"material": world.closed.pk, "percent": "5", "address": ""},
        note="限组阅读",
    ),
    Row("study:finish", (302,) * 6, lambda world: {"material_id": world.guide.pk}, method="post"),
    Row(
        "study:finish",
        (404, 404, 404, 302, 404, 302),
        lambda world: {"material_id": world.closed.pk},
        method="post",
        note="限组阅读",
    ),
    # the editors' desk
    Row("wagtailadmin_home", EDITOR_DESK),
    Row("search_empty", EDITOR_DESK),
    Row("search_empty_results", EDITOR_DESK),
    Row("library_import", EDITOR_DESK),
    Row("library_import_review", EDITOR_DESK, lambda world: {"source_id": world.edition.source_document_id}),
    Row("library_source", EDITOR_DESK, lambda world: {"material_id": world.edition.pk}),
    Row("library_compare_draft", EDITOR_DESK, lambda world: {"page_id": world.edition.pk}),
    Row("library_unresolved_citations", EDITOR_DESK),
    Row("quiz_statistics", EDITOR_DESK, lambda world: {"quiz_id": world.quiz.pk}),
    Row("library_batch", EDITOR_DESK, _import_batch),
    Row("library_batch_advance", (302,) * 6, _import_batch, method="post", note="停在登录或回到进度"),
    Row("library_batch_stop", (302,) * 6, _import_batch, method="post", note="停在登录或回到进度"),
    Row("library_batch_resume", (302,) * 6, _import_batch, method="post", note="停在登录或回到进度"),
    Row(
        "library_text_review",
        EDITOR_DESK,
        method="post",
        data=lambda world: {"page": world.draft.pk, "text": "第一条　学习。"},
    ),
    Row("library_passages", EDITOR_DESK),
    Row("audience_members", EDITOR_DESK, lambda world: {"audience_id": world.audience.pk}),
]
GROUPS: dict[str, list[Row]] = {"site": ROWS}
GROUPS |= {concept.__name__.rpartition(".")[2]: concept.ROWS for concept in concepts()}
ROWS = [row for rows in GROUPS.values() for row in rows]
