"""Plans of the demo: the district's annual plan and a town's adaptation, a template, a cadre's plan with its past."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from library.models import EditionPage, MaterialPage
from members.models import Appointment, Audience, Member, Organization, Post
from quizzes.models import QuizPage
from study.models import (
    AnnualItem,
    AnnualPlan,
    PlanItem,
    PlanReview,
    PlanTemplate,
    Progress,
    StudyPlan,
    TemplateItem,
)
from study.plans import actions
from study.plans.annual.actions import (
    change_annual_plan,
    copy_annual_plan,
    draft_annual_plan,
    publish_annual_plan,
    remove_annual_item,
    save_annual_item,
)
from study.plans.filing.actions import file_plan, note_look, review_filing
from study.plans.ticking import Kind

BEGUN, LEFT = timedelta(days=140), timedelta(days=50)
GOALS = "学懂弄通学习制度，原文读两遍\n带头参加集中学习，每季度一次专题研讨\n联系一个支部，帮助解决一件实事"
# What the district asks: a material's slug or a title of its own, its kind, months from now, whether it is required.
ASKED = (
    ("study-rules", Kind.MATERIAL, -4, True),
    ("study-kickoff-speech", Kind.MATERIAL, -4, True),
    ("专题研讨：把学习落到实处（示例）", Kind.SESSION, -3, True),
    ("organization-life", Kind.MATERIAL, -2, True),
    ("integrity-rules", Kind.MATERIAL, -1, True),
    ("grassroots-governance-talk", Kind.MATERIAL, 0, False),
    ("cadre-self-study", Kind.MATERIAL, 0, True),
    ("到联系点讲一次党课（示例）", Kind.ACT, 1, True),
    ("写一篇不超过两千字的学习心得（示例）", Kind.GOAL, None, False),
)
TEMPLATE = (
    ("study-rules", Kind.MATERIAL),
    ("rural-secretary-guide", Kind.MATERIAL),
    ("three-meetings-guide", Kind.MATERIAL),
    ("组织一次补课（示例）", Kind.ACT),
    ("给外出党员送一次学（示例）", Kind.ACT),
)


def plant_plans(
    *,
    places: dict[str, Organization],
    known: dict[str, Member],
    audiences: dict[str, Audience],
    now: datetime,
) -> Iterator[str]:
    """Make the plans by the verbs people use, some months ago and since; yields what was made."""
    then = now - BEGUN
    district = _district_plan(places["示例区委"], known["superior"], then)
    town = _town_plan(places["青禾镇党委"], district, known["cadre"], then)
    yield f"《{district.title}》《{town.title}》"
    yield f"模板“{_template(audiences['农村党支部书记']).title}”"
    yield _cadres_plan(known["cadre"], known["superior"], places["示例区委"], town, now).title
    yield _waiting_plan(places, district, now).title
    yield _members_draft(known["member"], town, now).title


def _district_plan(organization: Organization, by: Member, then: datetime) -> AnnualPlan:
    today = timezone.localdate(then) + BEGUN
    plan = draft_annual_plan(
        by=by,
        organization=organization,
        year=today.year,
        title=f"示例区委{today.year}年度学习计划（示例）",
        goals=GOALS,
        now=then,
    )
    for named, kind, offset, required in ASKED:
        month = None if offset is None else min(12, max(1, today.month + offset))
        item = AnnualItem(plan=plan, kind=kind, month=month, is_required=required, **_named(named, kind))
        save_annual_item(item=item, now=then)
    quiz = QuizPage.objects.live().filter(audience=None).order_by("pk").first()
    if quiz is not None:
        save_annual_item(
            item=AnnualItem(plan=plan, kind=Kind.QUIZ, title=quiz.title, quiz=quiz, is_required=True),
            now=then,
        )
    return publish_annual_plan(plan=plan, now=then)


def _town_plan(organization: Organization, source: AnnualPlan, by: Member, then: datetime) -> AnnualPlan:
    plan = copy_annual_plan(by=by, source=source, organization=organization, now=then)
    plan.title = f"青禾镇党委{plan.year}年度学习计划（示例）"
    plan.goals = GOALS.replace("联系一个支部", "联系稻香村等三个支部")
    change_annual_plan(plan=plan, now=then)
    speech = plan.items.filter(is_required=False, kind=Kind.MATERIAL).first()
    if speech is not None:
        remove_annual_item(item=speech, now=then)
    added = _named("flood-control-notice", Kind.MATERIAL)
    save_annual_item(item=AnnualItem(plan=plan, kind=Kind.MATERIAL, is_required=True, **added), now=then)
    return publish_annual_plan(plan=plan, now=then)


def _template(audience: Audience) -> PlanTemplate:
    template = PlanTemplate(
        title="农村党支部书记半年自学（示例）",
        intro="三会一课、补课和送学，每周一小时，大约学三个月。",
        audience=audience,
        is_published=True,
    )
    template.items = [
        TemplateItem(kind=kind, sort_order=place, **_named(named, kind))
        for place, (named, kind) in enumerate(TEMPLATE)
    ]
    template.save()
    return template


def _cadres_plan(
    cadre: Member, superior: Member, above: Organization, source: AnnualPlan, now: datetime
) -> StudyPlan:
    """Begun, handed in, returned, mended, approved; some of it done, some of it late."""
    then = now - BEGUN
    plan = _begin(cadre, source, then, minutes=30, title="江平个人自学计划（示例）")
    first = file_plan(plan=plan, now=then + timedelta(days=1))
    note_look(viewer=superior, filing=first, organization=above, now=then + timedelta(days=2))
    words = "请补上到联系支部讲党课以后的回访，写明大约什么时候去。（示例）"
    review_filing(
        reviewer=superior,
        filing=first,
        decision=PlanReview.Decision.RETURNED,
        comment=words,
        now=then + timedelta(days=2),
    )
    visit = PlanItem(kind=Kind.ACT, title="回访联系的支部（示例）", note="讲党课以后一个月内")
    actions.add_item(plan=plan, item=visit, now=then + timedelta(days=3))
    second = file_plan(plan=plan, now=then + timedelta(days=3))
    note_look(viewer=superior, filing=second, organization=above, now=then + timedelta(days=4))
    review_filing(
        reviewer=superior,
        filing=second,
        decision=PlanReview.Decision.APPROVED,
        comment="安排具体，同意。（示例）",
        now=then + timedelta(days=4),
    )
    _live_through(plan, now)
    return plan


def _waiting_plan(places: dict[str, Organization], source: AnnualPlan, now: datetime) -> StudyPlan:
    """Let a leading cadre of another place hand in a plan that waits for the district."""
    street = places["望江街道党工委"]
    someone = Member.objects.filter(
        organization__path__startswith=street.path, category=Member.Category.FULL, appointments=None
    ).order_by("pk")[0]
    since = timezone.localdate(now) - timedelta(days=400)
    Appointment.objects.create(member=someone, post=Post.LEADING_CADRE, organization=street, since=since)
    plan = _begin(someone, source, now - timedelta(days=2), minutes=45, title="个人自学计划（示例）")
    file_plan(plan=plan, now=now - timedelta(days=1))
    return plan


def _members_draft(member: Member, source: AnnualPlan, now: datetime) -> StudyPlan:
    return _begin(member, source, now - timedelta(days=3), minutes=40, title="我的自学计划（示例）")


def _begin(member: Member, source: AnnualPlan, then: datetime, *, minutes: int, title: str) -> StudyPlan:
    day = timezone.localdate(then)
    return actions.start_plan(
        by=member,
        member=member,
        title=title,
        starts_on=day,
        ends_on=max(day + LEFT, day + BEGUN + LEFT),
        weekly_minutes=minutes,
        study_days=[0, 1, 2, 3, 4],
        source=source,
        now=then,
    )


def _live_through(plan: StudyPlan, now: datetime) -> None:
    """Do what was due until some six weeks ago, a little before its day, and nothing since: the plan is behind."""
    until = timezone.localdate(now) - timedelta(days=45)
    for item in plan.items.filter(due_on__lte=until).select_related("material"):
        day = max(plan.starts_on, item.due_on - timedelta(days=2)) if item.due_on else until
        if item.is_by_hand:
            actions.tick_item(item=item, done_on=day, note="按时参加（示例）", now=now)
        elif item.material is not None:
            _read(plan.member, item.material, day, now)


def _read(member: Member, material: MaterialPage, day: date, now: datetime) -> None:
    edition = EditionPage.objects.child_of(material).live().order_by("-effective_from").first()
    moment = timezone.make_aware(datetime.combine(day, now.time().replace(tzinfo=None)))
    Progress.objects.update_or_create(
        member=member,
        material=MaterialPage(pk=(edition or material).pk),
        defaults={
            "started_at": moment - timedelta(hours=1),
            "last_read_at": moment,
            "finished_at": moment,
            "percent": 100,
        },
    )


def _named(named: str, kind: str) -> dict[str, Any]:
    if kind != Kind.MATERIAL:
        return {"title": named}
    material = MaterialPage.objects.get(slug=named)
    return {"title": material.title, "material": material}
