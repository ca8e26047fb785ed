import io
import json
import re
from datetime import timedelta
from typing import Any

import docx
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Audience, Member
from study.models import PlanFiling, PlanInspection, PlanItem, PlanTemplate, StudyPlan, TemplateItem
from study.plans.filing.actions import file_plan
from study.plans.ticking import Kind
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.study.builders import long_guide
from tests.study.plans.builders import act, annual, plan, reading
from tests.study.sessions.builders import planned as planned_session


@pytest.fixture
def me(people: People, client: Client) -> Client:
    client.force_login(people.me)
    return client


@pytest.fixture
def superior(people: People) -> Client:
    client = Client()
    client.force_login(people.superior)
    return client


def mine(people: People, **fields: Any) -> StudyPlan:
    today = timezone.localdate()
    dates = {"starts_on": today, "ends_on": today + timedelta(days=90)}
    return plan(people.me, now=timezone.now(), **dates | fields)


def add(of: StudyPlan, title: str = "走访结对户", **fields: Any) -> PlanItem:
    return act(of, title, now=timezone.now(), **fields)


def page(client: Client, route: str, *args: Any, **data: Any) -> str:
    answer = client.get(reverse(f"study:{route}", args=args), data)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, route: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"study:{route}", args=args), data, follow=True)


def form(**fields: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": "我的计划",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=60)).isoformat(),
        "weekly_minutes": 90,
        "study_days": ["1", "5"],
    } | fields


def test_it_works(me: Client, people: People) -> None:
    source = annual(people.superior, people.county, year=timezone.localdate().year)
    assert source.title in page(me, "plans")
    answer = me.post(f"{reverse('study:start_plan')}?annual={source.pk}", form(), follow=True)
    assert "草稿已建好" in answer.content.decode()
    made = StudyPlan.objects.get()
    assert (made.study_days, made.weekly_minutes, made.annual_plan) == ([1, 5], 90, source)
    assert "集中学习一次" in page(me, "plan", made.pk)


def test_a_plan_starts_from_a_template_for_the_post(me: Client, people: People) -> None:
    fitting = Audience.objects.create(name="本支部", subtree=people.branch)
    other = Audience.objects.create(name="邻村", subtree=people.other_branch)
    shown = PlanTemplate.objects.create(title="村干部", audience=fitting, is_published=True)
    TemplateItem.objects.create(template=shown, kind=Kind.ACT, title="带一名党员学")
    hidden = PlanTemplate.objects.create(title="邻村的", audience=other, is_published=True)
    text = page(me, "plans")
    assert "村干部" in text
    assert "邻村的" not in text
    me.post(f"{reverse('study:start_plan')}?template={shown.pk}", form())
    assert StudyPlan.objects.get().items.get().title == "带一名党员学"
    assert me.get(f"{reverse('study:start_plan')}?template={hidden.pk}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends_on": "2020-01-01"}, "早于开始日期"),
        ({"study_days": []}, "请至少选一天"),
        ({"weekly_minutes": 3}, "15"),
        ({"starts_on": "下周"}, "日期没有看懂"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(me: Client, fields: dict[str, Any], said: str) -> None:
    answer = me.post(reverse("study:start_plan"), form(**fields))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not StudyPlan.objects.exists()


def test_a_second_plan_over_the_first_is_refused_in_one_sentence(me: Client, people: People) -> None:
    mine(people, title="上半年计划")
    answer = me.post(reverse("study:start_plan"), form())
    assert answer.status_code == 422
    assert "已经有一份《上半年计划》，请改日期，或者直接调整那一份。" in answer.content.decode()


def test_a_text_is_found_by_its_title_and_put_in_once(me: Client, people: People) -> None:
    of = mine(people)
    text = long_guide()
    assert text.title in page(me, "plan_add", of.pk, q="怎样")
    assert "没有名称里有" in page(me, "plan_add", of.pk, q="火星")
    send(me, "plan_add", of.pk, target=f"material:{text.pk}")
    assert of.items.get().material_id == text.pk
    assert "已在计划里" in page(me, "plan_add", of.pk)
    assert me.post(reverse("study:plan_add", args=[of.pk]), {"target": "material:999999"}).status_code == 404


def test_an_item_becomes_a_part_and_the_whole_again(me: Client, people: People) -> None:
    work = quizzes.publish_regulation()
    of = mine(people)
    item = reading(of, work, now=timezone.now())
    assert "第二条" in page(me, "plan_item", of.pk, item.pk)
    data = {
        "minutes": item.minutes,
        "first": "art_2",
        "last": "art_3",
        "note": "",
        "fixed_on": "",
        "fixed_at": "",
    }
    send(me, "plan_item", of.pk, item.pk, **data)
    item.refresh_from_db()
    assert (item.kind, item.title) == (Kind.PART, f"《{work.title}》第二条至第三条")
    send(me, "plan_item", of.pk, item.pk, **data | {"first": "", "last": ""})
    item.refresh_from_db()
    assert (item.kind, item.title) == (Kind.MATERIAL, work.title)
    answer = me.post(
        reverse("study:plan_item", args=[of.pk, item.pk]), data | {"first": "art_3", "last": "art_1"}
    )
    assert "止的那一条不能在起的前面" in answer.content.decode()


def test_an_act_is_put_in_and_ticked_without_a_script(me: Client, people: People) -> None:
    of = mine(people)
    send(me, "plan_add_own", of.pk, kind="act", title="参加义务劳动", minutes="", note="")
    item = of.items.get()
    assert item.minutes == 60
    send(me, "plan_item_tick", of.pk, item.pk, done_on=timezone.localdate().isoformat(), note="半天")
    text = page(me, "plan", of.pk)
    assert "本人登记" in text
    assert "半天" in text
    send(me, "plan_item_tick", of.pk, item.pk, done_on="")
    assert of.items.get().done_on is None


def test_dragging_sends_an_order_and_gets_dates(me: Client, people: People) -> None:
    of = mine(people)
    first, second = add(of, "甲"), add(of, "乙")
    answer = me.post(reverse("study:plan_order", args=[of.pk]), {"item": [second.pk, first.pk, "x"]})
    assert set(json.loads(answer.content)["dates"]) == {str(first.pk), str(second.pk)}
    assert list(of.items.values_list("title", flat=True)) == ["乙", "甲"]


def test_buttons_move_too(me: Client, people: People) -> None:
    of = mine(people)
    add(of, "甲")
    second = add(of, "乙")
    send(me, "plan_item_move", of.pk, second.pk, to="up")
    assert list(of.items.values_list("title", flat=True)) == ["乙", "甲"]


def test_breaks_that_overlap_are_refused_with_a_message(me: Client, people: People) -> None:
    of = mine(people)
    day = timezone.localdate().isoformat()
    send(me, "plan_break", of.pk, starts_on=day, ends_on=day)
    assert "重叠" in send(me, "plan_break", of.pk, starts_on=day, ends_on=day).content.decode()
    assert "没有保存" in send(me, "plan_break", of.pk, starts_on="").content.decode()
    assert of.breaks.count() == 1


def behind(people: People) -> StudyPlan:
    """A plan of five weeks ago, of which nothing was done."""
    then = timezone.now() - timedelta(days=35)
    day = timezone.localdate(then)
    of = plan(people.me, now=then, starts_on=day, ends_on=day + timedelta(days=120))
    for title in ("甲", "乙", "丙"):
        act(of, title, now=then)
    return of


def test_a_plan_that_is_behind_says_so_and_what_to_do(me: Client, people: People) -> None:
    of = behind(people)
    assert "落后五周</strong>，建议：把没学完的 3 项从今天起重新排开" in page(me, "plan", of.pk)
    ways = page(me, "plan_ways", of.pk)
    state = re.search(r'name="state" value="(\w+)"', ways)
    assert state is not None
    assert "调整后" in ways
    answer = send(me, "plan_ways", of.pk, way="respread", state="stale")
    assert "请再看一遍" in answer.content.decode()
    answer = send(me, "plan_ways", of.pk, way="respread", state=state.group(1))
    assert "已按您选的办法重新排好" in answer.content.decode()
    assert "落后" not in page(me, "plan", of.pk)


def test_the_picture_has_a_table_and_no_style(me: Client, people: People) -> None:
    text = page(me, "plan", behind(people).pk)
    assert "<polyline" in text
    assert "每月月底计划完成和实际完成的项数" in text
    assert "style=" not in text


def test_years_without_announced_holidays_are_said(me: Client, people: People) -> None:
    today = timezone.localdate()
    of = mine(people, ends_on=today + timedelta(days=600))
    add(of)
    assert "年的放假安排还没有公布" in page(me, "plan", of.pk)


class TestFiling:
    def test_a_receipt_names_number_time_and_fingerprint(self, me: Client, people: People) -> None:
        of = mine(people)
        add(of)
        assert "报送：<strong>测试村党支部</strong>" in page(me, "plan_file", of.pk)
        text = send(me, "plan_file", of.pk).content.decode()
        filing = PlanFiling.objects.get()
        assert filing.number in text
        assert filing.sha256 in text
        assert "内容与回执一致" in text

    def test_an_empty_plan_is_refused(self, me: Client, people: People) -> None:
        assert "计划里还没有内容" in send(me, "plan_file", mine(people).pk).content.decode()

    def test_a_secretary_returns_it_and_the_member_reads_why(self, me: Client, people: People) -> None:
        of = mine(people)
        add(of)
        filing = file_plan(plan=of, now=timezone.now())
        secretary = Client()
        secretary.force_login(people.secretary)
        assert "田本人" in page(secretary, "plans_to_review")
        answer = secretary.post(reverse("study:plan_review", args=[filing.pk]), {"decision": "returned"})
        assert answer.status_code == 422
        assert "请写明要改什么" in answer.content.decode()
        send(secretary, "plan_review", filing.pk, decision="returned", comment="请加上八月的内容")
        assert "退回修改：请加上八月的内容" in page(me, "plan", of.pk)

    def test_the_member_sees_who_looked(self, me: Client, superior: Client, people: People) -> None:
        of = mine(people)
        add(of)
        filing = file_plan(plan=of, now=timezone.now())
        text = page(superior, "plan_review", filing.pk)
        assert "本人会看到您在什么时候查看过" in text
        assert 'name="decision"' not in text, "it was handed in to the branch"
        look = PlanInspection.objects.get()
        assert (look.viewer, look.organization) == (people.superior, people.county)
        assert "高上级（测试区委）" in page(me, "plan_filing", of.pk, 1)

    def test_the_list_from_above_notes_no_look(self, superior: Client, people: People) -> None:
        of = mine(people)
        add(of)
        file_plan(plan=of, now=timezone.now())
        assert "走访结对户" not in page(superior, "plans_to_review")
        assert not PlanInspection.objects.exists()

    def test_what_waits_is_found_however_much_was_reviewed(
        self, superior: Client, people: People, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr("study.plans.filing.views.PER_PAGE", 1)
        secretary = Client()
        secretary.force_login(people.secretary)
        for name in ("甲先读", "乙后读"):
            person = Member.objects.create_user(name, name=name, organization=people.branch)
            of = plan(person, now=timezone.now())
            add(of)
            filing = file_plan(plan=of, now=timezone.now())
            send(secretary, "plan_review", filing.pk, decision="approved")
        of = mine(people)
        add(of)
        file_plan(plan=of, now=timezone.now())
        text = page(secretary, "plans_to_review")
        assert "田本人" in text
        assert "共 2 页" in text
        seen = text + page(secretary, "plans_to_review", others=2)
        assert "甲先读" in seen
        assert "乙后读" in seen

    def test_a_draft_is_seen_by_nobody_above(self, superior: Client, people: People) -> None:
        add(mine(people))
        assert "田本人" not in page(superior, "plans_to_review")

    def test_what_changed_after_filing_is_not_seen_from_above(self, superior: Client, people: People) -> None:
        of = mine(people)
        add(of)
        filing = file_plan(plan=of, now=timezone.now())
        add(of, "后来加的")
        assert "后来加的" not in page(superior, "plan_review", filing.pk)


def test_sessions_are_looked_for_by_their_titles_too(me: Client, people: People) -> None:
    of = mine(people)
    day = timezone.localdate() + timedelta(days=1)
    for number in range(13):
        planned_session(people.secretary, people.branch, held_on=day, title=f"例会{number}")
    planned_session(people.secretary, people.branch, held_on=day + timedelta(days=1), title="读书班")
    assert "读书班" not in page(me, "plan_add", of.pk), "the twelve next ones"
    found = page(me, "plan_add", of.pk, q="读书")
    assert "读书班" in found
    assert "例会0" not in found


class TestAnnual:
    def test_a_copy_is_adapted_and_the_county_sees_how(self, superior: Client, people: People) -> None:
        source = annual(people.superior, people.county, {"title": "甲"}, {"title": "乙"})
        secretary = Client()
        secretary.force_login(people.secretary)
        send(secretary, "annual_plan_copy", source.pk, organization=people.branch.pk)
        copy = source.adaptations.get()
        send(secretary, "annual_item_remove", copy.pk, copy.items.first().pk)
        send(
            secretary,
            "annual_item_add",
            copy.pk,
            kind="act",
            title="联系群众",
            month="5",
            minutes="",
            note="",
        )
        assert "下级照这份制定的计划" not in page(superior, "annual_plan", source.pk)
        send(secretary, "annual_plan_publish", copy.pk)
        text = page(superior, "annual_plan", source.pk)
        assert "增加 1 项，删去 1 项" in text
        assert "<del>甲</del>" in text

    def test_a_library_text_is_put_in_and_given_a_month(self, superior: Client, people: People) -> None:
        text = long_guide()
        of = annual(people.superior, people.county)
        send(superior, "annual_item_add", of.pk, target=f"material:{text.pk}")
        item = of.items.get(material=text.pk)
        assert item.minutes == text.reading_minutes
        send(
            superior,
            "annual_item",
            of.pk,
            item.pk,
            month="9",
            minutes=item.minutes,
            note="",
            is_required="on",
        )
        assert "9 月" in page(superior, "annual_plan", of.pk)

    def test_it_is_drafted_on_a_page(self, superior: Client, people: People) -> None:
        data = {
            "organization": people.county.pk,
            "year": 2026,
            "title": "年度计划",
            "goals": "学懂",
            "audience": "",
        }
        assert send(superior, "annual_plan_new", **data).status_code == 200
        again = superior.post(reverse("study:annual_plan_new"), data)
        assert "已经有2026年度的学习计划" in again.content.decode()
        foreign = superior.post(reverse("study:annual_plan_new"), data | {"organization": people.branch.pk})
        assert "请选一个由您负责的党组织" in foreign.content.decode()

    def test_drafts_are_handed_out(self, superior: Client, people: People) -> None:
        of = annual(people.superior, people.county, year=timezone.localdate().year)
        answer = send(superior, "annual_plan_hand_out", of.pk, members=[people.me.pk, people.stranger.pk])
        assert "已给 2 人建好草稿" in answer.content.decode()
        assert (
            "请至少勾选一个人"
            in superior.post(reverse("study:annual_plan_hand_out", args=[of.pk])).content.decode()
        )


class TestSheets:
    def test_the_word_file_has_every_item_and_the_receipt(self, me: Client, people: People) -> None:
        of = mine(people)
        add(of)
        filing = file_plan(plan=of, now=timezone.now())
        answer = me.get(reverse("study:plan_sheet", args=[of.pk, "docx"]))
        file = docx.Document(io.BytesIO(answer.content))
        cells = [cell.text for row in file.tables[0].rows for cell in row.cells]
        assert "走访结对户" in cells
        assert any(filing.number in paragraph.text for paragraph in file.paragraphs)

    def test_the_pdf_is_tagged_and_has_the_title(self, me: Client, people: People) -> None:
        of = mine(people)
        for number in range(30):
            add(of, f"活动{number}（#panic *很* $x$ 」")
        answer = me.get(reverse("study:plan_sheet", args=[of.pk, "pdf"]))
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            assert str(pdf.docinfo["/Title"]) == of.title
            assert bool(pdf.Root.MarkInfo.Marked)
            assert len(pdf.pages) > 1


def test_pages_cost_a_fixed_number_of_queries(
    me: Client, people: People, django_assert_max_num_queries: Any
) -> None:
    of = mine(people, weekly_minutes=600)
    for number in range(10):
        reading(of, long_guide(slug=f"guide-{number}", title=f"导读{number}（示例）"), now=timezone.now())
        add(of, f"活动{number}")
    file_plan(plan=of, now=timezone.now())
    page(me, "plan", of.pk)
    for route, most in (("plan", 20), ("plan_arrange", 14), ("plans", 22)):
        with django_assert_max_num_queries(most):
            page(me, route, *([of.pk] if route != "plans" else []))


def test_a_plan_can_be_discarded(me: Client, people: People) -> None:
    of = mine(people)
    send(me, "plan_discard", of.pk)
    assert not StudyPlan.objects.exists()
    kept = mine(people)
    add(kept)
    file_plan(plan=kept, now=timezone.now())
    assert "上报过的计划要留存" in send(me, "plan_discard", kept.pk).content.decode()
