"""Who looked: at one student, on screen and on paper, and across the district with what is unusual."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader
from tests.papers import words_of
from tests.rooms.conftest import FIRST_DAY, SET_UP, Town

from throughline.values.viewer import Viewer


def _look(viewer: Viewer, at: datetime, *student_ids: int) -> None:
    from throughline.rooms.audit import api as audit

    audit.record_disclosures(
        by=viewer, at=at, student_ids=student_ids, record_class="academic", place="students.student", basis="Works here"
    )


def _unusual(since: datetime, relatives: dict[int, list[int]] | None = None) -> list[tuple[str, str, int]]:
    from throughline.rooms.audit import api as audit

    found = audit.find_unusual(since, relatives or {})
    return [(one.code, one.viewer_name, one.n_students) for one in found]


def test_one_opened_page_is_one_look_with_all_it_showed(town: Town) -> None:
    town.client("teacher").get(f"/students/{town.students['mateo'].pk}/")
    page = town.client("principal").get(f"/students/{town.students['mateo'].pk}/who-looked/").content.decode()
    assert page.count("Thảo Nguyễn") == 1
    classes = "Name, school and grade, Enrollment and classes, Attendance, Marks, Assessments, Behavior"
    said = (classes, "Teaches the student")
    assert [words for words in said if words not in page] == []


def test_a_family_reads_and_prints_it_and_is_not_on_it(town: Town) -> None:
    town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/")
    client, address = town.client("guardian"), f"/students/{town.students['mateo'].pk}/who-looked/"
    client.get(f"/students/{town.students['mateo'].pk}/")
    client.get(address)
    for path in (address, f"{address}print/", f"{address}?export=csv"):
        text = client.get(path).content.decode()
        assert "Amara Okafor" in text, path
        assert "Trabaja" in text or "34 CFR 99.31" in text, path
    assert "Herrera Pe" not in client.get(f"{address}?export=csv").content.decode()


def test_many_looks_are_turned_page_by_page_and_stand_whole_on_paper(town: Town) -> None:
    pk = town.students["mateo"].pk
    for n in range(60):
        _look(town.viewer("coordinator"), datetime(2026, 11, 2, 10, n, tzinfo=UTC), pk)
    client, address = town.client("guardian"), f"/students/{pk}/who-looked/"
    assert client.get(address).content.decode().count("Amara Okafor") == 25
    assert client.get(f"{address}?page=3").content.decode().count("Amara Okafor") == 10
    assert client.get(f"{address}print/").content.decode().count("Amara Okafor") == 60
    assert words_of(client.get(f"{address}pdf/").content).count("Amara Okafor") == 60


def test_a_family_keeps_it_as_a_pdf_in_its_language(town: Town) -> None:
    town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/")
    answer = town.client("guardian").get(f"/students/{town.students['mateo'].pk}/who-looked/pdf/")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store, private")
    assert answer["Content-Disposition"] == 'attachment; filename="who-looked.pdf"'
    words, name = words_of(answer.content), town.users["guardian"].name
    root: Any = PdfReader(io.BytesIO(answer.content)).trailer["/Root"]
    if root["/Lang"] == "es":
        assert f"Impreso por {name}" in words
    for said in (town.students["mateo"].name, "Amara Okafor"):
        assert said in words


@pytest.mark.parametrize("who", ["teacher", "nurse", "finance", "outsider", "coordinator_elsewhere"])
def test_others_may_not_ask_who_looked(town: Town, who: str) -> None:
    for path in ("who-looked/", "who-looked/print/", "who-looked/pdf/"):
        assert town.client(who).get(f"/students/{town.students['mateo'].pk}/{path}").status_code == 404
    assert town.client(who).get("/students/looks/").status_code == 403


def test_staff_who_are_family_are_noted_for_what_their_work_alone_shows_them(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit.models import Disclosure
    from throughline.rooms.students.models import Relation

    with acting_as(SET_UP):
        Relation.objects.create(user=town.users["coordinator"], student=town.students["mateo"], relation="self")
    town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/")
    noted = set(Disclosure.objects.values_list("record_class", flat=True))
    assert noted == {"special_education", "housing", "family_contacts", "warning"}, "what `self` may see is their own"


def test_many_students_in_a_day_are_pointed_out_from_the_number_on_that_the_rules_name(town: Town) -> None:
    from throughline.rooms.audit import api as audit

    most = audit.unusual_rules().students_a_day
    noon = datetime(2026, 11, 18, 20, tzinfo=UTC)  # noon of a Wednesday in the district
    _look(town.viewer("principal"), noon, *range(1, most))
    _look(town.viewer("coordinator"), noon, *range(1, most // 2))
    _look(town.viewer("coordinator"), noon + timedelta(hours=2), *range(most // 2, most + 1))
    _look(town.viewer("nurse"), noon, *range(1, most // 2))
    _look(town.viewer("nurse"), noon + timedelta(days=1), *range(most // 2, most + 1))
    assert _unusual(noon) == [("many_students", "Amara Okafor", most)]


@pytest.mark.parametrize(
    ("at", "listed"),
    [
        (datetime(2026, 11, 19, 4, 1, tzinfo=UTC), True),  # 8:01 in the evening in Los Angeles
        (datetime(2026, 11, 19, 3, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 18, 13, 59, tzinfo=UTC), True),  # 5:59 in the morning
        (datetime(2026, 11, 18, 14, 1, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 20, 0, tzinfo=UTC), True),  # noon on a Saturday
        (datetime(2026, 11, 21, 2, 0, tzinfo=UTC), False),  # still Friday there
    ],
)
def test_after_hours_is_told_by_the_district_s_clock(town: Town, at: datetime, listed: bool) -> None:
    _look(town.viewer("nurse"), at, 1)
    found = _unusual(at - timedelta(days=1))
    assert found == ([("after_hours", "Leilani Kahale", 1)] if listed else [])


def test_relatives_are_found_through_a_guardian_in_common(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Guardianship

    with acting_as(SET_UP):
        adult = Guardianship.objects.get(student=town.students["mateo"]).guardian
        Guardianship.objects.create(student=town.students["classmate"], guardian=adult)
        accounts.grant_role(
            by=SET_UP,
            at=timezone.now(),
            user=town.users["student"],
            relation="coordinator",
            organization_id=town.high.pk,
            starts_on=FIRST_DAY,
        )
    town.client("student").get(f"/students/{town.students['classmate'].pk}/")
    town.client("student").get(f"/students/{town.students['not_taught'].pk}/")
    page = town.client("data_lead").get("/students/looks/").content.decode()
    assert "Looked at 1 student of their own family" in page
    assert "Looked at 2 students of their own family" not in page


def test_the_office_narrows_the_looks_to_one_person(town: Town) -> None:
    town.client("coordinator").get("/students/")
    town.client("teacher").get("/students/")
    client = town.client("administrator")
    page = client.get("/students/looks/").content.decode()
    assert 'href="/students/looks/"' in client.get("/").content.decode()
    assert "The list of students" in page
    pk = town.users["teacher"].pk
    narrowed = client.get(f"/students/looks/?looks-viewer_id={pk}").content.decode()
    assert "1 of 2" in narrowed.replace("\u00a0", " ")


def test_the_number_of_queries_does_not_grow_with_the_number_of_looks(town: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = town.client("administrator")

    def n_queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/students/looks/").status_code == 200
        return len(asked)

    _look(town.viewer("nurse"), timezone.now(), town.students["mateo"].pk)
    n_queries()
    before = n_queries()
    for key in ("nurse", "coordinator", "principal"):
        _look(town.viewer(key), timezone.now(), *(student.pk for student in town.students.values()))
    assert n_queries() == before


def test_every_place_where_somebody_looked_has_words_of_its_own() -> None:
    """A family reads where somebody looked: never the code we keep it under."""
    import re
    from pathlib import Path

    from throughline.rooms.students.looks.words import place_words

    rooms = Path(__file__).parents[4] / "src" / "throughline" / "rooms"
    named = r'\bplace(?:_words)? ?= ?"([a-z_.]+)"'
    found = {place for file in rooms.rglob("*.py") for place in re.findall(named, file.read_text(encoding="utf-8"))}
    assert len(found) > 30
    assert {place for place in found | {"students.export", "agreements.paper"} if place_words(place) == place} == set()
