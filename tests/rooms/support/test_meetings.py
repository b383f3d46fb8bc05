"""Planning a meeting: who may, from which lists students come, who takes part, and who sees what of it."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.meeting_ground import Ground

from throughline.values.errors import NotAllowed, NotFound, RefusedInput


def _new(**given: object) -> dict[str, object]:
    return {"title": "Support team", "kind": "student_support", "on": "2026-11-20"} | given


def test_a_meeting_is_planned_from_the_list_of_students_as_it_is_narrowed(town: Town) -> None:
    client = town.client("coordinator")
    page = client.get("/students/?grade=10").content.decode()
    assert "/meetings/new/?from=students&amp;in=grade%3D10" in page
    url = "/meetings/new/?from=students&in=grade%3D10"
    assert "2 students from your list" in client.get(url).content.decode()
    answer = client.post(url, _new(school=town.high.pk))
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Mateo Muñoz Herrera" in page
    assert "Zoë Classmate" in page
    assert "Nils Nottaught" not in page


def test_what_was_typed_to_find_students_narrows_the_list_and_stands_in_no_address(town: Town) -> None:
    client = town.client("coordinator")
    client.post("/students/find/", {"text": "classmate"})
    answer = client.post("/meetings/new/?from=students&in=", _new(school=town.high.pk))
    page = client.get(answer["Location"]).content.decode()
    assert "Zoë Classmate" in page
    assert "Mateo" not in page
    assert "classmate" not in answer["Location"]


def test_students_come_from_a_class_a_list_names_and_misspelled_names(town: Town, ground: Ground) -> None:
    from throughline.rooms.students.models import Class

    meeting = ground.plan(students=())
    url, client = f"/meetings/{meeting.pk}/plan/students/", town.client("coordinator")
    with ground.acting("coordinator"):
        room = Class.objects.get(source_id=f"{town.high.pk}-12")
    client.post(url, {"classroom": room.pk})
    assert "Nils Nottaught" in client.get(f"/meetings/{meeting.pk}/plan/").content.decode()
    page = client.post(url, {"names": "Mateo Munoz\nZoe Clasmate\nnobody at all like this"}).content.decode()
    assert page.count("<li><span>Mateo Muñoz Herrera</span>") == 1, "a sure name goes on the list"
    assert "For “Zoe Clasmate”:" in page
    assert f'name="student" value="{town.students["classmate"].pk}"' in page
    assert "For “nobody at all like this”: there is no student of such a name" in page
    client.post(url, {"student": town.students["classmate"].pk})
    with ground.acting("coordinator"):
        meeting.refresh_from_db()
        assert meeting.n_students == 3


def test_who_needs_us_can_be_put_on_the_list_as_it_is_narrowed(town: Town, ground: Ground) -> None:
    meeting = ground.plan(students=())
    client = town.client("coordinator")
    page = client.get(f"/meetings/{meeting.pk}/plan/").content.decode()
    assert "All with an open flag" in page
    assert client.post(f"/meetings/{meeting.pk}/plan/students/", {"list": "flags"}).status_code == 302
    assert client.post(f"/meetings/{meeting.pk}/plan/students/", {"list": "left"}).status_code == 302
    assert client.post(f"/meetings/{meeting.pk}/plan/students/", {"list": "nothing"}).status_code == 302


@pytest.mark.parametrize("key", ["guardian", "student", "partner", "finance", "data_lead", "outsider"])
def test_who_may_write_of_no_student_leads_no_meeting(town: Town, key: str) -> None:
    assert town.client(key).get("/meetings/new/").status_code == 403


def test_a_student_of_whom_the_leader_may_not_write_never_gets_on_the_list(town: Town, ground: Ground) -> None:
    meeting = ground.plan(students=("mateo", "elsewhere"))
    assert meeting.n_students == 1


def test_only_the_leader_plans_and_others_are_not_told_that_it_exists(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    turn = ground.turn(meeting)
    posts = {
        f"/meetings/{meeting.pk}/plan/students/": {"student": town.students["mateo"].pk},
        f"/meetings/{meeting.pk}/plan/people/": {"people": town.users["nurse"].pk},
        f"/meetings/{meeting.pk}/plan/name/": {"title": "Mine", "on": "2026-11-21"},
        f"/meetings/{meeting.pk}/plan/call-off/": {},
        f"/meetings/{meeting.pk}/plan/students/{turn.pk}/remove/": {},
        f"/meetings/{meeting.pk}/plan/students/{turn.pk}/move/": {"to": "down"},
        f"/meetings/{meeting.pk}/begin/": {},
        f"/meetings/{meeting.pk}/close/": {},
    }
    for key in ("nurse", "teacher", "principal", "guardian", "coordinator_elsewhere"):
        for url, given in posts.items():
            assert town.client(key).post(url, given).status_code == 404, (key, url)


def test_each_member_sees_those_they_may_see_and_how_many_more_there_are(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    url = f"/meetings/{meeting.pk}/"
    nurse, teacher = (town.client(key).get(url).content.decode() for key in ("nurse", "teacher"))
    assert "Nils Nottaught" in nurse
    assert "more student" not in nurse
    assert "Nils Nottaught" not in teacher
    assert "1 more student on the list is not yours to see." in teacher
    assert "Mateo Muñoz Herrera" in teacher
    for key in ("guardian", "student", "partner", "coordinator_elsewhere", "outsider"):
        assert town.client(key).get(url).status_code == 404
        assert "Support team" not in town.client(key).get("/meetings/").content.decode()


def test_who_answers_for_the_schools_records_sees_a_meeting_without_taking_part(town: Town, ground: Ground) -> None:
    meeting = ground.plan(team=())
    assert town.client("principal").get(f"/meetings/{meeting.pk}/").status_code == 200
    assert town.client("nurse").get(f"/meetings/{meeting.pk}/").status_code == 404
    assert town.client("principal").post(ground.url(meeting), ground.sent(said="I was there.")).status_code == 403


def test_the_database_shows_a_meeting_to_its_members_alone(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Meeting, Turn

    ground.plan()
    seen = {"coordinator": 3, "nurse": 3, "teacher": 2, "principal": 3}
    for key in town.users:
        with ground.acting(key):
            n_turns = Turn.objects.count()
            assert Meeting.objects.exists() == (key in seen or key in {"counselor", *_overseers()}), key
            if key in seen:
                assert n_turns == seen[key], key
    with ground.acting("coordinator_elsewhere"):
        assert not Turn.objects.exists()


def _overseers() -> set[str]:
    return {"administrator", "data_lead", "privacy_officer", "support_lead"}


def test_whom_the_list_shows_is_noted(town: Town, ground: Ground) -> None:
    from throughline.rooms.audit.models import Disclosure

    meeting = ground.plan()
    town.client("nurse").get(f"/meetings/{meeting.pk}/")
    rows = Disclosure.objects.filter(place="support.list", viewer_name="Leilani Kahale")
    assert set(rows.values_list("student_id", "record_class")) == {
        (town.students[key].pk, name) for key in ("mateo", "classmate", "not_taught") for name in ("directory", "notes")
    }


def test_only_people_of_the_school_can_take_part(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.meetings.commands import invite

    meeting = ground.plan()
    outsider = town.users["guardian"].pk
    with ground.acting("coordinator"), pytest.raises(RefusedInput):
        invite(by=town.viewer("coordinator"), at=AT, meeting_id=meeting.pk, user_ids=[outsider])
    page = town.client("coordinator").get(f"/meetings/{meeting.pk}/plan/").content.decode()
    assert "Thảo Nguyễn, Teacher" in page
    assert "Daniel Kowalczyk" not in page
    assert "Lucía" not in page


def test_a_meeting_is_called_off_while_it_has_not_begun(town: Town, ground: Ground) -> None:
    meeting, other = ground.plan(), ground.plan()
    client = town.client("coordinator")
    assert client.post(f"/meetings/{meeting.pk}/plan/call-off/").status_code == 302
    assert client.get(f"/meetings/{meeting.pk}/").status_code == 404
    ground.begin(other)
    client.post(f"/meetings/{other.pk}/plan/call-off/")
    assert client.get(f"/meetings/{other.pk}/").status_code == 200


def test_a_student_is_taken_off_unless_they_were_spoken_of(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    ground.decide(meeting)
    client = town.client("coordinator")
    for student in ("mateo", "classmate"):
        client.post(f"/meetings/{meeting.pk}/plan/students/{ground.turn(meeting, student).pk}/remove/")
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "Mateo Muñoz Herrera" in page
    assert "Zoë Classmate" not in page
    assert "2 students" in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"title": " "}, "Fill in “What it is called”."),
        ({"on": "someday"}, "needs a date"),
        ({"kind": "gossip"}, "Choose one of the answers offered"),
        ({"school": "999999"}, "Choose one of the answers offered"),
    ],
)
def test_what_is_not_fit_is_said(town: Town, given: dict[str, object], says: str) -> None:
    page = town.client("coordinator").post("/meetings/new/", _new(school=town.high.pk) | given)
    assert page.status_code == 200
    assert says in page.content.decode()


def test_a_list_too_long_is_not_cut_off_in_silence(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student
    from throughline.rooms.support.meetings.commands import add_students

    with acting_as(SET_UP):
        more = Student.objects.bulk_create(
            Student(source_id=f"m{n}", given_name="Ana", family_name=f"M{n}", grade="09", home_school=town.high)
            for n in range(101)
        )
    meeting, client = ground.plan(students=()), town.client("coordinator")
    assert "Your list has 104 students" in client.get("/meetings/new/?from=students&in=").content.decode()
    ids = [one.pk for one in more]
    with ground.acting("coordinator"), pytest.raises(RefusedInput):
        add_students(by=town.viewer("coordinator"), at=AT, meeting_id=meeting.pk, student_ids=ids)


@pytest.mark.parametrize("key", ["teacher", "support_lead", "privacy_officer", "nurse"])
def test_whoever_may_write_notes_can_lead_a_meeting_to_its_end(town: Town, ground: Ground, key: str) -> None:
    from throughline.rooms.support.models import Meeting

    client = town.client(key)
    assert client.post("/meetings/new/?from=students&in=grade%3D10", _new(school=town.high.pk)).status_code == 302
    with ground.acting(key):
        meeting = Meeting.objects.get()
    assert meeting.n_students == 2
    assert (
        client.post(f"/meetings/{meeting.pk}/plan/people/", {"people": town.users["counselor"].pk}).status_code == 302
    )
    url = client.post(f"/meetings/{meeting.pk}/begin/")["Location"]
    given = ground.sent(what="Ask.", owner=town.users["counselor"].pk, said="We spoke.", go="next")
    assert client.post(url, given).status_code == 302
    assert client.post(f"/meetings/{meeting.pk}/close/", {}).status_code == 302
    recap = town.client("counselor").get(f"/meetings/{meeting.pk}/recap/").content.decode()
    assert "1 of 2 students were spoken of; 1 decision was taken." in recap
    assert "We spoke." in recap


def test_nobody_plans_while_viewing_as_somebody(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.meetings.commands import Planned, plan_meeting
    from throughline.values.viewer import Viewer

    real = town.viewer("administrator")
    seen_as = Viewer(user_id=town.users["coordinator"].pk, name="Amara Okafor", behind=real)
    planned = Planned("Mine", "student_support", date(2026, 11, 20), town.high.pk)
    with acting_as(seen_as), pytest.raises(NotAllowed):
        plan_meeting(by=seen_as, at=AT, planned=planned)


def test_the_pages_ask_the_database_equally_often_however_long_the_list(town: Town, ground: Ground) -> None:
    from django.db import connection

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student
    from throughline.rooms.support.meetings.commands import add_students

    meeting, client = ground.plan(students=("mateo", "classmate")), town.client("coordinator")
    ground.begin(meeting)
    urls = (f"/meetings/{meeting.pk}/", f"/meetings/{meeting.pk}/recap/", ground.url(meeting), "/meetings/tasks/")

    def count() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    ground.decide(meeting, owner="coordinator")
    count()
    before = count()
    with acting_as(SET_UP):
        more = Student.objects.bulk_create(
            Student(source_id=f"m{n}", given_name="Ana", family_name=f"M{n}", grade="09", home_school=town.high)
            for n in range(30)
        )
    with ground.acting("coordinator"):
        ids = [one.pk for one in more]
        add_students(by=town.viewer("coordinator"), at=AT, meeting_id=meeting.pk, student_ids=ids)
    for n in range(10):
        ground.decide(meeting, f"Task {n}", owner="coordinator")
    assert count() == before


def test_a_closed_meeting_is_planned_no_more(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.meetings.commands import change_meeting
    from throughline.rooms.support.recaps.commands import close_meeting

    meeting = ground.plan()
    with ground.acting("coordinator"):
        viewer = town.viewer("coordinator")
        with pytest.raises(RefusedInput):
            close_meeting(by=viewer, at=AT, meeting_id=meeting.pk)
    ground.begin(meeting)
    with ground.acting("coordinator"):
        close_meeting(by=viewer, at=AT, meeting_id=meeting.pk)
        with pytest.raises(RefusedInput):
            change_meeting(by=viewer, at=AT, meeting_id=meeting.pk, title="Other", on=date(2026, 12, 1))
    with ground.acting("nurse"), pytest.raises(NotFound):
        close_meeting(by=town.viewer("nurse"), at=AT, meeting_id=meeting.pk)
