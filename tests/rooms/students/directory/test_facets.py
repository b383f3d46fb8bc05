"""Facets that other rooms bring to the list of students: they combine, they count, and they are kept in the address."""

import re
from datetime import date
from uuid import uuid4

import pytest
from tests.rooms.conftest import AT, SET_UP, Town

NAMES = {"mateo": "Mateo", "classmate": "Zoë", "not_taught": "Nils", "valentina": "Valentina", "elsewhere": "Eve"}


@pytest.fixture
def told(town: Town) -> Town:
    """Mateo trusts an adult, was spoken of this year, and something decided for him is late."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Saying
    from throughline.rooms.support.models import Decision, Meeting, Turn

    leader = town.users["coordinator"]
    with acting_as(SET_UP):
        Saying.objects.create(
            key=uuid4(),
            student=town.students["mateo"],
            kind="trusted_adult",
            text="Ms. Nguyễn",
            author=town.users["teacher"],
            told_as="teacher",
            told_on=date(2026, 11, 10),
            changed_at=AT,
        )
        for key, on in (("mateo", date(2026, 11, 2)), ("classmate", date(2026, 5, 4))):
            meeting = Meeting.objects.create(
                title="Review",
                kind="class_review",
                on=on,
                school=town.high,
                leader=leader,
                member_ids=[leader.pk],
                n_students=1,
                planned_at=AT,
            )
            turn = Turn.objects.create(meeting=meeting, student=town.students[key], kind=meeting.kind, place=1, on=on)
            if key == "mateo":
                Decision.objects.create(
                    key=uuid4(),
                    meeting=meeting,
                    turn=turn,
                    student=town.students[key],
                    text="Ring the mother",
                    owner=leader,
                    due_on=date(2026, 11, 9),
                    decided_by=leader,
                    decided_on=on,
                    changed_at=AT,
                )
    return town


def _listed(town: Town, key: str, **asked: str) -> set[str]:
    page = town.client(key).get("/students/", asked).content.decode()
    rows = "".join(re.findall(r"<tbody.*?</tbody>", page, re.DOTALL))
    return {key for key, name in NAMES.items() if name in rows}


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"trusted": "yes"}, {"mateo"}),
        ({"trusted": "no"}, {"classmate", "not_taught"}),
        ({"reviewed": "yes"}, {"mateo"}),
        ({"reviewed": "no"}, {"classmate", "not_taught"}),
        ({"reviewed": "no", "grade": "10"}, {"classmate"}),
        ({"reviewed": "no", "trusted": "no", "grade": "12"}, {"not_taught"}),
        ({"decided": "late"}, {"mateo"}),
        ({"decided": "late", "trusted": "no"}, set()),
        ({"decided": "ahead"}, set()),
    ],
)
def test_facets_of_other_rooms_narrow_and_combine(told: Town, asked: dict[str, str], seen: set[str]) -> None:
    assert _listed(told, "coordinator", **asked) == seen


def test_each_answer_says_how_many_fit_it_beside_what_else_is_chosen(told: Town) -> None:
    client = told.client("coordinator")
    everyone = client.get("/students/?more=1").content.decode()
    assert "Not this school year (2)" in everyone
    assert "None named (2)" in everyone
    tenth = client.get("/students/", {"grade": "10", "more": "1"}).content.decode()
    assert "Not this school year (1)" in tenth


def test_who_may_not_know_of_notes_is_not_offered_what_they_tell(told: Town) -> None:
    page = told.client("guardian").get("/students/?more=1").content.decode()
    assert "Not this school year" not in page
    assert _listed(told, "guardian", reviewed="no") == _listed(told, "guardian", decided="late") == set()
    assert _listed(told, "guardian", reviewed="yes") == set()


@pytest.mark.parametrize("facet", ["trusted", "reviewed", "decided", "flag"])
def test_an_odd_answer_is_no_answer(told: Town, facet: str) -> None:
    """Only answers that are offered are taken by the list; one carried along finds nobody and breaks nothing."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import api as students

    viewer = told.viewer("coordinator")
    for answer in ("\x00", "9" * 40, "'", "%C3%A9"):
        assert told.client("coordinator").get("/students/", {facet: answer}).status_code == 200
    with acting_as(viewer):
        assert students.find_listed(viewer, f"{facet}=zzz", "", most=5)[1] == 0


def test_who_is_on_a_list_tells_what_it_is_narrowed_by_and_that_is_noted(told: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    told.client("coordinator").get("/students/", {"reviewed": "no", "trusted": "no"})
    noted = Disclosure.objects.filter(place="students.list", student_id=told.students["classmate"].pk)
    assert {"notes", "strengths"} <= set(noted.values_list("record_class", flat=True))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"grade": "03"}, "Grade 3"),
        ({"grade": "12", "trusted": "yes"}, "Grade 12"),
        ({"need": "migrant"}, "Migra"),
        ({"class": "999999"}, "None of these"),
        ({"school": "999999"}, "None of these"),
        ({"mine": "teacher"}, "My classes"),
        ({"there": "0", "grade": "03"}, "Under 80%"),
        ({"flag": "zzz"}, "None of these"),
    ],
)
def test_a_list_narrowed_to_what_nobody_has_is_empty_and_says_so(told: Town, asked: dict[str, str], words: str) -> None:
    """It was the wider list once, as though nothing had been asked."""
    page = told.client("coordinator").get("/students/", asked).content.decode()
    assert _listed(told, "coordinator", **asked) == set()
    assert re.search(rf"<option[^>]*selected[^>]*>\s*{words}", page)


def test_of_more_students_than_a_large_school_circumstances_are_offered_uncounted_and_no_class(
    told: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.students.directory import facets

    counted = told.client("coordinator").get("/students/?more=1").content.decode()
    assert "Economically disadvantaged (" in counted
    assert 'name="class"' in counted
    monkeypatch.setattr(facets, "MOST_COUNTED", 2)
    page = told.client("coordinator").get("/students/?more=1").content.decode()
    assert 'name="class"' not in page
    assert re.search(r"Economically disadvantaged\s*</option>", page), "offered, and not counted"
    assert _listed(told, "coordinator", need="economically_disadvantaged") == {"mateo", "classmate", "not_taught"}
    room = re.search(r'<option value="(\d+)"[^>]*>Room Alder Valley High School 10', counted)
    assert room
    assert _listed(told, "coordinator", **{"class": room[1]}) == {"mateo", "classmate"}


def test_a_circumstance_of_a_class_of_record_one_may_not_see_is_not_offered(
    told: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access
    from throughline.rooms.students.directory import facets
    from throughline.rooms.students.needs.catalogue import need_categories

    monkeypatch.setattr(facets, "MOST_COUNTED", 0)
    for key in ("coordinator", "nurse", "teacher", "data_lead"):
        viewer = told.viewer(key)
        with accounts.acting_as(viewer):
            found = facets.find_facets(viewer, access.get_students_for(viewer), ())
            offered = {code for facet in found if facet.key == "need" for code, _words, _n in facet.options}
            assert offered <= {
                code for code, one in need_categories().items() if accounts.find_reach(viewer, "see", one.record_class)
            }
            assert ("special_education" in offered) == bool(accounts.find_reach(viewer, "see", "special_education"))
