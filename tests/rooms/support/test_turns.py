"""Meeting mode: what each sees of a student, what is written there, drafts, the way on and the clock."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.meeting_ground import DUE, Ground

from throughline.values.errors import NotFound, RefusedInput


def _flag(town: Town) -> None:
    """An open flag on Mateo for absences and a failed course."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.access import DUTY
    from throughline.rooms.warning.api import save_draft, switch_on
    from throughline.rooms.warning.models import Flag, FlagReason

    lead, mateo = town.viewer("data_lead"), town.students["mateo"]
    with acting_as(lead):
        rules = switch_on(by=lead, at=AT, version=save_draft(by=lead, at=AT), why="To begin with.")
    with acting_as(DUTY):
        flag = Flag.objects.create(
            student=mateo,
            rules=rules,
            level=2,
            level_now=2,
            raised_on=AT.date(),
            raised_at=AT,
            due_on=date(2026, 12, 4),
        )
        for measure, record_class in (("absence", "attendance"), ("courses_failed", "academic")):
            FlagReason.objects.create(
                flag=flag,
                student=mateo,
                record_class=record_class,
                indicator=measure,
                measure=measure,
                standing=3,
                numerator=2,
                denominator=4,
            )


def test_teacher_and_nurse_see_the_same_student_differently_and_rightly(town: Town, ground: Ground) -> None:
    from throughline.rooms.audit.models import Disclosure

    _flag(town)
    url = ground.url(ground.plan())
    teacher, nurse = (town.client(key).get(url).content.decode() for key in ("teacher", "nurse"))
    assert "1 of 2" in teacher
    assert "and 1 whom you may not see" in teacher
    assert "1 of 3" in nurse
    assert "whom you may not see" not in nurse
    for page in (teacher, nurse):
        assert "Attendance this school year" in page
        assert "A flag is open" in page
        assert "Absent 2 of 4" in page
    assert "asthma" in nurse
    assert "asthma" not in teacher
    assert "course" in teacher
    assert "course" not in nurse
    rows = Disclosure.objects.filter(place="support.meeting", student_id=town.students["mateo"].pk)
    seen = {name: set(rows.filter(viewer_name=name).values_list("record_class", flat=True)) for name in _NAMES}
    assert "health" in seen["Leilani Kahale"]
    assert "academic" in seen["Thảo Nguyễn"]
    assert not {"academic", "housing", "special_education"} & seen["Leilani Kahale"]
    assert not {"health", "needs", "housing"} & seen["Thảo Nguyễn"]


_NAMES = ("Leilani Kahale", "Thảo Nguyễn")


@pytest.mark.parametrize("key", ["guardian", "student", "partner", "coordinator_elsewhere", "data_lead", "outsider"])
def test_who_does_not_take_part_meets_nobody(town: Town, ground: Ground, key: str) -> None:
    url = ground.url(ground.plan())
    assert town.client(key).get(url).status_code == 404
    assert town.client(key).post(url, ground.sent(said="x")).status_code == 404
    assert town.client(key).post(url + "draft/", ground.sent(said="x")).status_code == 404


def test_a_member_cannot_open_the_turn_of_a_student_they_may_not_see(town: Town, ground: Ground) -> None:
    url = ground.url(ground.plan(), "not_taught")
    assert town.client("nurse").get(url).status_code == 200
    assert town.client("teacher").get(url).status_code == 404
    assert town.client("teacher").post(url, ground.sent(said="x")).status_code == 404


def test_what_is_said_becomes_a_note_and_what_is_decided_a_decision(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    url, client = ground.url(meeting), town.client("coordinator")
    given = ground.sent(said="He likes to explain.", what="Ask the club.", owner=town.users["teacher"].pk)
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 302, "sent twice it is kept once"
    page = client.get(url).content.decode()
    assert page.count('<span class="words">Ask the club.</span>') == 1
    assert page.count("He likes to explain.") == 1
    assert "Thảo Nguyễn" in page
    assert "By Nov 27, 2026" in page
    assert "He likes to explain." in town.client("teacher").get(_notes(town)).content.decode()
    timeline = town.client("teacher").get(f"/students/{town.students['mateo'].pk}/timeline/").content.decode()
    assert "Student support team" in timeline
    assert "Ask the club." in timeline
    family = town.client("guardian").get(f"/students/{town.students['mateo'].pk}/timeline/").content.decode()
    assert "Ask the club." not in family


def test_a_save_that_comes_after_its_decision_was_kept_leaves_the_form_empty(town: Town, ground: Ground) -> None:
    url, client = ground.url(ground.plan()), town.client("coordinator")
    given = ground.sent(what="Ask the club.", owner=town.users["teacher"].pk) | {"go": "decide"}
    assert client.post(url, given).status_code == 302
    client.post(url + "draft/", given)
    form = client.get(url).context["form"]
    assert form["what"].value() == ""


def _notes(town: Town) -> str:
    return f"/students/{town.students['mateo'].pk}/notes/"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"owner": "0"}, "Say who does it."),
        ({"due_on": ""}, "Say by when it is done."),
        ({"due_on": "soon"}, "needs a date"),
        ({"due_on": "2026-11-19"}, "This day is before the meeting."),
        ({"owner": "999999"}, "Choose one of the answers offered"),
    ],
)
def test_a_decision_asks_for_who_and_when_and_keeps_nothing_by_half(
    town: Town, ground: Ground, given: dict[str, str], says: str
) -> None:
    url, client = ground.url(ground.plan()), town.client("coordinator")
    owner = town.users["teacher"].pk
    page = client.post(url, ground.sent(said="A word.", what="Ask the club.", owner=owner, go="next") | given)
    assert page.status_code == 200
    text = page.content.decode()
    assert says in text
    assert "A word." in text
    assert "Ask the club." in text
    assert "A word." not in town.client("teacher").get(_notes(town)).content.decode()


def test_only_who_may_read_of_the_student_can_take_a_decision_on(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    page = town.client("coordinator").get(ground.url(meeting, "not_taught")).content.decode()
    assert "Leilani Kahale, Nurse" in page
    assert "Thảo Nguyễn, Teacher" not in page
    for owner in ("teacher", "guardian", "data_lead"):
        with pytest.raises(RefusedInput):
            ground.decide(meeting, owner=owner, student="not_taught")


def test_what_is_typed_is_found_again_on_any_device_by_nobody_else(town: Town, ground: Ground) -> None:
    url = ground.url(ground.plan())
    typed = ground.sent(said="In the middle of", what="Ask the", owner=town.users["nurse"].pk, due_on="2026-12-01")
    saved = town.client("coordinator").post(url + "draft/", typed).content.decode()
    assert "Draft saved at" in saved
    page = town.client("coordinator").get(url).content.decode()
    assert "In the middle of</textarea>" in page
    assert "Ask the</textarea>" in page
    assert f'<option value="{town.users["nurse"].pk}" selected>' in page
    assert 'value="2026-12-01"' in page
    assert "Found again" in page
    assert "In the middle of" not in town.client("teacher").get(url).content.decode()
    drafts = town.client("coordinator").get("/notes/drafts/").content.decode()
    assert drafts.count(f'href="{url}"') == 2
    assert "In the middle of" not in town.client("coordinator").get(_notes(town) + "new/").content.decode()


def test_two_windows_of_one_person_lose_neither_text(town: Town, ground: Ground) -> None:
    url, client = ground.url(ground.plan()), town.client("coordinator")
    typed = ground.sent(said="First window.")
    client.post(url + "draft/", typed)
    other = client.post(url + "draft/", typed | {"said": "Second window."}).content.decode()
    assert "Both texts are kept" in other
    drafts = client.get("/notes/drafts/").content.decode()
    assert "First window." in drafts
    assert "Second window." in drafts


def test_keeping_lets_go_of_the_drafts_and_going_back_keeps_them(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Draft

    meeting = ground.plan()
    ground.begin(meeting, "classmate")
    url, client = ground.url(meeting, "classmate"), town.client("coordinator")
    given = ground.sent(said="Half a sentence", go="previous")
    assert client.post(url, given)["Location"] == ground.url(meeting, "mateo")
    with ground.acting("coordinator"):
        assert Draft.objects.get().text == "Half a sentence"
    client.post(url, given | {"said": "A whole sentence.", "go": "keep", "revision": 1})
    with ground.acting("coordinator"):
        assert not Draft.objects.exists()


def test_adding_a_decision_leaves_what_is_being_said_as_a_draft(town: Town, ground: Ground) -> None:
    url, client = ground.url(ground.plan()), town.client("coordinator")
    owner = town.users["nurse"].pk
    client.post(url, ground.sent(said="Still writing", what="Call the family.", owner=owner, go="decide"))
    page = client.get(url).content.decode()
    assert "Still writing</textarea>" in page
    assert "Call the family.</span>" in page


def test_next_goes_on_and_counts_the_time_each_student_had(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    ground.begin(meeting, "mateo")
    ground.begin(meeting, "classmate", at=AT + timedelta(seconds=130))
    ground.begin(meeting, "mateo", at=AT + timedelta(seconds=190))
    assert ground.turn(meeting, "mateo").n_seconds == 130
    assert ground.turn(meeting, "classmate").n_seconds == 60
    ground.begin(meeting, "not_taught", at=AT + timedelta(hours=9))
    assert ground.turn(meeting, "mateo").n_seconds == 130 + 3600, "a turn left open over lunch is an hour at most"


def test_the_leaders_next_marks_a_student_and_takes_the_meeting_along(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    ground.begin(meeting)
    url, client = ground.url(meeting), town.client("coordinator")
    assert client.post(url, ground.sent(go="next"))["Location"] == ground.url(meeting, "classmate")
    assert ground.turn(meeting).on == date(2026, 11, 20)
    member = town.client("nurse").get(url).content.decode()
    assert "Go to where the meeting is" in member
    answer = town.client("nurse").post(ground.url(meeting, "classmate"), ground.sent(go="next"))
    assert answer["Location"] == ground.url(meeting, "not_taught")
    assert ground.turn(meeting, "classmate").on is None, "a member who goes on moves nobody"
    last = client.post(ground.url(meeting, "not_taught"), ground.sent(go="next"))
    assert last["Location"] == f"/meetings/{meeting.pk}/"


def test_who_may_not_see_where_the_meeting_is_is_told_no_more_than_that(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    ground.begin(meeting, "not_taught")
    for url in (f"/meetings/{meeting.pk}/", ground.url(meeting)):
        page = town.client("teacher").get(url).content.decode()
        assert "The meeting is at a student who is not yours to see." in page
        assert ground.url(meeting, "not_taught") not in page
        assert "Go to where the meeting is" in town.client("nurse").get(url).content.decode()


def test_a_student_is_put_off_and_come_back_to(town: Town, ground: Ground) -> None:
    meeting = ground.plan()
    ground.begin(meeting)
    client = town.client("coordinator")
    client.post(ground.url(meeting), ground.sent(go="skip"))
    assert "Put off for now" in client.get(f"/meetings/{meeting.pk}/").content.decode()
    ground.begin(meeting)
    client.post(ground.url(meeting), ground.sent(go="next"))
    assert "Put off for now" not in client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert ground.turn(meeting).skipped_at is None


def test_earlier_decisions_open_the_next_meeting(town: Town, ground: Ground) -> None:
    ground.decide(ground.plan(), "Ask the club for a place.")
    page = town.client("nurse").get(ground.url(ground.plan())).content.decode()
    assert "Decided before" in page
    assert "Ask the club for a place." in page


def test_a_meeting_written_up_later_belongs_to_its_day(town: Town, ground: Ground) -> None:
    meeting = ground.plan(on=date(2026, 11, 6))
    decision = ground.decide(meeting, due=date(2026, 11, 13))
    assert decision.decided_on == date(2026, 11, 6)
    assert ground.turn(meeting).on == date(2026, 11, 6)
    assert ground.decide(ground.plan(on=date(2026, 12, 1)), due=DUE).decided_on == date(2026, 11, 20)


def test_an_empty_list_cannot_begin(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.turns.commands import begin_meeting

    meeting = ground.plan(students=())
    with ground.acting("coordinator"), pytest.raises(RefusedInput):
        begin_meeting(by=town.viewer("coordinator"), at=AT, meeting_id=meeting.pk)
    with ground.acting("nurse"), pytest.raises(NotFound):
        begin_meeting(by=town.viewer("nurse"), at=AT, meeting_id=meeting.pk)


def test_a_teacher_who_no_longer_teaches_the_student_sees_a_number(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Relation

    meeting = ground.plan()
    with acting_as(SET_UP):
        Relation.objects.filter(student=town.students["mateo"], relation="teacher").delete()
    page = town.client("teacher").get(f"/meetings/{meeting.pk}/").content.decode()
    assert "Mateo" not in page
    assert "2 more students on the list are not yours to see." in page


@pytest.mark.parametrize("given", [{"key": "no"}, {"revision": "-1"}, {"what_key": ""}, {"said": "x" * 200_000}])
def test_a_draft_that_does_not_fit_is_not_said_to_be_saved(town: Town, ground: Ground, given: dict[str, str]) -> None:
    url = ground.url(ground.plan()) + "draft/"
    page = town.client("coordinator").post(url, ground.sent(said="Words") | given)
    assert page.status_code == 200
    assert "Not saved." in page.content.decode()


def test_somebody_elses_key_is_never_taken(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import Draft

    url, key = ground.url(ground.plan()), uuid4()
    town.client("coordinator").post(url + "draft/", ground.sent(said="Mine", key=key))
    town.client("nurse").post(url + "draft/", ground.sent(said="Hers", key=key))
    with ground.acting("coordinator"):
        assert [draft.text for draft in Draft.objects.all()] == ["Mine"]
    with ground.acting("nurse"):
        assert [draft.text for draft in Draft.objects.all()] == ["Hers"]
