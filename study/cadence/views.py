"""Pages of the cadence board: what rules ask, done, due, overdue; lecturers; who has not been reached; the rules."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import Member, Organization
from members.policies import member_policy
from members.requests import MemberRequest
from study.cadence.board import Board, lay_out, read_records, reckon
from study.cadence.coverage import unreached
from study.cadence.policies import board_policy
from study.cadence.reckoning import Item, State
from study.models import CadenceRule, SessionKind, StudySession
from study.periods import Span, read_span, span_of
from study.reports.policies import report_policy
from study.sessions.policies import session_policy


@login_required
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Lead to the board of the organisation one answers for."""
    overseen = member_policy.overseen_by(request.user)
    place = min(overseen, key=lambda one: one.path, default=None)
    place = place or session_policy.organizations_of(request.user).first()
    if place is None and request.user.is_superuser:
        place = Organization.objects.first()
    if place is None:
        raise Http404("您还没有负责的党组织，没有看板可看。")
    return redirect("study:board", place.pk)


@login_required
@require_safe
def board(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Show the board of an organisation for a period."""
    place, span = _asked(request, organization_id)
    exact = board_policy.sees_people(request.user, place)
    found = lay_out(place, span, today=timezone.localdate(), exact=exact)
    context = {
        "board": found,
        "place": place,
        "span": span,
        "spans": _spans(),
        "exact": exact,
        "own": _with_records(found),
        "above": list(board_policy.visible_to(request.user) & place.get_ancestors()),
        "may_record": exact or session_policy.may_record(request.user, place),
        "report": _report_code(request.user, place, span),
        "charts": _charts(found),
        "states": list(State),
        "kinds": list(found.by_month[0][1]) if found.by_month else [],
    }
    return render(request, "study/cadence/board.html", context)


@login_required
@require_safe
def not_reached(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Name the members of a branch who were at nothing in a period, to those who record for it."""
    place, span = _asked(request, organization_id)
    if not board_policy.sees_people(request.user, place):
        raise PermissionDenied("没有学到的人，只有本支部看得到名单。")
    context = {
        "place": place,
        "span": span,
        "spans": _spans(),
        "members": unreached(place, span.first, span.last),
    }
    return render(request, "study/cadence/unreached.html", context)


@login_required
@require_safe
def lectures(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Show the register of lectures: who is asked to give how many this year, and those given."""
    place, span = _asked(request, organization_id)
    year = span_of("year", span.first)
    today = timezone.localdate()
    rules = [rule for rule in CadenceRule.objects.select_related("scope") if rule.lecturer]
    places = list(Organization.objects.filter(path__startswith=place.path))
    records = read_records(place, rules, year, today=today)
    items = reckon(places, rules, records, year, today=today)
    people = {one.pk: one for posts in records.holders.values() for some in posts.values() for one in some}
    given = StudySession.objects.held().between(year.first, year.last).filter(kind=SessionKind.LECTURE)
    listed = given.filter(speaker__in=people).select_related("speaker", "organization").order_by("held_on")
    context = {
        "place": place,
        "year": year,
        "years": [year.previous(), year, year.next()] if year.last < today else [year.previous(), year],
        "rows": _register(places, items, people, list(listed)),
        "unsigned": given.within(place).filter(speaker=None).select_related("organization")[:50],
        "seen": set(
            session_policy.visible_to(request.user).filter(pk__in=listed).values_list("pk", flat=True)
        ),
    }
    return render(request, "study/cadence/lectures.html", context)


@login_required
@require_safe
def rules(request: MemberRequest) -> HttpResponse:
    """Show the rules in force, with their sources, and those that were."""
    today = timezone.localdate()
    everything = list(CadenceRule.objects.select_related("scope"))
    in_force = [rule for rule in everything if rule.asked().holds_on(today)]
    context = {
        "in_force": in_force,
        "others": [rule for rule in everything if rule not in in_force],
        "may_edit": request.user.has_perm("study.change_cadencerule"),
    }
    return render(request, "study/cadence/rules.html", context)


def _asked(request: MemberRequest, organization_id: int) -> tuple[Organization, Span]:
    place = board_policy.visible_to(request.user).filter(pk=organization_id).first()
    if place is None:
        raise Http404("没有这个党组织的看板，或者您看不到它。")
    span = read_span(request.GET.get("period", ""))
    return place, span or span_of("quarter", timezone.localdate())


def _report_code(user: Member, place: Organization, span: Span) -> str:
    """Return the period of the report that goes with the board; "" of a month or a year, and where `user` has none."""
    has_report = span.period in {"quarter", "half"} and report_policy.can_view(user, place)
    return span.code.replace("-", "") if has_report else ""


def _spans() -> list[Span]:
    """Return the periods one chooses from: this quarter, the last, this year, the last."""
    today = timezone.localdate()
    quarter, year = span_of("quarter", today), span_of("year", today)
    return [quarter, quarter.previous(), year, year.previous()]


def _with_records(found: Board) -> list[dict[str, Any]]:
    """Return the organisation's own items with the sessions that did them."""
    kinds = {item.rule.kind for item in found.own}
    spans = [item.span for item in found.own]
    if not spans:
        return []
    sessions = StudySession.objects.held().filter(organization=found.organization, kind__in=kinds)
    there = sessions.between(min(one.first for one in spans), max(one.last for one in spans))
    listed = list(there.order_by("held_on"))
    return [
        {
            "item": item,
            "rule": found.rules[item.rule.pk],
            "lecturer": found.lecturers.get(item.lecturer) if item.lecturer else None,
            "sessions": [] if item.lecturer else [one for one in listed if _does(one, item)],
        }
        for item in found.own
    ]


def _does(session: StudySession, item: Item) -> bool:
    return session.kind == item.rule.kind and item.span.first <= session.held_on <= item.span.last


def _register(
    places: list[Organization],
    items: dict[int, list[Item]],
    people: dict[int, Member],
    given: list[StudySession],
) -> list[dict[str, Any]]:
    rows = []
    for place in places:
        for item in items[place.pk]:
            if item.lecturer:
                own = [one for one in given if one.speaker_id == item.lecturer and _does(one, item)]
                rows.append({"place": place, "item": item, "who": people[item.lecturer], "given": own})
    return rows


def _charts(found: Board) -> dict[str, Any]:
    """Return what the two pictures draw; the tables beside them say the same."""
    return {
        "kinds": {
            "labels": [label for label, _ in found.by_kind],
            "series": [
                {"name": state.label, "values": [counts[state.value] for _, counts in found.by_kind]}
                for state in State
            ],
        },
        "months": {
            "labels": [f"{month.month}月" for month, _ in found.by_month],
            "series": [
                {"name": label, "values": [counts[label] for _, counts in found.by_month]}
                for label in (found.by_month[0][1] if found.by_month else ())
            ],
        },
    }
