"""A town whose partner and families can agree: an agreement in force over both schools, and nobody's consent yet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.demo import cast

if TYPE_CHECKING:
    from throughline.rooms.agreements.documents.terms import DraftTerms
    from throughline.rooms.agreements.models import Agreement

STARTS, ENDS = date(2026, 9, 1), date(2027, 6, 30)


def terms(town: Town, **changes: Any) -> "DraftTerms":
    """Terms that hold together, but for what a test changes."""
    from throughline.rooms.agreements.documents.terms import DraftTerms

    found = DraftTerms(
        title="After school",
        relation="partner",
        purpose="To welcome students after school.",
        purpose_es="Recibir a los estudiantes después de clases.",
        record_classes=("directory", "enrollment", "academic"),
        covers="schools",
        school_ids=(town.high.pk, town.cedar.pk),
        security="Read on screen only.",
        starts_on=STARTS,
        ends_on=ENDS,
        destroy_on=ENDS,
        breach_contact="Ingrid Solheim, 555-0100",
    )
    return replace(found, **changes)


def draft(town: Town, key: str = "partner", **changes: Any) -> "Agreement":
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import draft_agreement

    viewer = town.viewer("administrator")
    with acting_as(viewer):
        return draft_agreement(
            by=viewer,
            at=AT,
            organization_id=town.outside[key].pk,
            template="after_school_program",
            terms=terms(town, **changes),
        )


def sign(town: Town, agreement: "Agreement", *, number: int = 1, key: str = "partner") -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import sign_agreement

    for who, side in (("administrator", "district"), (key, "partner")):
        viewer = town.viewer(who)
        with acting_as(viewer):
            sign_agreement(
                by=viewer, at=AT, agreement_id=agreement.pk, number=number, side=side, name=cast.BY_KEY[who].name
            )


@pytest.fixture
def family(town: Town) -> Town:
    """The town, with Lucía known to the roster as the guardian of both children, and Mateo's birth."""

    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Demographics, Guardian, Guardianship

    with acting_as(SET_UP):
        mother = Guardian.objects.create(
            source_id=cast.GUARDIAN.person_id,
            given_name=cast.GUARDIAN.given_name,
            family_name=cast.GUARDIAN.family_name,
        )
        for key in ("mateo", "valentina"):
            Guardianship.objects.create(student=town.students[key], guardian=mother)
        Demographics.objects.create(student=town.students["mateo"], birth_on=date(2011, 3, 5))
    return town


@pytest.fixture
def agreed(family: Town) -> "tuple[Town, Agreement]":
    """An agreement in force by consent, with nobody's consent."""
    agreement = draft(family)
    sign(family, agreement)
    return family, agreement


def give(town: Town, agreement: "Agreement", *, student: str = "mateo", key: str = "guardian", **changes: Any) -> Any:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.consents.commands import give_consent

    viewer = town.viewer(key)
    given = {"record_classes": ("directory", "academic"), "ends_on": ENDS, "name": viewer.name, "language": "es"}
    with acting_as(viewer):
        return give_consent(
            by=viewer, at=AT, student_id=town.students[student].pk, agreement_id=agreement.pk, **{**given, **changes}
        )


def seen_by_partner(town: Town, student: str = "mateo", key: str = "partner") -> set[str]:
    """The classes of a student's record that both walls show a partner, which must say the same."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import access, models

    viewer, pk = town.viewer(key), town.students[student].pk
    tables = {
        "directory": models.Student.objects.filter(pk=pk),
        "enrollment": models.Enrollment.objects.filter(student=pk),
        "attendance": models.AttendanceDay.objects.filter(student=pk),
        "academic": models.Mark.objects.filter(student=pk),
        "assessments": models.AssessmentResult.objects.filter(student=pk),
        "behavior": models.BehaviorIncident.objects.filter(student=pk),
        "family_contacts": models.Guardianship.objects.filter(student=pk),
        "needs": models.Need.objects.filter(student=pk, record_class="needs"),
        "housing": models.Need.objects.filter(student=pk, record_class="housing"),
    }
    with acting_as(viewer):
        second = {name for name, rows in tables.items() if rows.all().exists()}

    with acting_as(SET_UP):  # the second wall shows all: what is left is the first
        first = {name for name in tables if access.get_students_for(viewer, name).filter(pk=pk).exists()}
    assert first == second
    return first


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let it be another day, by the district's calendar."""
    from django.conf import settings

    return lambda day: monkeypatch.setattr(settings, "FIXED_TODAY", day)


def record(town: Town, agreement: Any, *, guardian: str = "Lucía", **changes: Any) -> Any:
    """A consent that the school writes down as an adult said it of Mateo."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.consents.commands import record_consent
    from throughline.rooms.students.models import Guardian

    viewer = town.viewer(changes.pop("key", "coordinator"))
    with acting_as(SET_UP):
        adult = Guardian.objects.filter(given_name=guardian, guardianships__student=town.students["mateo"]).get()
    given = {
        "record_classes": ("directory",),
        "starts_on": date(2026, 11, 2),
        "ends_on": ENDS,
        "how": "spoken",
        "language": "en",
        "witness": "Thomas O'Brien",
        "guardian_id": adult.pk,
    }
    with acting_as(viewer):
        return record_consent(
            by=viewer, at=AT, student_id=town.students["mateo"].pk, agreement_id=agreement.pk, **{**given, **changes}
        )
