"""Pages of sessions: one screen to record, forms that may be sent later and twice, packs, files, screenings."""

import json
from datetime import time
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from library.models import LibraryIndexPage, TopicPage
from members.models import Member, Organization
from study.models import Attendance, MakeUpCohort, Screening, SessionFile, StudySession
from study.sessions.policies import session_policy
from tests.library.lectures.builders import lecture
from tests.people import People
from tests.quizzes.builders import publish_guide
from tests.study.builders import NOW
from tests.study.sessions.builders import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    held,
    join,
    log_in,
    mark,
    planned,
    statuses,
)

RECORD = "/study/sessions/record/"
JSON = {"HTTP_ACCEPT": "application/json"}
PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"


def form(people: People, **fields: Any) -> dict[str, Any]:
    values = {
        "organization": people.branch.pk,
        "kind": "collective",
        "held_on": YESTERDAY,
        "client_id": uuid4(),
        f"status-{people.me.pk}": "present",
        f"status-{people.secretary.pk}": "present",
    }
    return values | fields


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(people: People) -> None:
    client = log_in(people.secretary)
    page = text(client, RECORD)
    assert "应到 2 人" in page
    assert page.count('value="present" checked') == 2
    response = client.post(RECORD, form(people, **{f"status-{people.me.pk}": "leave"}))
    session = StudySession.objects.get()
    assert response.url == session.get_absolute_url()
    assert statuses(session) == {"田本人": "leave", "石书记": "present"}


def test_a_branch_of_thirty_is_recorded_with_two_changes_and_one_press(people: People) -> None:
    crowd = [join(f"党员{number}", people.branch) for number in range(28)]
    page = text(log_in(people.secretary), RECORD)
    assert "应到 30 人" in page
    # Nothing has to be filled in: kind and day are there, everybody is present.
    assert page.count(" required") == page.count('name="kind"') + 1
    sent = {"organization": people.branch.pk, "kind": "collective", "held_on": TODAY, "client_id": uuid4()}
    marks = {f"status-{crowd[0].pk}": "leave", f"status-{crowd[1].pk}": "absent"}
    log_in(people.secretary).post(RECORD, sent | marks)
    found = list(statuses(StudySession.objects.get()).values())
    assert (found.count("present"), found.count("leave"), found.count("absent")) == (28, 1, 1)


def test_sent_later_and_twice_it_answers_the_same(people: People) -> None:
    client, sent = log_in(people.secretary), form(people)
    first = client.post(RECORD, sent, **JSON)
    again = client.post(RECORD, sent, **JSON)
    assert first.status_code == again.status_code == 200
    assert first.json()["id"] == again.json()["id"]
    assert StudySession.objects.count() == 1


def test_what_is_refused_is_said_and_what_was_ticked_stays(people: People) -> None:
    client = log_in(people.secretary)
    sent = form(people, held_on=TOMORROW, **{f"status-{people.me.pk}": "leave"})
    response = client.post(RECORD, sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "2026年07月02日还没有到，不能登记到会情况" in page
    assert f'name="status-{people.me.pk}" value="leave" checked' in page
    assert client.post(RECORD, sent, **JSON).json()["error"].startswith("2026年07月02日")


def test_a_wrong_number_is_refused(people: People) -> None:
    response = log_in(people.secretary).post(RECORD, form(people, client_id="昨天"), **JSON)
    assert response.status_code == 422
    assert "提交编号不对" in response.json()["error"]


def test_a_status_nobody_knows_is_refused(people: People) -> None:
    sent = form(people, **{f"status-{people.me.pk}": "迟到"})
    assert log_in(people.secretary).post(RECORD, sent, **JSON).status_code == 422
    assert not StudySession.objects.exists()


def test_recording_for_another_branch_is_refused(people: People) -> None:
    sent = form(people, organization=people.other_branch.pk)
    assert log_in(people.secretary).post(RECORD, sent).status_code == 404
    assert log_in(people.superior).post(RECORD, sent).status_code == 403
    assert not StudySession.objects.exists()


def test_a_list_that_changed_in_between_is_answered_with_both(people: People) -> None:
    session = held(people.secretary, people.branch)
    mark(people.secretary, session, {people.me.pk: "absent"})
    client, url = log_in(people.secretary), f"/study/sessions/{session.pk}/roll/"
    sent = {"client_id": uuid4(), "based_on": 1, f"status-{people.me.pk}": "leave"}
    response = client.post(url, sent, **JSON)
    assert response.status_code == 409
    answer = response.json()
    assert answer["version"] == 2
    assert answer["theirs"] == "到会 1，缺席 1（田本人）"
    assert client.post(url, sent | {"overwrite": 2}, **JSON).status_code == 200
    assert statuses(session)["田本人"] == "leave"


def test_without_json_the_page_says_it(people: People) -> None:
    session = held(people.secretary, people.branch)
    mark(people.secretary, session, {})
    sent = {"client_id": uuid4(), "based_on": 1}
    response = log_in(people.secretary).post(f"/study/sessions/{session.pk}/roll/", sent)
    assert response.status_code == 409
    assert "石书记在07月01日 09:00改过这份名单" in response.content.decode()


def test_a_session_is_planned_packed_and_seen_by_its_members(people: People) -> None:
    guide, topic = publish_guide(), TopicPage(title="学习专题（示例）", slug="a-topic")
    LibraryIndexPage.objects.get().add_child(instance=topic)
    guide.topics.set([topic])
    guide.save_revision().publish()
    client = log_in(people.secretary)
    sent = form(people, held_on=TOMORROW, topic=topic.pk, agenda="读原文")
    response = client.post("/study/sessions/plan/", sent)
    session = StudySession.objects.get()
    assert session.title == "集中学习：学习专题（示例）"
    assert guide.title in text(client, response.url)
    client.post(response.url, {"materials": [guide.pk]})
    page = text(log_in(people.me), session.get_absolute_url())
    assert guide.title in page
    assert "读原文" in page
    assert "登记到会" not in page


def test_a_member_sees_only_themselves_on_the_roll(people: People) -> None:
    session = held(people.secretary, people.branch, {people.me.pk: "leave"})
    page = text(log_in(people.me), session.get_absolute_url())
    assert "您这一次：请假" in page
    assert "看名单" not in page


def test_record_and_resolutions_are_written_afterwards(people: People) -> None:
    session = held(people.secretary, people.branch)
    client, url = log_in(people.secretary), f"/study/sessions/{session.pk}/edit/"
    sent = form(people, record="三人发言", resolutions="下月公开账目")
    assert client.post(url, sent).status_code == 302
    assert "下月公开账目" in text(client, session.get_absolute_url())


def test_a_session_to_come_is_called_off_with_a_reason(people: People) -> None:
    session = planned(people.secretary, people.branch, held_on=TOMORROW)
    client = log_in(people.secretary)
    client.post(f"/study/sessions/{session.pk}/cancel/", {"reason": ""})
    session.refresh_from_db()
    assert session.state == "planned"
    client.post(f"/study/sessions/{session.pk}/cancel/", {"reason": "防汛"})
    assert "已取消：防汛" in text(log_in(people.me), session.get_absolute_url())


def upload(client: Client, session: StudySession, name: str, content: bytes) -> str:
    sent = {"files": [SimpleUploadedFile(name, content)]}
    response = client.post(f"/study/sessions/{session.pk}/files/", sent, follow=True)
    return response.content.decode()


def image(kind: str) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, kind)
    return drawn.getvalue()


def test_files_are_known_by_their_content(people: People) -> None:
    session, client = held(people.secretary, people.branch), log_in(people.secretary)
    upload(client, session, "照片.png", image("JPEG"))
    kept = SessionFile.objects.get()
    assert (kept.name, kept.content_type) == ("照片.jpg", "image/jpeg")
    response = client.get(f"/study/sessions/files/{kept.pk}/")
    assert b"".join(response.streaming_content) == image("JPEG")
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("脚本.pdf", b"<script>alert(1)</script>"),
        ("动图.jpg", image("GIF")),
        ("断了.png", image("PNG")[:20]),
        ("压缩.docx", b"PK\x03\x04 not a zip"),
        ("空.pdf", b""),
    ],
)
def test_files_of_other_kinds_are_refused_by_name(people: People, name: str, content: bytes) -> None:
    session, client = held(people.secretary, people.branch), log_in(people.secretary)
    upload(client, session, name, content)
    assert not SessionFile.objects.exists()


def test_the_same_file_is_kept_once_and_too_many_are_refused(people: People) -> None:
    session, client = held(people.secretary, people.branch), log_in(people.secretary)
    for _ in range(2):
        upload(client, session, "记录.pdf", PDF)
    assert SessionFile.objects.count() == 1
    for number in range(9):
        upload(client, session, f"{number}.pdf", PDF + b"%d" % number + PDF)
    assert "最多放 10 个附件" in upload(client, session, "多.pdf", PDF + b"more" + PDF)


def test_a_screening_becomes_a_session_once(people: People) -> None:
    screening = Screening.objects.create(
        lecture=lecture(),
        organization=people.branch,
        host=people.secretary,
        code="123456",
        started_at=NOW,
        closes_at=NOW,
    )
    for member in (people.me, people.stranger):
        Attendance.objects.create(
            screening=screening, member=member, how="code", recorded_by=member, recorded_at=NOW
        )
    client = log_in(people.secretary)
    for _ in range(2):
        client.post(f"/study/screenings/{screening.pk}/session/")
    session = StudySession.objects.get()
    assert statuses(session) == {"田本人": "present", "陌生人": "present", "石书记": "absent"}
    assert session.attendances.get(member=people.stranger).branch == people.other_branch
    assert session.pack.get().material.title == "学习怎么安排（示例）"


def test_a_cohort_is_formed_printed_and_made_up(people: People) -> None:
    guide = publish_guide()
    session = held(people.secretary, people.branch, {people.me.pk: "absent"})
    client = log_in(people.secretary)
    client.post(f"/study/sessions/{session.pk}/pack/", {"materials": [guide.pk]})
    url = f"/study/make-up/{people.branch.pk}/"
    assert "7月4日周末补课" in text(client, url)
    row = session.attendances.get(member=people.me)
    sent = {"title": "补课", "starts_on": "2026-07-04", "ends_on": "2026-07-05", "rows": [row.pk]}
    client.post(url, sent)
    cohort = MakeUpCohort.objects.get()
    place = cohort.places.get()
    printed = text(client, f"{cohort.get_absolute_url()}print/")
    assert guide.title in printed
    assert "text__body" in printed
    client.post(f"{cohort.get_absolute_url()}delivered/", {f"delivery-{place.pk}": "print"})
    client.post(f"{cohort.get_absolute_url()}made-up/", {"places": [place.pk], "on": "2026-07-01"})
    page = text(client, cohort.get_absolute_url())
    assert "7月1日，石书记登记" in page
    assert "7月1日已补" in page


def test_a_window_that_ends_before_it_starts_is_refused(people: People) -> None:
    sent = {"title": "补课", "starts_on": "2026-07-05", "ends_on": "2026-07-04"}
    response = log_in(people.secretary).post(f"/study/make-up/{people.branch.pk}/", sent)
    assert "结束日期不能早于开始日期" in response.content.decode()


def test_phones_are_noted_by_the_branch(people: People) -> None:
    url = f"/study/phones/{people.branch.pk}/"
    log_in(people.secretary).post(url, {f"phone-{people.me.pk}": "no", f"phone-{people.stranger.pk}": "no"})
    people.me.refresh_from_db()
    people.stranger.refresh_from_db()
    assert (people.me.has_smartphone, people.stranger.has_smartphone) == (False, None)


def test_a_secretary_finds_the_way_from_their_own_page(people: People) -> None:
    page = text(log_in(people.secretary), "/study/me/")
    for words in ("记一次学习", "看板", "谁还没有学到"):
        assert words in page
    assert "记一次学习" not in text(log_in(people.me), "/study/me/")


def test_the_committee_has_a_page_for_its_central_group(people: People) -> None:
    page = text(log_in(people.superior), f"{RECORD}?kind=central_group")
    assert "先在后台给中心组成员登记任职" in page
    assert Organization.objects.get(pk=people.county.pk).name in page


def test_the_chart_data_is_plain_json(people: People) -> None:
    held(people.secretary, people.branch)
    page = text(log_in(people.secretary), f"/study/board/{people.branch.pk}/?period=2026-Q2")
    start = page.index('type="application/json">') + len('type="application/json">')
    data = json.loads(page[start : page.index("</script>", start)])
    assert data["months"]["labels"][-1] == "6月"


def test_the_next_session_is_on_todays_page(people: People) -> None:
    planned(people.secretary, people.branch, held_on=TOMORROW, title="读原文（示例）")
    assert "读原文（示例）" in text(log_in(people.me), "/")
    assert "读原文（示例）" not in text(log_in(people.stranger), "/")


def test_a_plan_offers_the_hour_and_place_of_last_time(people: People) -> None:
    client = log_in(people.secretary)
    assert 'value="村部"' not in text(client, "/study/sessions/plan/")
    for kind, where, hour in (("theme_day", "村口", 15), ("collective", "村部", 9)):
        session = held(people.secretary, people.branch, kind=kind, starts_at=time(hour))
        StudySession.objects.filter(pk=session.pk).update(place=where)
    page = text(client, "/study/sessions/plan/")
    assert 'value="村部"' in page and 'value="09:00"' in page
    page = text(client, "/study/sessions/plan/?kind=theme_day")
    assert 'value="村口"' in page and 'value="15:00"' in page
    # Another branch's place is not ours.
    planned(people.secretary, people.other_branch, kind="discussion", held_on=TODAY)
    StudySession.objects.filter(organization=people.other_branch).update(place="别处")
    assert 'value="别处"' not in text(client, "/study/sessions/plan/?kind=discussion")


def test_the_roll_takes_minutes_and_a_decision_and_keeps_what_was_there(people: People) -> None:
    session, client = planned(people.secretary, people.branch), log_in(people.secretary)
    url = f"{session.get_absolute_url()}roll/"
    assert 'name="record"' in text(client, url)
    session.record = "先记的一句"
    session.save()
    sent = {"client_id": uuid4(), "based_on": 0, "record": "读了第二章", "resolutions": "下周走访"}
    for _ in range(2):
        client.post(url, sent)
    session.refresh_from_db()
    assert (session.record, session.resolutions) == ("先记的一句\n读了第二章", "下周走访")
    assert 'name="record"' not in text(client, url)
    # Nothing written takes nothing away.
    client.post(url, {"client_id": uuid4(), "based_on": session.roll_version})
    session.refresh_from_db()
    assert session.resolutions == "下周走访"


def test_the_front_page_leads_whoever_records_to_the_roll_on_its_day(people: People) -> None:
    today = planned(people.secretary, people.branch, held_on=TODAY)
    later = planned(people.secretary, people.branch, held_on=TOMORROW)
    page = text(log_in(people.secretary), "/")
    assert f"{today.get_absolute_url()}roll/" in page
    assert f"{later.get_absolute_url()}roll/" not in page
    assert "登记到会" not in text(log_in(people.me), "/")


def test_who_records_is_the_same_in_one_query_as_one_by_one(people: People) -> None:
    group = people.branch.add_child(name="第一小组", kind="group", field="rural")
    for place in (people.branch, group, people.other_branch):
        planned(people.secretary, place)
    for member in Member.objects.all():
        for session in StudySession.objects.annotate(records=session_policy.recorded_by(member)):
            assert session.records == session_policy.can_change(member, session), (member, session)


def test_a_session_leads_to_make_up_study_when_somebody_was_away(people: People) -> None:
    client = log_in(people.secretary)
    session = held(people.secretary, people.branch)
    assert "安排补课" not in text(client, session.get_absolute_url())
    mark(people.secretary, session, {people.me.pk: "leave"})
    assert "给没来的 1 人安排补课" in text(client, session.get_absolute_url())
    assert "安排补课" not in text(log_in(people.me), session.get_absolute_url())


def test_a_plan_sent_twice_is_one_session(people: People) -> None:
    client = log_in(people.secretary)
    page = text(client, "/study/sessions/plan/")
    number = page.split('name="client_id" value="')[1].split('"')[0]
    sent = {
        "organization": people.branch.pk,
        "kind": "theme_day",
        "held_on": TOMORROW,
        "client_id": number,
    }
    first, second = (client.post("/study/sessions/plan/", sent) for _ in range(2))
    assert StudySession.objects.count() == 1
    assert first.url == second.url
    # Somebody else's number gets nothing of theirs.
    other = log_in(people.superior).post("/study/sessions/plan/", sent | {"organization": people.county.pk})
    assert other.status_code == 422


def test_a_plan_with_a_broken_number_is_planned_all_the_same(people: People) -> None:
    sent = {"organization": people.branch.pk, "kind": "lecture", "held_on": TOMORROW, "client_id": "x"}
    assert log_in(people.secretary).post("/study/sessions/plan/", sent).status_code == 302


def test_what_was_planned_on_the_form_is_what_is_recorded_that_day(people: People) -> None:
    client = log_in(people.secretary)
    plan = {
        "organization": people.branch.pk,
        "kind": "collective",
        "held_on": YESTERDAY,
        "client_id": uuid4(),
        "place": "村部",
    }
    client.post("/study/sessions/plan/", plan)
    client.post(RECORD, form(people))
    session = StudySession.objects.get()
    assert (session.is_held, session.place) == (True, "村部")


def test_who_planned_a_session_is_offered_the_next(people: People) -> None:
    session = planned(people.secretary, people.branch, held_on=TOMORROW)
    again = f"/study/sessions/plan/?organization={people.branch.pk}"
    assert again in text(log_in(people.secretary), session.get_absolute_url())
    assert again not in text(log_in(people.me), session.get_absolute_url())
