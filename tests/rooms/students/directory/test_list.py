"""The list of students: who is on it for whom, finding, filters, exports, and that each row is noted."""

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from tests.rooms.conftest import SET_UP, Town

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

NAMES = {
    "mateo": "Mateo Muñoz Herrera",
    "valentina": "Valentina Muñoz Herrera",
    "classmate": "Zoë Classmate",
    "not_taught": "Nils Nottaught",
    "elsewhere": "Eve Elsewhere",
}


def _listed(page: str) -> set[str]:
    return {key for key, name in NAMES.items() if name in page}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("coordinator", {"mateo", "classmate", "not_taught"}),
        ("coordinator_elsewhere", {"valentina", "elsewhere"}),
        ("teacher", {"mateo", "classmate"}),
        ("nurse", {"mateo", "classmate", "not_taught"}),
        ("principal", {"mateo", "classmate", "not_taught"}),
        ("data_lead", set(NAMES)),
        ("administrator", set(NAMES)),
        ("student", {"mateo"}),
        ("guardian", {"mateo", "valentina"}),
    ],
)
def test_each_sees_their_own_students_and_no_other(town: Town, who: str, seen: set[str]) -> None:
    assert _listed(town.client(who).get("/students/").content.decode()) - {""} == seen


@pytest.mark.parametrize("who", ["finance", "partner", "state_analyst", "outsider"])
def test_those_who_work_with_no_student_are_refused(town: Town, who: str) -> None:
    response = town.client(who).get("/students/")
    assert response.status_code == 403
    assert _listed(response.content.decode()) == set()


@pytest.mark.parametrize("text", ["munoz", "MUÑOZ", "herrera mateo", "Mateo"])
def test_a_name_is_found_without_its_accents_and_never_stands_in_an_address(town: Town, text: str) -> None:
    client = town.client("coordinator")
    found = client.post("/students/find/", {"text": text})
    assert (found.status_code, found["Location"]) == (302, "/students/")
    page = client.get(found["Location"]).content.decode()
    assert _listed(page) == {"mateo"}
    client.post("/students/find/", {"text": ""})
    assert len(_listed(client.get("/students/").content.decode())) == 3


@pytest.mark.parametrize("text", ["\x00", "%", "_", "'; drop table students_student; --", "x" * 5000])
def test_odd_text_finds_nobody_and_breaks_nothing(town: Town, text: str) -> None:
    client = town.client("coordinator")
    client.post("/students/find/", {"text": text})
    assert client.get("/students/").status_code == 200


def test_filters_narrow_by_school_grade_and_newness(town: Town) -> None:
    client = town.client("data_lead")
    cedar = client.get("/students/", {"school": str(town.cedar.pk)}).content.decode()
    tenth = client.get("/students/", {"grade": "10"}).content.decode()
    new = client.get("/students/", {"joined": "new"}).content.decode()
    assert _listed(cedar) == {"valentina", "elsewhere"}
    assert _listed(tenth) == {"mateo", "classmate"}
    assert _listed(new) == set()


def test_grades_are_ordered_as_students_pass_through_them(town: Town) -> None:
    page = town.client("data_lead").get("/students/", {"sort": "grade"}).content.decode()
    assert page.index("Eve Elsewhere") < page.index("Valentina") < page.index("Mateo") < page.index("Nils Nottaught")


def test_rows_shown_are_noted_and_rows_not_shown_are_not(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    town.client("data_lead").get("/students/", {"grade": "10"})
    noted = Disclosure.objects.filter(record_class="directory", place="students.list")
    expected = {town.students["mateo"].pk, town.students["classmate"].pk}
    assert set(noted.values_list("student_id", flat=True)) == expected


def test_those_who_may_export_do_and_it_is_noted(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord, Disclosure

    response = town.client("coordinator").get("/students/", {"export": "csv"})
    assert response["Content-Type"].startswith("text/csv")
    assert _listed(response.content.decode()) == {"mateo", "classmate", "not_taught"}
    assert AuditRecord.objects.get(act="export", noun="students").details == {"students": 3}
    assert Disclosure.objects.filter(place="students.export", record_class="directory").count() == 3


@pytest.mark.parametrize("who", ["teacher", "nurse", "administrator"])
def test_those_who_may_not_export_are_refused_and_offered_none(town: Town, who: str) -> None:
    client = town.client(who)
    assert "export=" not in client.get("/students/").content.decode()
    assert client.get("/students/", {"export": "csv"}).status_code == 403


@pytest.mark.parametrize("url", ["/students/", "/students/?more=1"])
def test_queries_do_not_grow_with_rows(
    town: Town, url: str, django_assert_num_queries: "DjangoAssertNumQueries"
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    client = town.client("coordinator")
    client.get(url)  # the session is begun
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with acting_as(SET_UP):
        Student.objects.bulk_create(
            Student(source_id=f"more-{n}", given_name="More", family_name=str(n), home_school=town.high)
            for n in range(20)
        )
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_facets_combine_and_say_how_many_fit(town: Town) -> None:
    client = town.client("data_lead")
    page = client.get("/students/?more=1").content.decode()
    assert "Grade 10 (2)" in page
    assert "Homeless (5)" in page
    both = client.get("/students/", {"grade": "10", "need": "homeless"}).content.decode()
    assert _listed(both) == {"mateo", "classmate"}
    assert "Homeless (2)" in both, "counted within the grade that is chosen"
    assert "Grade 12 (1)" in both, "each facet offers its other answers too"


def test_most_facets_are_counted_when_they_are_asked_for(town: Town) -> None:
    """What a list is nearly always narrowed by is there at once; what is chosen already stays in sight."""
    client = town.client("data_lead")
    page = client.get("/students/", {"grade": "10"}).content.decode()
    assert "Homeless" not in page
    assert 'href="/students/?grade=10&amp;more=1"' in page
    more = client.get("/students/", {"grade": "10", "more": "1"}).content.decode()
    assert "Homeless (2)" in more
    assert "More to narrow by" not in more
    assert '<input type="hidden" name="more" value="1">' in more, "choosing one offers the others still"
    assert "Homeless (5)" in client.get("/students/", {"need": "homeless"}).content.decode()


def test_attendance_is_a_facet_in_bands(town: Town) -> None:
    client = town.client("coordinator")  # each was there on two of four days
    assert _listed(client.get("/students/", {"there": "0"}).content.decode()) == {"mateo", "classmate", "not_taught"}
    assert "Under 80% (3)" in client.get("/students/?more=1").content.decode()


def test_mine_are_those_one_teaches_or_is_named_for(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Relation

    with acting_as(SET_UP):
        Relation.objects.create(
            user=town.users["coordinator"], student=town.students["classmate"], relation="case_manager"
        )
    client = town.client("coordinator")
    assert "My caseload (1)" in client.get("/students/").content.decode()
    assert _listed(client.get("/students/", {"mine": "case_manager"}).content.decode()) == {"classmate"}
    assert "My classes (2)" in town.client("teacher").get("/students/").content.decode()


@pytest.mark.parametrize("who", ["nurse", "teacher"])
def test_needs_one_may_not_see_are_no_facet(town: Town, who: str) -> None:
    client = town.client(who)
    assert "Homeless" not in client.get("/students/", {"show": "needs", "more": "1"}).content.decode()
    homeless, migrant = (client.get("/students/", {"need": need}).content.decode() for need in ("homeless", "migrant"))
    assert _listed(homeless) == _listed(migrant) == set(), "what one may not see is as what nobody has"


@pytest.mark.parametrize(
    "query",
    [
        {"grade": "\x00"},
        {"school": "x" * 400},
        {"class": "9" * 30},
        {"need": "'"},
        {"there": "12"},
        {"mine": "principal"},
        {"show": "secret"},
    ],
)
def test_odd_answers_are_answered(town: Town, query: dict[str, str]) -> None:
    assert town.client("data_lead").get("/students/", query).status_code == 200


@pytest.mark.parametrize("text", ["munos", "mateo munioz", "Clasmate", "mtaeo"])
def test_a_misspelled_name_finds_those_near_it(town: Town, text: str) -> None:
    client = town.client("coordinator")
    client.post("/students/find/", {"text": text})
    page = client.get("/students/").content.decode()
    assert "Nobody is called exactly so" in page
    assert _listed(page) == ({"classmate"} if "Clas" in text else {"mateo"})


def test_nothing_near_is_said_to_be_nobody(town: Town) -> None:
    client = town.client("coordinator")
    client.post("/students/find/", {"text": "xqzzw"})
    page = client.get("/students/").content.decode()
    assert _listed(page) == set()
    assert "exactly so" not in page


def test_chosen_columns_are_shown_noted_and_exported_as_one_may(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord, Disclosure

    shown = {"show": ["needs", "there", "away"], "grade": "12"}
    page = town.client("coordinator").get("/students/", shown).content.decode()
    assert "Homeless" in page
    noted = set(Disclosure.objects.filter(place="students.list").values_list("record_class", flat=True))
    assert noted == {"directory", "enrollment", "attendance", "needs", "housing", "special_education"}
    file = town.client("coordinator").get("/students/", shown | {"export": "csv"}).content.decode()
    assert "Homeless" not in file, "a coordinator exports enrollment, not housing"
    assert "0.5" in file
    details = AuditRecord.objects.get(act="export", noun="students").details
    assert details == {"students": 1, "columns": ["needs", "there", "away"], "narrowed by": ["grade"]}


def test_a_list_narrowed_by_a_circumstance_tells_of_it_and_that_is_noted(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    town.client("coordinator").get("/students/", {"need": "homeless", "grade": "12"})
    noted = Disclosure.objects.filter(place="students.list").values_list("student_id", "record_class")
    pk = town.students["not_taught"].pk
    assert set(noted) == {(pk, "directory"), (pk, "enrollment"), (pk, "housing")}


@pytest.mark.parametrize(("facet", "told"), [({"there": "0"}, "attendance"), ({"joined": "new"}, "enrollment")])
def test_what_else_a_narrowed_list_tells_is_noted(town: Town, facet: dict[str, str], told: str) -> None:
    from datetime import timedelta

    from throughline.rooms.accounts.api import today
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit.models import Disclosure
    from throughline.rooms.students.models import Enrollment

    with acting_as(SET_UP):
        Enrollment.objects.filter(student__pk=town.students["mateo"].pk).update(starts_on=today() - timedelta(days=3))
    town.client("principal").get("/students/", facet)
    noted = Disclosure.objects.filter(place="students.list", record_class=told, student_id=town.students["mateo"].pk)
    assert noted.exists()


def test_no_file_tells_by_who_is_in_it_what_one_may_not_export(town: Town) -> None:
    """A coordinator sees who is homeless, and exports the students of the school, but not who is homeless."""
    from throughline.rooms.audit.models import AuditRecord, Disclosure

    client = town.client("coordinator")
    page = client.get("/students/", {"need": "homeless"}).content.decode()
    assert _listed(page) == {"mateo", "classmate", "not_taught"}
    assert "export=" not in page
    refused = client.get("/students/", {"need": "homeless", "export": "csv"})
    assert refused.status_code == 403
    assert _listed(refused.content.decode()) == set()
    assert not Disclosure.objects.filter(place="students.export").exists()
    file = town.client("data_lead").get("/students/", {"need": "homeless", "grade": "12", "export": "csv"})
    assert _listed(file.content.decode()) == {"not_taught"}
    noted = set(Disclosure.objects.filter(place="students.export").values_list("record_class", flat=True))
    assert noted == {"directory", "enrollment", "housing"}
    details = AuditRecord.objects.get(act="export", noun="students").details
    assert details == {"students": 1, "narrowed by": ["grade", "need"]}


def test_the_names_before_and_after_are_noted_with_what_the_list_tells(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    mateo, classmate = town.students["mateo"].pk, town.students["classmate"].pk
    opened = town.client("coordinator").get(f"/students/{mateo}/?in=need%3Dhomeless%26grade%3D10&n=2")
    assert "Zoë Classmate" in opened.content.decode()
    noted = Disclosure.objects.filter(student_id=classmate).values_list("place", "record_class")
    assert set(noted) == {("students.list", "directory"), ("students.list", "housing")}


def test_one_goes_from_student_to_student_within_the_list(town: Town) -> None:
    import re
    from html import unescape

    client = town.client("coordinator")
    page = client.get("/students/", {"grade": "10"}).content.decode()
    first = unescape(re.findall(r'href="(/students/[0-9]+/[^"]*)"', page)[0])
    assert first.startswith(f"/students/{town.students['classmate'].pk}/?")
    opened = client.get(first).content.decode()
    assert "1 of 2" in opened
    after = unescape(re.findall(r'rel="next" href="([^"]+)"', opened)[0])
    assert after.startswith(f"/students/{town.students['mateo'].pk}/?")
    last = client.get(after).content.decode()
    assert "2 of 2" in last
    assert 'rel="next"' not in last
    timeline = client.get(after.replace("/?", "/timeline/?")).content.decode()
    before = unescape(re.findall(r'rel="prev" href="([^"]+)"', timeline)[0])
    assert before.startswith(f"/students/{town.students['classmate'].pk}/timeline/?")


@pytest.mark.parametrize(
    "asked", ["?in=grade%3D10&n=99", "?in=%00&n=1", "?in=x&n=²", "?in=school%3Dq&n=1", "?in=" + "a" * 900]
)
def test_an_odd_place_in_a_list_is_answered(town: Town, asked: str) -> None:
    assert town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/{asked}").status_code == 200


def test_the_way_on_names_nobody_one_may_not_see(town: Town) -> None:
    page = town.client("teacher").get(f"/students/{town.students['mateo'].pk}/?in=&n=2").content.decode()
    assert "Nils Nottaught" not in page
    assert "2 of 2" in page


def test_the_list_asks_as_often_for_forty_students_as_for_three(town: Town) -> None:
    """However many students are on it; a name written wrongly asks less where many are near it."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    def asked(address: str) -> int:
        statements: list[str] = []

        def count(execute: Any, sql: str, *others: Any) -> Any:
            statements.append(sql)
            return execute(sql, *others)

        client.get(address)
        with connection.execute_wrapper(count):
            assert client.get(address).status_code == 200
        return len(statements)

    client = town.client("coordinator")
    addresses = ("/students/?per=100", "/students/?per=100&show=needs&show=there&grade=10&trusted=no")
    before = [asked(address) for address in addresses]
    client.post("/students/find/", {"text": "munos"})
    before_near = asked(addresses[0])
    client.post("/students/find/", {"text": ""})
    with acting_as(SET_UP):
        for number in range(40):
            names = {"given_name": f"Ana{number}", "family_name": "Muñozi", "grade": "10"}
            Student.objects.create(source_id=f"many-{number}", home_school=town.high, **names)
    assert [asked(address) for address in addresses] == before
    client.post("/students/find/", {"text": "munos"})
    assert asked(addresses[0]) <= before_near
