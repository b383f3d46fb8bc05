"""Consent: what it shows, to whom, for how long; withdrawn, outgrown, objected to, limited."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.rooms.agreements.conftest import ENDS, draft, give, record, seen_by_partner, sign
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, NotFound, RefusedInput


def test_without_consent_or_agreement_nobody_outside_sees_anybody(family: Town) -> None:
    agreement = draft(family)
    assert seen_by_partner(family) == set()
    sign(family, agreement)
    assert seen_by_partner(family) == set()


def test_a_consent_shows_one_student_in_the_classes_both_name(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    consent = give(town, agreement)
    assert seen_by_partner(town) == {"directory", "academic"}
    for other in ("valentina", "classmate"):
        assert seen_by_partner(town, other) == set()
    assert consent.language == "es"
    assert "Recibir a los estudiantes después de clases." in consent.text
    assert "Mateo Muñoz Herrera" in consent.text


def test_attendance_can_be_shared_without_schools_race_marks_or_tests(family: Town) -> None:
    only = ("directory", "attendance")
    agreement = draft(family, record_classes=only)
    sign(family, agreement)
    give(family, agreement, record_classes=only)
    assert seen_by_partner(family) == set(only)
    page = family.client("partner").get(f"/students/{family.students['mateo'].pk}/").content.decode()
    assert "Absent, excused" in page
    for kept_back in ("Newest mark", "Assessments", "Race", "Classes now"):
        assert kept_back not in page


def test_withdrawing_cuts_access_in_the_same_transaction(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.consents.commands import withdraw_consent
    from throughline.rooms.students.models import Relation

    town, agreement = agreed
    consent = give(town, agreement)
    viewer = town.viewer("guardian")
    with acting_as(viewer):
        withdraw_consent(by=viewer, at=AT, student_id=consent.student_id, consent_id=consent.pk)
        with acting_as(SET_UP):
            assert not Relation.objects.filter(source=f"agreement:{agreement.pk}").exists()
        withdraw_consent(by=viewer, at=AT, student_id=consent.student_id, consent_id=consent.pk)
    assert seen_by_partner(town) == set()
    with acting_as(SET_UP):
        consent.refresh_from_db()
    assert consent.withdrawn_by == "Lucía Herrera Peña"


def test_it_ends_by_the_clock_with_no_job(agreed: tuple[Town, Any], on_day: Callable[[date], None]) -> None:
    town, agreement = agreed
    last = date(2027, 2, 1)
    give(town, agreement, ends_on=last)
    on_day(last)
    assert seen_by_partner(town) == {"directory", "academic"}
    on_day(last + timedelta(1))
    assert seen_by_partner(town) == set()


def test_a_guardians_consent_ends_on_the_18th_birthday_and_the_student_takes_over(
    agreed: tuple[Town, Any], on_day: Callable[[date], None]
) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Demographics

    town, agreement = agreed
    with acting_as(SET_UP):
        Demographics.objects.filter(student=town.students["mateo"]).update(birth_on=date(2009, 1, 10))
    give(town, agreement)
    with pytest.raises(NotAllowed):
        give(town, agreement, key="student")
    on_day(date(2027, 1, 9))
    assert seen_by_partner(town) == {"directory", "academic"}
    on_day(date(2027, 1, 10))
    assert seen_by_partner(town) == set()
    with pytest.raises(NotAllowed):
        give(town, agreement)
    give(town, agreement, key="student", record_classes=("directory",))
    assert seen_by_partner(town) == {"directory"}


def test_an_objection_blocks_until_the_office_decides(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.objections.commands import decide_objection, object_to_sharing

    town, agreement = agreed
    pk = town.students["mateo"].pk
    give(town, agreement)
    mother, coordinator = town.viewer("guardian"), town.viewer("coordinator")
    with acting_as(mother):
        objection = object_to_sharing(by=mother, at=AT, student_id=pk, agreement_id=agreement.pk)
        again = object_to_sharing(by=mother, at=AT, student_id=pk, agreement_id=agreement.pk)
    assert again.pk == objection.pk
    assert seen_by_partner(town) == set()
    with acting_as(mother), pytest.raises(NotAllowed):
        decide_objection(by=mother, at=AT, student_id=pk, objection_id=objection.pk, upheld=False, decision="mine")
    for upheld, seen in ((False, {"directory", "academic"}),):
        with acting_as(coordinator):
            with pytest.raises(RefusedInput):
                decide_objection(
                    by=coordinator, at=AT, student_id=pk, objection_id=objection.pk, upheld=upheld, decision=" "
                )
            decide_objection(
                by=coordinator, at=AT, student_id=pk, objection_id=objection.pk, upheld=upheld, decision="Court order."
            )
        assert seen_by_partner(town) == seen
    with acting_as(coordinator), pytest.raises(NotFound):
        decide_objection(by=coordinator, at=AT, student_id=pk, objection_id=objection.pk, upheld=True, decision="no")


def test_staff_record_what_was_said_and_withdraw_for_the_family(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.consents.commands import withdraw_consent

    town, agreement = agreed
    consent = record(town, agreement)
    assert seen_by_partner(town) == {"directory"}
    viewer = town.viewer("coordinator")
    with acting_as(viewer):
        withdraw_consent(by=viewer, at=AT, student_id=consent.student_id, consent_id=consent.pk)
    assert seen_by_partner(town) == set()


_SCAN = b"%PDF-1.7 a signed consent"
# Who answers for the records of the district or the school, and the family.
_READERS = {
    "administrator",
    "data_lead",
    "support_lead",
    "privacy_officer",
    "coordinator",
    "principal",
    "guardian",
    "student",
}


def _looks(town: Town, key: str, place: str) -> set[tuple[int, str]]:
    from throughline.rooms.audit.models import Disclosure

    found = Disclosure.objects.filter(viewer_id=town.users[key].pk, place=place)
    return set(found.values_list("student_id", "record_class"))


def test_the_scan_of_a_consent_is_for_those_who_may_see_it_and_who_takes_it_is_noted(
    agreed: tuple[Town, Any],
) -> None:
    from throughline.rooms.agreements.papers import Paper

    town, agreement = agreed
    paper = Paper("application/pdf", _SCAN)
    consent = record(town, agreement, how="paper", witness="", paper=paper)
    address = f"/students/{consent.student_id}/consents/paper/{consent.pk}/"
    for key in town.users:
        answer = town.client(key).get(address)
        handed = answer.status_code == 200 and answer.content == _SCAN
        assert handed == (key in _READERS), key
        assert _SCAN not in answer.content or handed
    whole = {(consent.student_id, "directory"), (consent.student_id, "oversight")}
    assert _looks(town, "privacy_officer", "agreements.paper") == whole
    assert _looks(town, "coordinator", "agreements.paper") == whole
    assert _looks(town, "guardian", "agreements.paper") == set(), "their own child's"
    town.client("principal").get(f"/students/{consent.student_id}/sharing/take-back/{consent.pk}/")
    assert _looks(town, "principal", "agreements.consents") == whole


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"witness": ""}, RefusedInput),
        ({"how": "paper", "witness": ""}, RefusedInput),
        ({"how": "screen", "witness": ""}, RefusedInput),
        ({"record_classes": ()}, RefusedInput),
        ({"record_classes": ("behavior",)}, RefusedInput),
        ({"ends_on": ENDS + timedelta(1)}, RefusedInput),
        ({"ends_on": date(2026, 11, 19)}, RefusedInput),
        ({"starts_on": date(2026, 11, 21)}, RefusedInput),
        ({"guardian_id": None}, RefusedInput),
        ({"guardian_id": 0}, RefusedInput),
        ({"key": "guardian"}, NotAllowed),
        ({"key": "coordinator_elsewhere"}, NotFound),
        ({"key": "teacher"}, NotFound),
        ({"key": "partner"}, NotFound),
        ({"key": "outsider"}, NotFound),
    ],
)
def test_what_does_not_hold_together_is_refused(
    agreed: tuple[Town, Any], changes: dict[str, Any], refusal: type[Exception]
) -> None:
    town, agreement = agreed
    with pytest.raises(refusal):
        record(town, agreement, **changes)
    assert seen_by_partner(town) == set()


def test_a_student_who_moves_or_whose_guardian_goes_is_no_longer_shown(family: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import api as students
    from throughline.rooms.students.models import Guardianship, Relation, Student

    agreement = draft(family, school_ids=(family.high.pk,))
    sign(family, agreement)
    give(family, agreement)
    mateo = family.students["mateo"]
    for school, seen in ((family.cedar, set()), (family.high, {"directory", "academic"})):
        with acting_as(SET_UP):
            Student.objects.filter(pk=mateo.pk).update(home_school=school)
            students.refresh_relations(by=SET_UP, at=AT)
        assert seen_by_partner(family) == seen
    with acting_as(SET_UP):
        Guardianship.objects.filter(student=mateo, guardian__given_name="Lucía").update(ended_at=AT)
        students.refresh_relations(by=SET_UP, at=AT)
        assert not Relation.objects.filter(source=f"agreement:{agreement.pk}").exists()


def test_a_placement_shows_more_for_its_days_and_needs_a_role_that_grants_it(
    agreed: tuple[Town, Any], on_day: Callable[[date], None]
) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.placements.commands import end_placement, place_student
    from throughline.rooms.students.models import Relation

    town, agreement = agreed
    pk = town.students["mateo"].pk

    def place(key: str) -> Any:
        viewer = town.viewer(key)
        with acting_as(viewer):
            return place_student(
                by=viewer,
                at=AT,
                student_id=pk,
                agreement_id=agreement.pk,
                relation="partner_referral",
                what_for="Homework club",
                starts_on=date(2026, 11, 2),
                ends_on=date(2026, 12, 1),
            )

    with pytest.raises(RefusedInput):
        place("coordinator")
    give(town, agreement)
    for key, refusal in (("privacy_officer", NotAllowed), ("guardian", NotAllowed), ("nurse", NotFound)):
        with pytest.raises(refusal):
            place(key)
    row = place("coordinator")
    with acting_as(SET_UP):
        found = Relation.objects.get(relation="partner_referral")
        assert (found.ends_on, found.record_classes) == (date(2026, 12, 1), ["academic", "directory"])
    viewer = town.viewer("coordinator")
    with acting_as(viewer):
        end_placement(by=viewer, at=AT, student_id=pk, placement_id=row.pk)
    with acting_as(SET_UP):
        assert not Relation.objects.filter(relation="partner_referral").exists(), (
            "the consent begins later than it ends"
        )
