"""Whom somebody finds in an emergency: by the exact name or number, so many a day, and no others."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.rooms.conftest import SET_UP, Town
from tests.rooms.students.emergencies.conftest import WHY, look_up


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("Mateo Muñoz Herrera", True),
        ("  MATEO   munoz  herrera ", True),
        ("Teo Muñoz Herrera", True),
        ("Teo Herrera", True),
        ("Mateo Herrera", True),
        ("Mateo Luis Muñoz Herrera", True),
        ("a-77", True),
        ("Mateo", False),
        ("Muñoz Herrera", False),
        ("Mateo Muñoz", False),
        ("Mateo Muñoz Herrera x", False),
        ("%", False),
        ("", False),
        ("A-7", False),
    ],
)
def test_a_whole_name_or_number_finds_and_a_part_does_not(town: Town, text: str, finds: bool) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        Student.objects.filter(pk=town.students["mateo"].pk).update(
            preferred_given_name="Teo", preferred_family_name="Herrera", middle_name="Luis", local_id="A-77"
        )
    page = town.client("coordinator_elsewhere").post("/students/emergency/", {"text": text}).content.decode()
    assert ("Alder Valley High School, Grade 10" in page) == finds


def test_those_of_one_name_are_told_apart_and_too_many_are_not_shown(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Student

    client = town.client("coordinator_elsewhere")
    with acting_as(SET_UP):
        for n in range(4):
            Student.objects.create(
                source_id=f"twin{n}",
                given_name="Nils",
                family_name="Nottaught",
                grade=f"0{n + 1}",
                home_school=town.high,
            )
    assert look_up(client, "Nils Nottaught").count('type="radio"') == 5
    with acting_as(SET_UP):
        Student.objects.create(source_id="one more", given_name="Nils", family_name="Nottaught")
    page = look_up(client, "Nils Nottaught")
    assert "More than five students" in page
    assert "Nils Nottaught, Alder" not in page
    with acting_as(SET_UP):
        Student.objects.filter(family_name="Nottaught").update(ended_at=timezone.now())
    assert "Nobody has exactly this name" in look_up(client, "Nils Nottaught")


# --- Limits ---


def test_a_person_opens_no_more_a_day_than_the_policy_allows(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as, shipped_policy
    from throughline.rooms.students.emergencies.commands import open_emergency
    from throughline.rooms.students.models import Student
    from throughline.values.errors import NotAllowed

    most, at = shipped_policy().emergency.most_a_day, datetime(2026, 11, 20, 20, tzinfo=UTC)
    with acting_as(SET_UP):
        pks = [
            Student.objects.create(source_id=f"m{n}", given_name="A", family_name=f"B{n}").pk for n in range(most + 1)
        ]
    by = town.viewer("nurse")
    for pk in pks[:most]:
        open_emergency(by=by, at=at, student_id=pk, reason=WHY)
    open_emergency(by=by, at=at, student_id=pks[0], reason=WHY)  # is open already: nothing new
    with pytest.raises(NotAllowed):
        open_emergency(by=by, at=at, student_id=pks[most], reason=WHY)
    open_emergency(by=town.viewer("counselor"), at=at, student_id=pks[most], reason=WHY)
    open_emergency(by=by, at=at + timedelta(hours=12), student_id=pks[most], reason=WHY)


def test_a_person_looks_up_no_more_a_day_than_the_policy_allows(town: Town) -> None:
    from throughline.rooms.accounts.api import shipped_policy
    from throughline.rooms.audit.models import AuditRecord

    client = town.client("nurse")
    for _n in range(shipped_policy().emergency.most_lookups_a_day):
        look_up(client, "nobody at all")
    assert client.post("/students/emergency/", {"text": "Eve Elsewhere"}).status_code == 403
    assert town.client("counselor").post("/students/emergency/", {"text": "Eve Elsewhere"}).status_code == 200
    rows = AuditRecord.objects.filter(noun="emergency", act="look up")
    assert {str(row.details) for row in rows} == {"{'found': 0}", "{'found': 1}"}


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (datetime(2026, 11, 16, 20, tzinfo=UTC), "2026-11-18"),  # Monday noon
        (datetime(2026, 11, 19, 20, tzinfo=UTC), "2026-11-23"),  # Thursday: Friday, Monday
        (datetime(2026, 11, 20, 20, tzinfo=UTC), "2026-11-24"),  # Friday
        (datetime(2026, 11, 21, 20, tzinfo=UTC), "2026-11-24"),  # Saturday
        (datetime(2026, 11, 17, 4, tzinfo=UTC), "2026-11-18"),  # Monday evening there, Tuesday in Greenwich
    ],
)
def test_a_review_is_due_two_working_days_after(opened: datetime, due: str) -> None:
    from throughline.rooms.students.emergencies.clock import review_due_on

    assert review_due_on(opened).isoformat() == due
