"""Fields within a class of record: the sums, and what a partner who is shared a part really reads, wall by wall."""

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.agreements.conftest import draft, give, sign
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import RefusedInput

DAY = date(2026, 11, 20)
PART = (
    "directory.name",
    "directory.grade",
    "enrollment.classes",
    "attendance.days",
    "assessments.taken",
    "assessments.levels",
    "behavior.happened",
    "needs.gifted",
)


def _shares() -> st.SearchStrategy[set[str]]:
    from throughline.rooms.accounts.api import RECORD_CLASSES, all_shares

    every = [share for name in RECORD_CLASSES for share in all_shares(name)]
    return st.sets(st.sampled_from(every), max_size=14)


def _spelled_out(shares: Iterable[str]) -> set[str]:
    """Field by field: a whole class is all of its fields, and what it may have beside them."""
    from throughline.rooms.accounts.api import all_shares

    return {one for share in shares for one in (all_shares(share) if "." not in share else (share,))}


# --- Sums ---


@given(st.data())
def test_two_sets_of_shares_have_in_common_just_the_fields_in_both(data: st.DataObject) -> None:
    from throughline.rooms.accounts.api import in_both, narrowed

    one, other = (narrowed(data.draw(_shares())) for _ in range(2))
    assert _spelled_out(in_both(one, other)) == _spelled_out(one) & _spelled_out(other)
    assert in_both(one, other) == in_both(other, one)
    assert set(narrowed(in_both(one, other))) == in_both(one, other), "what always goes with a field is still there"


@given(st.data())
def test_what_is_chosen_is_never_widened(data: st.DataObject) -> None:
    from throughline.rooms.accounts.api import class_of, fields_of, narrowed, together

    chosen = data.draw(_shares())
    said = narrowed(chosen)
    always = {one.share for name in map(class_of, chosen) for one in fields_of(name) if one.always}
    assert _spelled_out(said) <= _spelled_out(chosen) | always
    assert narrowed(said) == said
    assert _spelled_out(together(chosen)) == _spelled_out(chosen)


@given(st.data())
def test_no_more_is_compiled_than_agreement_consent_and_policy_name(data: st.DataObject) -> None:
    from throughline.rooms.accounts.api import narrowed, shipped_policy
    from throughline.rooms.agreements.compiling.days import Days
    from throughline.rooms.agreements.compiling.sums import Covered, Given, Terms, shown_of

    agreed, said = (frozenset(narrowed(data.draw(_shares()))) for _ in range(2))
    policy = shipped_policy().named("partner")
    assert policy is not None
    shown = shown_of(Terms("partner", agreed, Days()), Covered(1, consents=(Given(False, said, Days()),)))
    seen = {share for one in shown for share in one.record_classes}
    allowed = _spelled_out(set(policy.see) - {"public"})
    assert _spelled_out(seen) == _spelled_out(agreed) & _spelled_out(said) & allowed


def test_the_fields_of_needs_are_the_categories_the_product_holds() -> None:
    from throughline.rooms.accounts.api import fields_of
    from throughline.rooms.students.access import NEED_CLASSES
    from throughline.rooms.students.needs.catalogue import need_categories

    for name in NEED_CLASSES:
        held = [one.code for one in need_categories().values() if one.record_class == name]
        assert [one.code for one in fields_of(name)] == (held if len(held) > 1 else [])


def test_every_field_is_held_by_a_column_or_a_row_and_every_column_by_one_field() -> None:
    from throughline.rooms.accounts.api import RECORD_CLASSES, fields_of, models_in_part

    held: set[str] = set()
    for model, wall in models_in_part():
        columns = [column for named in wall.fields.values() for column in named]
        assert len(set(columns)) == len(columns)
        assert {*columns, *wall.keys} <= {"*", *(one.column for one in model._meta.concrete_fields)}, model
        held |= {f"{wall.record_class}.{code}" for code in wall.fields}
    by_row = {"needs", "special_education", "housing"}
    known = {one.share for name in RECORD_CLASSES if name not in by_row for one in fields_of(name)}
    assert held == known


# --- Choosing ---


def test_an_agreement_says_a_class_or_its_fields_and_never_both(family: Town) -> None:
    with pytest.raises(RefusedInput):
        draft(family, record_classes=("directory", "attendance", "attendance.days"))
    with pytest.raises(RefusedInput):
        draft(family, record_classes=("directory", "attendance.reasons"))
    with pytest.raises(RefusedInput):
        draft(family, record_classes=("directory", "attendance.shoe_size"))


def test_a_consent_names_fields_of_what_the_agreement_names_and_none_beyond(family: Town) -> None:
    made = draft(family, record_classes=("directory", "attendance.days"))
    sign(family, made)
    for beyond in (("attendance",), ("attendance.days", "attendance.reasons"), ("directory", "academic.marks")):
        with pytest.raises(RefusedInput):
            give(family, made, record_classes=beyond)
    consent = give(family, made, record_classes=("directory.name", "attendance.days"))
    assert consent.record_classes == ["directory.name", "attendance.days"]
    assert "asistencia (solo días de asistencia y de ausencia)" in consent.text
    assert "(solo nombre)" in consent.text


def test_family_contacts_can_be_named_and_wait_for_a_referral(family: Town) -> None:
    from throughline.rooms.agreements.compiling.days import Days
    from throughline.rooms.agreements.compiling.sums import Covered, Given, Placed, Terms, shown_of

    agreed = frozenset({"directory", "family_contacts.adults", "family_contacts.phone"})
    draft(family, record_classes=tuple(sorted(agreed)))
    consent = (Given(False, frozenset({"directory", "family_contacts"}), Days()),)
    shown = shown_of(Terms("partner", agreed, Days()), Covered(1, consents=consent))
    assert [one.record_classes for one in shown] == [{"directory"}]
    placed = (Placed("partner_referral", Days()),)
    shown = shown_of(Terms("partner", agreed, Days()), Covered(1, consents=consent, placed=placed))
    assert shown[1].record_classes == agreed


# --- What a partner reads ---


@pytest.fixture
def recorded(family: Town) -> Town:
    """The town, with something of every class that can be shared in part written down of Mateo."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import models

    mateo = family.students["mateo"]
    with acting_as(SET_UP):
        models.Student.objects.filter(pk=mateo.pk).update(
            local_id="N-4711", email="mateo@example.org", phone="555-0177", grade="10"
        )
        models.Guardian.objects.filter(given_name="Lucía").update(phone="555-0142", email="lucia@example.org")
        models.Demographics.objects.filter(student=mateo).update(sex="male", asian=True)
        models.AttendanceDay.objects.filter(student=mateo).exclude(on=DAY).delete()
        models.AttendanceDay.objects.filter(student=mateo).update(status="absent_excused", reason="dentist")
        models.AssessmentResult.objects.filter(student=mateo).update(level="meets")
        models.BehaviorIncident.objects.filter(student=mateo).update(
            at_time=time(9, 30), location="stairs", behavior="ran", response="talked", days_suspended=1
        )
        models.Need.objects.filter(student=mateo).delete()
        for category in ("gifted", "english_learner"):
            models.Need.objects.create(student=mateo, category=category, record_class="needs", starts_on=DAY)
    return family


def _shared(town: Town, *agreed: str, said: tuple[str, ...] = ()) -> Any:
    made = draft(town, record_classes=agreed)
    sign(town, made)
    give(town, made, record_classes=said or agreed)
    return made


def _read(town: Town, key: str = "partner") -> dict[str, Any]:
    """What the first wall hands to one of the cast of Mateo, with the second standing."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import access

    viewer, pk = town.viewer(key), town.students["mateo"].pk
    with acting_as(viewer):
        student = access.get_students_for(viewer).filter(pk=pk).select_related("home_school").first()
        return {
            "student": student,
            "schools": access.get_enrollments_for(viewer).filter(student=pk).count(),
            "classes": access.get_class_places_for(viewer).filter(student=pk).count(),
            "days": list(access.get_attendance_for(viewer).filter(student=pk).values_list("on", "status", "reason")),
            "results": list(access.get_results_for(viewer).filter(student=pk).values_list("subject", "level", "score")),
            "incidents": list(
                access.get_incidents_for(viewer)
                .filter(student=pk)
                .values_list("behavior", "at_time", "location", "response", "days_suspended")
            ),
            "needs": sorted(access.get_needs_for(viewer).filter(student=pk).values_list("category", flat=True)),
            "born": list(
                access.get_demographics_for(viewer).filter(student=pk).values_list("birth_on", "sex", "asian")
            ),
        }


def test_a_partner_reads_the_fields_that_are_shared_and_blanks_for_the_rest(
    recorded: Town, on_day: Callable[[date], None]
) -> None:
    on_day(DAY)
    _shared(recorded, *PART)
    seen = _read(recorded)
    student = seen["student"]
    assert (student.family_name, student.grade) == ("Muñoz Herrera", "10")
    assert (student.home_school, student.local_id, student.email, student.phone) == (None, "", "", "")
    assert (student.source_id, student.source_digest) == ("", None)
    assert seen["schools"] == 0
    assert seen["classes"] > 0
    assert seen["days"] == [(DAY, "absent_excused", "")]
    assert seen["results"] == [("Reading", "meets", None)]
    assert seen["incidents"] == [("ran", None, "", "", None)]
    assert seen["needs"] == ["gifted"]
    assert seen["born"] == []


def test_the_tables_themselves_show_no_row_of_what_is_shared_in_part(
    recorded: Town, on_day: Callable[[date], None]
) -> None:
    from throughline.rooms.accounts.api import acting_as, models_in_part

    on_day(DAY)
    _shared(recorded, *PART)
    with acting_as(recorded.viewer("partner")):
        assert {model.__name__: model._default_manager.count() for model, _wall in models_in_part()} == dict.fromkeys(
            (model.__name__ for model, _wall in models_in_part()), 0
        )
    _shared(recorded, "directory", "assessments")
    with acting_as(recorded.viewer("partner")):
        assert {model.__name__ for model, _wall in models_in_part() if model._default_manager.exists()} == {
            "Student",
            "AssessmentResult",
        }


def test_a_view_shows_nobody_more_than_their_table_does(recorded: Town, on_day: Callable[[date], None]) -> None:
    from throughline.rooms.accounts.api import acting_as, models_in_part, view_of

    on_day(DAY)
    _shared(recorded, *PART)
    for key in ("guardian", "teacher", "coordinator", "outsider", "state_analyst", "administrator"):
        with acting_as(recorded.viewer(key)):
            for model, _wall in models_in_part():
                columns = ", ".join(f'"{one.column}"' for one in model._meta.concrete_fields)
                view, table = (_all_rows(columns, name) for name in (view_of(model), model._meta.db_table))
                assert view == table, (key, model.__name__)
    with acting_as(recorded.viewer("partner")), connection.cursor() as cursor:
        cursor.execute("select count(*) from students_student_in_part")
        assert cursor.fetchall() == [(1,)]


def _all_rows(columns: str, name: str) -> list[tuple[object, ...]]:
    return sorted(_rows(f'select {columns} from "{name}"'), key=repr)  # noqa: S608 - names of our own models


def _rows(question: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def test_a_family_that_agrees_to_less_is_held_to_that(recorded: Town, on_day: Callable[[date], None]) -> None:
    on_day(DAY)
    _shared(recorded, "directory", "attendance", said=("directory", "attendance.days"))
    seen = _read(recorded)
    assert seen["student"].local_id == "N-4711"
    assert seen["days"] == [(DAY, "absent_excused", "")]


def test_a_telephone_is_shared_without_an_e_mail_on_a_referral(recorded: Town, on_day: Callable[[date], None]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.placements.commands import place_student
    from throughline.rooms.students.directory.student import student_page

    on_day(DAY)
    made = _shared(recorded, "directory", "family_contacts.adults", "family_contacts.phone")
    mateo, coordinator = recorded.students["mateo"].pk, recorded.viewer("coordinator")
    with acting_as(coordinator):
        place_student(
            by=coordinator,
            at=AT,
            student_id=mateo,
            agreement_id=made.pk,
            relation="partner_referral",
            what_for="tutoring",
            starts_on=DAY,
            ends_on=DAY,
        )
    partner = recorded.viewer("partner")
    with acting_as(partner):
        contacts = student_page(partner, mateo, at=AT).contacts
    adults = [one.adult for one in contacts]
    assert ("Lucía Herrera Peña", "555-0142", "") in [(one.name, one.phone, one.email) for one in adults]
    assert {(one.rights.says, one.rights.limits) for one in contacts} == {("", ())}, "what limits them is for staff"


def test_viewing_as_a_partner_shows_the_same_part(recorded: Town, on_day: Callable[[date], None]) -> None:
    from dataclasses import replace

    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import access

    on_day(DAY)
    _shared(recorded, *PART)
    viewer = replace(recorded.viewer("partner"), behind=recorded.viewer("administrator"))
    with acting_as(viewer):
        (student,) = access.get_students_for(viewer)
        assert (student.grade, student.local_id) == ("10", "")
        (sight,) = access.explain_sight(viewer, [student], ("directory", "attendance")).values()
    assert sight.shares == ("directory.name", "directory.grade", "attendance.days")


def test_nothing_can_be_written_through_a_view(recorded: Town) -> None:
    from django.db import DatabaseError, transaction

    from throughline.rooms.accounts.api import acting_as

    for statement in (
        "update students_student_in_part set grade = '12'",
        "delete from students_enrollment_in_part",
        "insert into students_enrollment_in_part (id) values (1)",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(SET_UP):
            _rows(statement)


# --- What is said ---


def test_every_page_says_the_fields(recorded: Town, on_day: Callable[[date], None]) -> None:
    on_day(DAY)
    made = _shared(recorded, *PART)
    mateo = recorded.students["mateo"].pk
    said = "Attendance (only days at school and away)"
    for key, path in (
        ("partner", reverse("agreements:agreement", args=[made.pk])),
        ("coordinator", f"/students/{mateo}/who-sees/"),
        ("partner", f"/students/{mateo}/"),
        ("coordinator", reverse("agreements:consents", args=[mateo])),
        ("guardian", reverse("agreements:sharing", args=[mateo])),
    ):
        answer = recorded.client(key).get(path)
        assert answer.status_code == 200, path
        assert said.lower() in answer.content.decode().lower(), path


def test_who_looked_says_which_fields_were_shown(recorded: Town, on_day: Callable[[date], None]) -> None:
    on_day(DAY)
    _shared(recorded, "directory.name", "attendance.days")
    mateo = recorded.students["mateo"].pk
    recorded.client("partner").get(reverse("students:student", args=[mateo]))
    page = recorded.client("coordinator").get(reverse("students:who_looked", args=[mateo])).content.decode()
    assert "Name, school and grade (only name), Attendance (only days at school and away)" in page


def test_a_partner_finds_by_name_and_cannot_narrow_by_what_is_not_shared(
    recorded: Town, on_day: Callable[[date], None]
) -> None:
    on_day(DAY)
    _shared(recorded, "directory.name", "attendance.days")
    client, find, students = recorded.client("partner"), reverse("students:find"), reverse("students:students")
    for text, is_found in (("munoz", True), ("munozherrera", True), ("mateomunoz", False), ("4711", False), ("", True)):
        client.post(find, {"text": text})
        assert ("Mateo" in client.get(students).content.decode()) == is_found, text
    for narrowing in ({"grade": "10"}, {"school": str(recorded.high.pk)}):
        assert "Mateo" not in client.get(students, narrowing).content.decode(), narrowing
