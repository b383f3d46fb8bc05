"""Asking to see and to correct a record, and all that follows: who may, in which order, and by which clock."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, NotFound, RefusedInput

TODAY = date(2026, 11, 20)
WRONG = {"contested": "Absent on November 3", "why": "He was at a debate of the school", "wanted": "Present"}


def _ask(town: Town, who: str = "guardian", student: str = "mateo", **more: Any) -> Any:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.record_requests import commands
    from throughline.rooms.students.rights import RequestKind

    viewer = town.viewer(who)
    asked = {"kind": RequestKind.AMEND, "part": "enrollment", "words": WRONG} | more
    with acting_as(viewer):
        return commands.ask_about_record(by=viewer, at=AT, student_id=town.students[student].pk, **asked)


def _step(town: Town, who: str, row: Any, step: str, **told: Any) -> Any:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.record_requests import commands

    viewer = town.viewer(who)
    with acting_as(viewer):
        return commands.take_step(by=viewer, at=AT, student_id=row.student_id, request_id=row.pk, step=step, told=told)


def _born(town: Town, student: str, day: date) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Demographics

    with acting_as(SET_UP):
        Demographics.objects.create(student=town.students[student], birth_on=day)


def _to_hearing(town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A correction refused, heard about, and on the day of its hearing."""
    from django.conf import settings

    row = _ask(town)
    _step(town, "privacy_officer", row, "refuse", answer="The teacher marked it.")
    _step(town, "guardian", row, "ask-hearing")
    day = TODAY + timedelta(days=10)
    told = {"hearing_on": day, "hearing_place": "Room 4, 16:00", "hearing_officer": "Ana Cruz", "no_interest": True}
    _step(town, "privacy_officer", row, "set-hearing", **told)
    monkeypatch.setattr(settings, "FIXED_TODAY", day)
    return row


def test_to_the_statement_that_stands_beside_the_part_it_contests(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    row = _to_hearing(town, monkeypatch)
    _step(town, "privacy_officer", row, "refuse-after-hearing", hearing_reason="Two people saw the class book.")
    done = _step(town, "guardian", row, "place-statement", statement="My son was at the debate.")
    assert done.status == "statement"
    url = f"/students/{row.student_id}/"
    for who in ("teacher", "principal", "student", "nurse", "counselor"):  # whoever is shown enrollment
        assert "My son was at the debate." in town.client(who).get(url).content.decode(), who
    other = town.students["classmate"].pk
    assert "My son was" not in town.client("teacher").get(f"/students/{other}/").content.decode()


def test_a_statement_about_a_part_one_is_not_shown_is_not_shown(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    row = _to_hearing(town, monkeypatch)
    _step(town, "privacy_officer", row, "refuse-after-hearing", hearing_reason="Seen.")
    _step(town, "guardian", row, "place-statement", statement="Our words.")
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import RecordRequest

    with acting_as(town.viewer("privacy_officer")):
        RecordRequest.objects.filter(pk=row.pk).update(part="housing")
    assert "Our words." not in town.client("teacher").get(f"/students/{row.student_id}/").content.decode()
    assert "Our words." in town.client("principal").get(f"/students/{row.student_id}/").content.decode()


def test_a_hearing_can_change_the_answer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    row = _to_hearing(town, monkeypatch)
    done = _step(town, "privacy_officer", row, "grant-after-hearing", hearing_reason="The debate list names him.")
    assert (done.status, done.due_on) == ("hearing_granted", None)
    with pytest.raises(RefusedInput):
        _step(town, "guardian", row, "place-statement", statement="x")


def test_to_see_has_45_days_and_ends_when_it_was_seen(town: Town) -> None:
    from throughline.rooms.students.rights import RequestKind

    row = _ask(town, kind=RequestKind.INSPECT, part="")
    assert row.due_on == TODAY + timedelta(days=45)
    _step(town, "administrator", row, "offer", answer="At the office, any morning.")
    with pytest.raises(RefusedInput):
        _step(town, "administrator", row, "inspected", inspected_on=TODAY + timedelta(days=1))
    assert _step(town, "administrator", row, "inspected", inspected_on=TODAY).status == "inspected"


@pytest.mark.parametrize(
    ("who", "student", "refusal"),
    [
        ("student", "mateo", NotAllowed),
        ("teacher", "mateo", NotFound),
        ("nurse", "mateo", NotFound),
        ("outsider", "mateo", NotFound),
        ("guardian", "classmate", NotFound),
        ("coordinator_elsewhere", "mateo", NotFound),
        ("coordinator", "mateo", RefusedInput),
    ],
)
def test_only_who_holds_the_right_asks(town: Town, who: str, student: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _ask(town, who, student)


def test_staff_of_the_school_write_down_what_came_on_paper(town: Town) -> None:
    from throughline.rooms.students.rights import CameBy

    paper: dict[str, Any] = {
        "asked_by": "Lucía Herrera",
        "came_by": CameBy.PAPER,
        "asked_on": TODAY - timedelta(days=3),
    }
    row = _ask(town, "coordinator", **paper)
    assert (row.asked_by, row.recorded_by, row.due_on) == ("Lucía Herrera", "Amara Okafor", TODAY + timedelta(days=27))
    with pytest.raises(NotAllowed):  # the school writes it down; the district answers
        _step(town, "coordinator", row, "refuse", answer="No.")
    with pytest.raises(RefusedInput):
        _ask(town, "coordinator", **(paper | {"asked_on": TODAY + timedelta(days=1)}))


def test_at_18_the_right_passes_to_the_student(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.record_requests import commands

    _born(town, "mateo", date(2008, 11, 20))
    with pytest.raises(NotAllowed):
        _ask(town, "guardian")
    assert _ask(town, "student").asked_by == "Mateo Muñoz Herrera"
    officer = town.viewer("privacy_officer")
    with acting_as(officer):
        commands.record_dependent(by=officer, at=AT, student_id=town.students["mateo"].pk, shown_by="Lucía Herrera")
    assert _ask(town, "guardian").pk


@given(born=st.dates(date(1990, 1, 1), date(2030, 12, 31)), days=st.integers(0, 14000))
def test_somebody_is_adult_from_their_18th_birthday_on(born: date, days: int) -> None:
    from throughline.rooms.students.record_requests.clocks import is_adult

    on = born + timedelta(days=days)
    try:
        birthday = born.replace(year=born.year + 18)
    except ValueError:
        birthday = date(born.year + 18, 3, 1)
    assert is_adult(born, on) == (on >= birthday)


def test_no_clock_may_run_longer_than_the_law_lets_it() -> None:
    from throughline.rooms.students.record_requests.clocks import Clocks

    assert Clocks(10, 30, 30, 7, 15)
    for days in (0, 46):
        with pytest.raises(ValueError, match="45"):
            Clocks(days, 30, 30, 7, 15)


@pytest.mark.parametrize("left_out", ["contested", "why", "wanted"])
def test_a_correction_says_what_is_wrong_why_and_what_it_should_say(town: Town, left_out: str) -> None:
    with pytest.raises(RefusedInput):
        _ask(town, words=WRONG | {left_out: "  "})


def test_steps_are_taken_in_order_and_by_those_whose_they_are(town: Town) -> None:
    row = _ask(town)
    for step in ("ask-hearing", "set-hearing", "place-statement", "offer"):
        with pytest.raises(RefusedInput):
            _step(town, "privacy_officer", row, step, answer="x")
    with pytest.raises(NotAllowed):
        _step(town, "guardian", row, "grant", answer="Yes.")
    with pytest.raises(RefusedInput):
        _step(town, "privacy_officer", row, "refuse", answer="")
    with pytest.raises(NotFound):
        _step(town, "privacy_officer", row, "burn")
    _step(town, "privacy_officer", row, "refuse", answer="No.")
    _step(town, "guardian", row, "ask-hearing")
    soon = {"hearing_on": TODAY + timedelta(days=2), "hearing_place": "x", "hearing_officer": "x", "no_interest": True}
    with pytest.raises(RefusedInput):
        _step(town, "privacy_officer", row, "set-hearing", **soon)
    with pytest.raises(RefusedInput):
        _step(town, "privacy_officer", row, "set-hearing", **(soon | {"no_interest": False}))
    with pytest.raises(RefusedInput):
        _step(
            town, "privacy_officer", row, "set-hearing", **(soon | {"agreed": True, "hearing_on": date(2026, 11, 19)})
        )
    _step(town, "privacy_officer", row, "set-hearing", **(soon | {"agreed": True}))
    with pytest.raises(RefusedInput):  # before its day
        _step(town, "privacy_officer", row, "refuse-after-hearing", hearing_reason="x")


def test_what_is_late_stands_first_on_the_day_of_those_who_answer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    _ask(town)
    assert "30 days left" in town.client("privacy_officer").get("/").content.decode()
    monkeypatch.setattr(settings, "FIXED_TODAY", TODAY + timedelta(days=31))
    page = town.client("privacy_officer").get("/").content.decode()
    assert "1 day overdue" in page
    assert "Overdue" in page
    assert "1 day overdue" in town.client("administrator").get("/students/record-requests/").content.decode()
    assert "overdue" not in town.client("coordinator").get("/").content.decode()


def test_the_audit_and_the_address_hold_nothing_of_what_was_written(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord

    client, base = town.client("guardian"), f"/students/{town.students['mateo'].pk}/record-requests/"
    sent = client.post(f"{base}amend/", WRONG | {"part": "enrollment"})
    assert sent.status_code == 302
    assert "debate" in client.get(sent["Location"]).content.decode()
    acts = list(AuditRecord.objects.filter(noun="record request"))
    assert [act.act for act in acts] == ["ask to amend"]
    assert acts[0].details == {}


def test_the_pages_walk_the_whole_way(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    family, office = town.client("guardian"), town.client("privacy_officer")
    base = f"/students/{town.students['mateo'].pk}/record-requests/"
    assert "what is needed" not in family.get(f"{base}amend/").content.decode()
    assert family.post(f"{base}amend/", {"part": "enrollment"}).status_code == 400
    url = family.post(f"{base}amend/", WRONG | {"part": "enrollment"})["Location"]
    assert office.get(f"{url}refuse/").status_code == 200
    assert office.post(f"{url}refuse/", {"answer": "The book says so."}).status_code == 302
    assert "The book says so." in family.get(url).content.decode()
    assert family.post(f"{url}ask-hearing/").status_code == 302
    day = TODAY + timedelta(days=8)
    told = {"hearing_on": day, "hearing_place": "Room 4", "hearing_officer": "Ana Cruz", "no_interest": "on"}
    assert office.post(f"{url}set-hearing/", told | {"hearing_on": TODAY}).status_code == 400
    assert office.post(f"{url}set-hearing/", told).status_code == 302
    monkeypatch.setattr(settings, "FIXED_TODAY", day)
    assert office.post(f"{url}refuse-after-hearing/", {"hearing_reason": "Seen."}).status_code == 302
    assert "Read the answer" in family.get("/").content.decode()
    assert family.post(f"{url}place-statement/", {"statement": "He was there."}).status_code == 302
    assert "He was there." in family.get(base.replace("record-requests/", "")).content.decode()
    assert family.post(f"{url}place-statement/", {"statement": "Again."}).status_code == 404


def test_the_database_itself_keeps_requests_to_whose_they_are(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import RecordRequest

    _ask(town)
    for who, n in (("guardian", 1), ("student", 1), ("principal", 1), ("teacher", 0), ("nurse", 0), ("outsider", 0)):
        with acting_as(town.viewer(who)):
            assert RecordRequest.objects.count() == n, who
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(town.viewer("guardian")):
        RecordRequest.objects.create(student=town.students["classmate"], kind="inspect", asked_on=TODAY)


def test_the_number_of_queries_does_not_grow_with_the_number_of_requests(town: Town) -> None:
    client = town.client("privacy_officer")

    def n_queries(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    urls = ("/students/record-requests/", f"/students/{town.students['mateo'].pk}/record-requests/")
    _ask(town)
    before = [n_queries(url) for url in urls for _turn in range(2)][1::2]
    for student in ("mateo", "valentina", "mateo"):
        _ask(town, student=student)
    assert [n_queries(url) for url in urls] == before


def test_that_staff_looked_is_noted(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    _ask(town)
    town.client("guardian").get(f"/students/{town.students['mateo'].pk}/record-requests/")
    assert not Disclosure.objects.filter(place="students.record_requests").exists()
    town.client("privacy_officer").get("/students/record-requests/")
    noted = Disclosure.objects.filter(place="students.record_requests")
    assert set(noted.values_list("record_class", flat=True)) == {"directory", "oversight"}
