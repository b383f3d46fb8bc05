"""Handing a student over: who moves on, who writes, who reads it at the next school, and who sees none of it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.handover_ground import SAID, acting, hand_over, handover_url

from throughline.values.errors import NotAllowed, NotFound, RefusedInput

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
    assert client.post(handover_url(town, "write/"), sent).status_code == 302
    page = client.get(handover_url(town)).content.decode()
    assert "Strengths, and what works" in page
    assert "Drawing, and mornings." in page
    assert "Alder Valley High School" in page
    spanish = client.get(handover_url(town), headers={"accept-language": "es"}).content.decode()
    assert "Drawing, and mornings." in spanish
    timeline = client.get(f"/students/{town.students['valentina'].pk}/timeline/").content.decode()
    assert "Handover note" in timeline


def test_it_says_by_name_who_will_read_it_at_the_next_school(town: Town) -> None:
    from throughline.rooms.support.handovers.commands import Planned, plan_handover

    with acting(town, "coordinator_elsewhere") as viewer:
        planned = Planned("transfer", town.high.pk)
        plan_handover(by=viewer, at=AT, student_id=town.students["valentina"].pk, planned=planned)
    page = town.client("coordinator_elsewhere").get(handover_url(town, "write/")).content.decode()
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
    assert "Draft saved" in client.post(handover_url(town, "draft/", "mateo"), typed).content.decode()
    page = client.get(handover_url(town, "write/", "mateo")).content.decode()
    for words in ("Trusts the librarian.", "What was told to me.", str(restricted), "Found again"):
        assert words in page
    drafts = client.get("/notes/drafts/").content.decode()
    assert handover_url(town, "write/", "mateo") in drafts
    assert (
        "Trusts the librarian." not in client.get(f"/students/{town.students['mateo'].pk}/notes/new/").content.decode()
    )
    assert client.post(handover_url(town, "write/", "mateo"), typed | {"go": "keep"}).status_code == 302
    assert "Trusts the librarian." not in client.get("/notes/drafts/").content.decode()


def test_the_private_check_points_out_wording_and_keeps_the_draft(town: Town) -> None:
    sent = {"part_first": "He is lazy.", "key": uuid4(), "revision": 0, "restricted_key": uuid4()}
    page = town.client("counselor").post(
        handover_url(town, "write/", "mateo"), sent | {"restricted_revision": 0, "go": "check"}
    )
    assert "Only you see this: some words name what is lacking" in page.content.decode()


def test_a_part_for_a_few_opens_for_them_alone_and_for_a_reason(town: Town) -> None:
    from throughline.rooms.support.handovers.commands import Restricted
    from throughline.rooms.support.models import Note

    part = Restricted(uuid4(), "notes_protection", "What she told me.")
    hand_over(town, "counselor", "mateo", restricted=part, to=town.cedar.pk)
    page = town.client("coordinator").get(handover_url(town, student="mateo")).content.decode()
    assert "Restricted: child protection" in page
    assert "What she told me." not in page
    with acting(town, "principal"):
        note = Note.objects.get(audience="notes_protection")
    own = town.client("principal")
    assert "What she told me." not in own.get(handover_url(town, student="mateo")).content.decode()
    opened = own.post(f"/notes/{note.pk}/open/", {"reason": "To plan the first week."}).content.decode()
    assert "What she told me." in opened


def test_nothing_said_is_no_note_and_a_plain_note_is_no_handover(town: Town) -> None:
    from throughline.rooms.support.notes.commands import Written, write_note

    with pytest.raises(RefusedInput):
        hand_over(town, said={"first": "  "})
    with pytest.raises(RefusedInput):
        hand_over(town, to=town.cedar.pk)
    written = Written(uuid4(), "handover", "notes", date(2026, 11, 19), "Words.")
    with acting(town, "coordinator") as viewer, pytest.raises(RefusedInput):
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
        assert town.client(key).get(handover_url(town, rest, student)).status_code == status


def test_only_who_works_with_the_whole_school_says_who_moves_on(town: Town) -> None:
    from throughline.rooms.support.handovers.commands import Planned, plan_handover

    student_id = town.students["mateo"].pk
    with acting(town, "teacher") as viewer, pytest.raises(NotAllowed):
        plan_handover(by=viewer, at=AT, student_id=student_id, planned=Planned("transfer"))
    with acting(town, "coordinator_elsewhere") as viewer, pytest.raises(NotFound):
        plan_handover(by=viewer, at=AT, student_id=student_id, planned=Planned("transfer"))
    with acting(town, "coordinator") as viewer:
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
    hand_over(leaving)
    page = client.get("/handovers/").content.decode()
    assert "Each has a handover note." in page
    assert "Written, not read" in page


def test_a_transfer_is_on_the_list_and_one_who_stays_is_not_counted(leaving: Town) -> None:
    from throughline.rooms.support.handovers.commands import Planned, plan_handover

    for student, move in (("elsewhere", "transfer"), ("valentina", "stays")):
        with acting(leaving, "coordinator_elsewhere") as viewer:
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
    with acting(leaving, "coordinator_elsewhere"):
        assert not Handover.objects.exists()
    answer = client.post("/handovers/plan/?state=none", asked | {"n_listed": 1}, follow=True)
    assert "Kept for 1 student." in answer.content.decode()
    with acting(leaving, "coordinator_elsewhere"):
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
