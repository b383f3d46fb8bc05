"""Handing a student over: who moves on, who writes, who reads it at the next school, and who sees none of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer

if TYPE_CHECKING:
    from throughline.rooms.support.handovers.commands import Restricted
    from throughline.rooms.support.models import Handover

SAID = {"first": "Knows the way once somebody has shown it.", "works": "Drawing, and mornings."}


@contextmanager
def _as(town: Town, key: str) -> Iterator[Viewer]:
    from throughline.rooms.accounts.sight.viewing import acting_as

    viewer = town.viewer(key)
    with acting_as(viewer):
        yield viewer


def _write(
    town: Town,
    key: str = "coordinator_elsewhere",
    student: str = "valentina",
    *,
    restricted: "Restricted | None" = None,
    said: dict[str, str] | None = None,
    to: int | None = None,
) -> "Handover":
    from throughline.rooms.support.handovers.commands import HandedOver, write_handover

    handed = HandedOver(uuid4(), SAID if said is None else said, restricted=restricted, to_school_id=to or town.high.pk)
    with _as(town, key) as viewer:
        return write_handover(by=viewer, at=AT, student_id=town.students[student].pk, handed=handed)


def _move(town: Town, student: str = "valentina") -> None:
    """The roster says that a student is at the high school now."""
    from throughline.rooms.accounts.sight.viewing import acting_as

    with acting_as(SET_UP):
        row = town.students[student]
        row.home_school = town.high
        row.save(update_fields=["home_school"])


def _url(town: Town, rest: str = "", student: str = "valentina") -> str:
    return f"/students/{town.students[student].pk}/handover/{rest}"


# --- The parts of a note are one text ---


@given(st.dictionaries(st.sampled_from(["first", "works", "people", "supports", "family"]), st.text(max_size=40)))
def test_what_is_composed_is_parted_into_the_same_parts(said: dict[str, str]) -> None:
    from throughline.rooms.support.handovers.parts import compose, parted, parts

    plain = {code: " ".join(words.split()) for code, words in said.items()}
    for language in ("en", "es"):
        found = parted(compose(plain, language))
        assert found == {code: plain[code] for code in parts() if plain.get(code)}


@given(st.text())
def test_no_line_that_a_person_wrote_is_lost(text: str) -> None:
    from throughline.rooms.support.handovers.parts import parted

    kept = "\n".join(parted(text).values())
    assert [line.strip() for line in kept.splitlines() if line.strip()] == [
        line.strip() for line in text.splitlines() if line.strip()
    ]


def test_the_season_is_data_and_may_go_over_new_year() -> None:
    from throughline.rooms.support.handovers.parts import Season, season

    assert [season().holds(date(2027, month, 15)) for month in (2, 3, 6, 7)] == [False, True, True, False]
    winter = Season.model_validate({"from": "11-01", "until": "01-31", "few": 0})
    assert [winter.holds(date(2027, month, 15)) for month in (1, 6, 12)] == [True, False, True]


@pytest.mark.parametrize(
    ("grades", "last"),
    [
        ({"KG": 20, "04": 21, "05": 19}, "05"),
        ({"04": 40, "05": 38, "06": 1}, "05"),
        ({"09": 90, "10": 80, "11": 70, "12": 60}, "12"),
        ({}, ""),
    ],
)
def test_the_last_grade_of_a_school_passes_over_a_few_who_repeat(grades: dict[str, int], last: str) -> None:
    from throughline.rooms.support.handovers.leaving import last_grade

    assert last_grade(grades, 0.2) == last


# --- Writing ---


def test_a_note_is_written_in_parts_and_read_in_the_readers_language(town: Town) -> None:
    sent = {
        "part_first": SAID["first"],
        "part_works": SAID["works"],
        "to_school": town.high.pk,
        "key": uuid4(),
        "revision": 0,
        "restricted_key": uuid4(),
        "restricted_revision": 0,
        "go": "keep",
    }
    client = town.client("coordinator_elsewhere")
    assert client.post(_url(town, "write/"), sent).status_code == 302
    page = client.get(_url(town)).content.decode()
    assert "Strengths, and what works" in page
    assert "Drawing, and mornings." in page
    assert "Alder Valley High School" in page
    spanish = client.get(_url(town), headers={"accept-language": "es"}).content.decode()
    assert "Drawing, and mornings." in spanish
    timeline = client.get(f"/students/{town.students['valentina'].pk}/timeline/").content.decode()
    assert "Handover note" in timeline


def test_it_says_by_name_who_will_read_it_at_the_next_school(town: Town) -> None:
    from throughline.rooms.support.handovers.commands import Planned, plan_handover

    with _as(town, "coordinator_elsewhere") as viewer:
        planned = Planned("transfer", town.high.pk)
        plan_handover(by=viewer, at=AT, student_id=town.students["valentina"].pk, planned=planned)
    page = town.client("coordinator_elsewhere").get(_url(town, "write/")).content.decode()
    for name in ("Amara Okafor", "Ruth Abramov"):
        assert name in page
    assert "Joseph Tso" not in page.split("Who will read it")[1].split("</ul>")[0]


def test_what_is_typed_is_kept_as_typed_and_found_again(town: Town) -> None:
    client, restricted = town.client("counselor"), uuid4()
    typed = {
        "part_people": "Trusts the librarian.",
        "restricted": "What was told to me.",
        "audience": "notes_protection",
        "key": uuid4(),
        "revision": 0,
        "restricted_key": restricted,
        "restricted_revision": 0,
    }
    assert "Draft saved" in client.post(_url(town, "draft/", "mateo"), typed).content.decode()
    page = client.get(_url(town, "write/", "mateo")).content.decode()
    for words in ("Trusts the librarian.", "What was told to me.", str(restricted), "Found again"):
        assert words in page
    drafts = client.get("/notes/drafts/").content.decode()
    assert _url(town, "write/", "mateo") in drafts
    assert (
        "Trusts the librarian." not in client.get(f"/students/{town.students['mateo'].pk}/notes/new/").content.decode()
    )
    assert client.post(_url(town, "write/", "mateo"), typed | {"go": "keep"}).status_code == 302
    assert "Trusts the librarian." not in client.get("/notes/drafts/").content.decode()


def test_the_private_check_points_out_wording_and_keeps_the_draft(town: Town) -> None:
    sent = {"part_first": "He is lazy.", "key": uuid4(), "revision": 0, "restricted_key": uuid4()}
    page = town.client("counselor").post(
        _url(town, "write/", "mateo"), sent | {"restricted_revision": 0, "go": "check"}
    )
    assert "Only you see this: some words name what is lacking" in page.content.decode()


def test_a_part_for_a_few_opens_for_them_alone_and_for_a_reason(town: Town) -> None:
    from throughline.rooms.support.handovers.commands import Restricted
    from throughline.rooms.support.models import Note

    part = Restricted(uuid4(), "notes_protection", "What she told me.")
    _write(town, "counselor", "mateo", restricted=part, to=town.cedar.pk)
    page = town.client("coordinator").get(_url(town, student="mateo")).content.decode()
    assert "Restricted: child protection" in page
    assert "What she told me." not in page
    with _as(town, "principal"):
        note = Note.objects.get(audience="notes_protection")
    own = town.client("principal")
    assert "What she told me." not in own.get(_url(town, student="mateo")).content.decode()
    opened = own.post(f"/notes/{note.pk}/open/", {"reason": "To plan the first week."}).content.decode()
    assert "What she told me." in opened


def test_nothing_said_is_no_note_and_a_plain_note_is_no_handover(town: Town) -> None:
    from throughline.rooms.support.notes.commands import Written, write_note

    with pytest.raises(RefusedInput):
        _write(town, said={"first": "  "})
    with pytest.raises(RefusedInput):
        _write(town, to=town.cedar.pk)
    written = Written(uuid4(), "handover", "notes", date(2026, 11, 19), "Words.")
    with _as(town, "coordinator") as viewer, pytest.raises(RefusedInput):
        write_note(by=viewer, at=AT, student_id=town.students["mateo"].pk, written=written)


@pytest.mark.parametrize(
    ("key", "student", "status"),
    [
        ("coordinator", "mateo", 200),
        ("teacher", "mateo", 200),
        ("support_lead", "valentina", 200),
        ("coordinator", "valentina", 404),
        ("teacher", "not_taught", 404),
        ("guardian", "mateo", 404),
        ("student", "mateo", 404),
        ("partner", "mateo", 404),
        ("data_lead", "mateo", 404),
        ("administrator", "mateo", 404),
        ("outsider", "mateo", 404),
    ],
)
def test_who_may_open_a_students_handover(town: Town, key: str, student: str, status: int) -> None:
    for rest in ("", "write/"):
        assert town.client(key).get(_url(town, rest, student)).status_code == status


def test_only_who_works_with_the_whole_school_says_who_moves_on(town: Town) -> None:
    from throughline.rooms.support.handovers.commands import Planned, plan_handover

    student_id = town.students["mateo"].pk
    with _as(town, "teacher") as viewer, pytest.raises(NotAllowed):
        plan_handover(by=viewer, at=AT, student_id=student_id, planned=Planned("transfer"))
    with _as(town, "coordinator_elsewhere") as viewer, pytest.raises(NotFound):
        plan_handover(by=viewer, at=AT, student_id=student_id, planned=Planned("transfer"))
    with _as(town, "coordinator") as viewer:
        asked = Planned("transfer", town.cedar.pk, town.users["guardian"].pk)
        with pytest.raises(RefusedInput):
            plan_handover(by=viewer, at=AT, student_id=student_id, planned=asked)
        asked = Planned("transfer", town.cedar.pk, town.users["teacher"].pk)
        plan_handover(by=viewer, at=AT, student_id=student_id, planned=asked)
    page = town.client("teacher").get("/handovers/mine/").content.decode()
    assert "Mateo" in page
    assert "You are asked to write 1 handover note." in town.client("teacher").get("/").content.decode()


# --- Who moves on, and who has none ---


@pytest.fixture
def leaving(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Cedar Hollow ends with grade 4, and the next grade is taught at the high school."""
    from throughline.rooms.students import api as students

    counts = {town.cedar.pk: {"KG": 20, "04": 20}, town.high.pk: {"05": 20, "10": 20}}
    monkeypatch.setattr(students, "grades_by_school", lambda _on: counts)
    return town


def test_the_list_tells_who_moves_on_and_has_none(leaving: Town) -> None:
    client = leaving.client("coordinator_elsewhere")
    page = client.get("/handovers/").content.decode()
    assert "1 student moves on from Cedar Hollow. 1 has no handover note yet." in page
    assert "Valentina" in page
    assert "Eve" not in page
    assert "Alder Valley High School" in page
    assert "None yet" in page
    _write(leaving)
    page = client.get("/handovers/").content.decode()
    assert "Each has a handover note." in page
    assert "Written, not read" in page


def test_a_transfer_is_on_the_list_and_one_who_stays_is_not_counted(leaving: Town) -> None:
    from throughline.rooms.support.handovers.commands import Planned, plan_handover

    for student, move in (("elsewhere", "transfer"), ("valentina", "stays")):
        with _as(leaving, "coordinator_elsewhere") as viewer:
            plan_handover(by=viewer, at=AT, student_id=leaving.students[student].pk, planned=Planned(move))
    page = leaving.client("coordinator_elsewhere").get("/handovers/?state=none").content.decode()
    assert "Eve" in page
    assert "Valentina" not in page
    assert "1 student moves on from Cedar Hollow. 1 has no handover note yet." in page


def test_one_says_of_all_on_the_list_where_they_go_and_who_writes(leaving: Town) -> None:
    from throughline.rooms.support.models import Handover

    writer = leaving.users["coordinator_elsewhere"].pk
    client = leaving.client("coordinator_elsewhere")
    asked = {"writer": writer, "to_school": leaving.high.pk}
    answer = client.post("/handovers/plan/?state=none", asked | {"n_listed": 3}, follow=True)
    assert "The list has changed meanwhile." in answer.content.decode()
    with _as(leaving, "coordinator_elsewhere"):
        assert not Handover.objects.exists()
    answer = client.post("/handovers/plan/?state=none", asked | {"n_listed": 1}, follow=True)
    assert "Kept for 1 student." in answer.content.decode()
    with _as(leaving, "coordinator_elsewhere"):
        assert list(Handover.objects.values_list("writer", "to_school")) == [(writer, leaving.high.pk)]


def test_today_counts_those_without_a_note_in_the_season_alone(leaving: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.rooms.support.handovers import contributions
    from throughline.rooms.support.handovers.parts import Season

    client = leaving.client("coordinator_elsewhere")
    words = "1 student moves on from Cedar Hollow without a handover note."
    for span, told in (("01-01", "12-31"), True), (("02-29", "02-29"), False):
        season = Season.model_validate({"from": span[0], "until": span[1], "few": 0.2})
        monkeypatch.setattr(contributions, "season", lambda season=season: season)
        assert (words in client.get("/").content.decode()) is told


def test_the_list_is_for_those_who_work_with_a_whole_school(leaving: Town) -> None:
    assert leaving.client("teacher").get("/handovers/").status_code == 403
    assert leaving.client("guardian").get("/handovers/").status_code == 403
    assert leaving.client("coordinator").get(f"/handovers/?school={leaving.cedar.pk}").status_code == 403
    assert leaving.client("coordinator").post(f"/handovers/plan/?school={leaving.cedar.pk}").status_code == 403
    assert leaving.client("support_lead").get(f"/handovers/?school={leaving.cedar.pk}").status_code == 200


def test_looks_are_noted_and_narrowing_by_a_need_tells_of_that_need(leaving: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    client = leaving.client("coordinator_elsewhere")
    client.get("/handovers/")
    rows = Disclosure.objects.filter(student_id=leaving.students["valentina"].pk, place="support.handovers")
    assert set(rows.values_list("record_class", flat=True)) == {"directory", "notes"}
    client.get("/handovers/?need=special_education")
    assert "special_education" in set(rows.values_list("record_class", flat=True))


def test_the_list_asks_the_database_equally_often_for_any_number(leaving: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    client = leaving.client("coordinator_elsewhere")
    client.get("/handovers/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/handovers/")
        return len(found)

    before = asked()
    with acting_as(SET_UP):
        for n in range(12):
            Student.objects.create(
                source_id=f"more{n}", given_name=f"More{n}", family_name="Child", grade="04", home_school=leaving.cedar
            )
    assert asked() == before


# --- At the next school ---


def test_the_next_school_sees_nothing_before_the_student_comes_and_then_reads_it(town: Town) -> None:
    row = _write(town)
    for key in ("coordinator", "counselor"):
        assert "Valentina" not in town.client(key).get("/handovers/new-to-us/").content.decode()
        assert town.client(key).get(_url(town)).status_code == 404
        assert town.client(key).post(f"/handovers/{row.pk}/read/").status_code == 404
    _move(town)
    reader = town.client("counselor")
    assert "1 student came with a handover note that nobody has read yet." in reader.get("/").content.decode()
    assert "Valentina" in reader.get("/handovers/new-to-us/").content.decode()
    page = reader.get(_url(town)).content.decode()
    assert "Drawing, and mornings." in page
    assert "I have read it" in page
    assert reader.post(f"/handovers/{row.pk}/read/").status_code == 302
    page = town.client("coordinator").get(_url(town)).content.decode()
    assert "Read at the next school" in page
    assert "Ruth Abramov, Counselor" in page
    assert "nobody has read yet" not in reader.get("/").content.decode()


def test_who_wrote_sees_that_it_was_read_and_no_longer_of_whom(town: Town) -> None:
    from throughline.rooms.students.models import Student
    from throughline.rooms.support.models import Handover, Note

    row = _write(town)
    _move(town)
    town.client("counselor").post(f"/handovers/{row.pk}/read/")
    sender = town.client("coordinator_elsewhere")
    page = sender.get("/handovers/mine/").content.decode()
    assert "A student who has moved on" in page
    assert "Read by Ruth Abramov" in page
    assert "Valentina" not in page
    assert sender.get(_url(town)).status_code == 404
    with _as(town, "coordinator_elsewhere"):
        assert Handover.objects.filter(pk=row.pk).exists()
        assert not Note.objects.filter(handover=row.pk).exists()
        assert not Student.objects.filter(pk=row.student_id).exists()
    assert "1 handover note of yours was read at the next school." in sender.get("/").content.decode()


def test_somebody_named_for_a_student_reads_before_the_first_day(town: Town) -> None:
    """The policy lets a student's team be named; who is on it and works at the next school need not wait."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Relation

    row = _write(town)
    with acting_as(SET_UP):
        Relation.objects.create(
            user=town.users["counselor"], student=town.students["valentina"], relation="team_member"
        )
    assert "Valentina" in town.client("counselor").get("/handovers/new-to-us/").content.decode()
    assert "Valentina" not in town.client("coordinator").get("/handovers/new-to-us/").content.decode()
    assert town.client("counselor").post(f"/handovers/{row.pk}/read/").status_code == 302


def test_those_who_oversee_or_wrote_do_not_say_that_it_was_read(town: Town) -> None:
    row = _write(town)
    for key in ("coordinator_elsewhere", "support_lead", "privacy_officer", "guardian", "data_lead"):
        assert town.client(key).post(f"/handovers/{row.pk}/read/").status_code == 404
    _move(town)
    for key in ("support_lead", "teacher", "coordinator_elsewhere"):
        assert town.client(key).post(f"/handovers/{row.pk}/read/").status_code == 404
    assert town.client("principal").post(f"/handovers/{row.pk}/read/").status_code == 302


def test_what_is_added_or_changed_is_to_be_read_again(town: Town) -> None:
    from throughline.rooms.support.handovers.commands import read_handover
    from throughline.rooms.support.models import Handover, NoteText
    from throughline.rooms.support.notes.commands import change_note

    row = _write(town, "support_lead")
    _move(town)
    with _as(town, "counselor") as viewer:
        read_handover(by=viewer, at=AT + timedelta(hours=1), handover_id=row.pk)
        assert Handover.objects.get(pk=row.pk).is_read
    with _as(town, "support_lead") as viewer:
        text = NoteText.objects.get(note__handover=row.pk)
        change_note(
            by=viewer, at=AT + timedelta(hours=2), note_id=text.pk, text=f"{text.text} More.", based_on=text.changed_at
        )
        assert not Handover.objects.get(pk=row.pk).is_read
    assert "Something was added since it was read" in town.client("counselor").get(_url(town)).content.decode()
