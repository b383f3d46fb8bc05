"""One student's page: who may open it, what stands on it, and that the looking is noted."""

import re
from datetime import date

import pytest
from tests.rooms.conftest import Town


def _opened(town: Town, who: str, student: str) -> str:
    response = town.client(who).get(f"/students/{town.students[student].pk}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("who", "student"),
    [
        ("coordinator", "elsewhere"),
        ("coordinator_elsewhere", "mateo"),
        ("teacher", "not_taught"),
        ("nurse", "valentina"),
        ("principal", "elsewhere"),
        ("finance", "mateo"),
        ("student", "classmate"),
        ("student", "valentina"),
        ("guardian", "classmate"),
        ("partner", "mateo"),
        ("state_analyst", "mateo"),
        ("outsider", "mateo"),
    ],
)
def test_a_student_one_may_not_see_answers_as_one_who_does_not_exist(town: Town, who: str, student: str) -> None:
    client = town.client(who)
    hidden = client.get(f"/students/{town.students[student].pk}/")
    nobody = client.get("/students/999999999/")
    assert hidden.status_code == nobody.status_code == 404
    assert _without_address(hidden.content.decode()) == _without_address(nobody.content.decode())


def test_a_family_reads_how_to_reach_itself_and_not_the_other_household(town: Town) -> None:
    from tests.rooms.conftest import SET_UP

    from throughline.demo import cast
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Guardian, Guardianship

    with acting_as(SET_UP):
        mother, father = (
            Guardian.objects.create(source_id=key, given_name=name, family_name="Apart", phone=phone, email=email)
            for key, name, phone, email in (
                (cast.GUARDIAN.person_id, "Mother", "555-0101", "mother@home.example"),
                ("father", "Father", "555-0102", "father@away.example"),
            )
        )
        for adult in (mother, father):
            Guardianship.objects.create(student=town.students["mateo"], guardian=adult)
        Guardian.objects.filter(pk=father.pk).update(phone="555-0103")
    page = _opened(town, "guardian", "mateo")
    assert "555-0101" in page
    assert "Father Apart" in page
    assert "Mother Apart" in page
    history = town.client("guardian").get(f"/students/{town.students['mateo'].pk}/history/").text
    for words in ("555-0102", "555-0103", "father@away.example"):
        assert words not in page + history
    with acting_as(town.viewer("guardian")):  # the database alone: her own row, and no other
        assert [row.phone for row in Guardian.objects.all()] == ["555-0101"]
    staff = town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/history/").text
    assert "555-0103" in staff
    assert "555-0103" in _opened(town, "coordinator", "mateo")


@pytest.mark.parametrize(
    ("role", "is_kept_apart"), [("support_lead", True), ("privacy_officer", True), ("data_lead", False)]
)
def test_a_district_role_opens_no_other_household_to_a_parent_but_where_it_keeps_the_roster(
    town: Town, role: str, is_kept_apart: bool
) -> None:
    """Whoever keeps the roster must read every row of it, or the next import would add their own family anew."""
    from tests.rooms.conftest import AT, SET_UP

    from throughline.demo import cast
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Guardian, Guardianship

    with accounts.acting_as(SET_UP):
        mother = Guardian.objects.create(
            source_id=cast.GUARDIAN.person_id, given_name="Mother", family_name="Apart", phone="555-0101"
        )
        father = Guardian.objects.create(source_id="father", given_name="Father", family_name="Apart", phone="555-0102")
        for adult in (mother, father):
            for child in ("mateo", "valentina"):
                Guardianship.objects.create(student=town.students[child], guardian=adult)
    accounts.grant_role(
        by=SET_UP,
        at=AT,
        user=town.users["guardian"],
        relation=cast.BY_KEY[role].relation,
        organization_id=None,
        starts_on=date(2026, 8, 17),
    )
    with accounts.acting_as(town.viewer("guardian")):
        seen = set(Guardian.objects.values_list("phone", flat=True))
    assert ("555-0102" not in seen) == is_kept_apart
    assert {"555-0101", "555-0100"} <= seen, "herself, and the families of other children"
    page = _opened(town, "guardian", "mateo")
    assert "555-0101" in page
    assert "555-0102" not in page


def _without_address(page: str) -> str:
    return re.sub(r"/students/[0-9]+/|name=\"csrfmiddlewaretoken\" value=\"[^\"]+\"", "", page)


@pytest.mark.parametrize(
    ("who", "shown", "not_shown"),
    [
        ("coordinator", ("Special education", "Homeless", "Incident of Mateo", "Parent Of Mateo", "B+"), ("asthma",)),
        ("nurse", ("Economically disadvantaged", "asthma", "Parent Of Mateo"), ("Incident", "B+", "Homeless")),
        ("teacher", ("B+", "Incident of Mateo"), ("Economically", "Homeless", "Parent Of", "asthma", "Special ed")),
        ("student", ("Economically disadvantaged", "B+"), ("Homeless", "Special education", "Parent Of")),
        ("administrator", ("Homeless", "Special education", "Parent Of"), ("asthma",)),
    ],
)
def test_only_the_classes_of_record_one_may_see_are_there(
    town: Town, who: str, shown: tuple[str, ...], not_shown: tuple[str, ...]
) -> None:
    page = _opened(town, who, "mateo")
    assert [words for words in shown if words not in page] == []
    assert [words for words in not_shown if words in page] == []


def test_attendance_counts_days_there_and_away(town: Town) -> None:
    page = _opened(town, "teacher", "mateo")
    assert "50%" in page.replace("\u00a0", "")
    assert "of 4 days" in page


def test_a_family_reads_it_in_spanish(town: Town) -> None:
    client = town.client("guardian")
    client.cookies["django_language"] = "es"
    page = client.get(f"/students/{town.students['mateo'].pk}/").content.decode()
    assert "Sin hogar estable" in page
    assert "Asistencia en este año escolar" in page


def test_each_class_shown_is_noted_with_its_basis(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    _opened(town, "teacher", "mateo")
    rows = Disclosure.objects.filter(place="students.student").order_by("record_class")
    assert [row.record_class for row in rows] == [
        "academic",
        "assessments",
        "attendance",
        "behavior",
        "directory",
        "enrollment",
        "strengths",
        "warning",
    ]
    assert {row.basis for row in rows} == {"Teaches the student now (34 CFR 99.31(a)(1))"}
    assert {(row.viewer_id, row.student_id) for row in rows} == {(town.users["teacher"].pk, town.students["mateo"].pk)}


@pytest.mark.parametrize("who", ["student", "guardian"])
def test_a_family_looking_at_its_own_is_no_disclosure(town: Town, who: str) -> None:
    from throughline.rooms.audit.models import Disclosure

    _opened(town, who, "mateo")
    assert not Disclosure.objects.exists()


def test_a_refused_look_is_not_noted(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    town.client("teacher").get(f"/students/{town.students['not_taught'].pk}/")
    assert not Disclosure.objects.exists()
