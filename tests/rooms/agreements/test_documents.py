"""Agreements: drafted, signed by both, in force, amended, ended; each wrong person refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.rooms.agreements.conftest import ENDS, STARTS, draft, give, seen_by_partner, sign, terms
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer


def _state(town: Town, agreement: Any) -> str:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.queries import agreement_page, agreements_page

    viewer = town.viewer("administrator")
    with acting_as(viewer):
        state = agreement_page(viewer, agreement.pk).state
        assert {row.id: row.state for row in agreements_page(viewer)}[agreement.pk] == state
    return state


def test_the_database_alone_lets_nobody_sign_for_another(family: Town) -> None:
    """A signature opens records: with every page out of the way, each side signs for itself, and nobody else does."""
    from django.db import DatabaseError, transaction

    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.models import Signature, Version

    drafted = draft(family)
    with acting_as(SET_UP):
        version = Version.objects.get(agreement=drafted)

    def may_sign(key: str, side: str) -> bool:
        given = {"name": "Somebody", "how": "screen", "signed_on": STARTS, "noted_by": "Somebody", "noted_at": AT}
        with acting_as(family.viewer(key)):
            try:
                with transaction.atomic():
                    Signature.objects.create(version=version, side=side, **given)
                    transaction.set_rollback(True)
            except DatabaseError:
                return False
        return True

    assert may_sign("partner", "partner")
    assert may_sign("administrator", "district")
    for key, side in (
        ("partner", "district"),
        ("state_analyst", "partner"),
        ("coordinator", "district"),
        ("teacher", "district"),
        ("guardian", "partner"),
    ):
        assert not may_sign(key, side), (key, side)


def test_the_database_alone_lets_nobody_else_write_an_agreement_and_nobody_change_what_was_signed(family: Town) -> None:
    """With every page out of the way, those who answer for agreements write them, and nobody else."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.models import Agreement, CoveredSchool, Version

    drafted, signed = draft(family), draft(family)
    sign(family, signed)
    with acting_as(SET_UP):
        version, in_force = (Version.objects.get(agreement=one) for one in (drafted, signed))
    other = family.outside["state_analyst"]
    wider, school = {"record_classes": ["directory", "behavior"]}, {"school": family.high}
    copied = {name: getattr(version, name) for name in ("template", "title", "relation", "purpose", "record_classes")}
    copied |= {name: getattr(version, name) for name in ("covers", "security", "starts_on", "ends_on", "destroy_on")}
    copied |= {"breach_contact": "x", "drafted_by": "x", "drafted_at": AT, "number": 2}
    acts: dict[str, Callable[[], object]] = {
        "begin": lambda: Agreement.objects.create(organization=family.outside["partner"], made_at=AT),
        "end": lambda: Agreement.objects.filter(pk=drafted.pk).update(ended_at=AT),
        "remove": lambda: Agreement.objects.filter(pk=drafted.pk)._raw_delete("default"),
        "open anew": lambda: Agreement.objects.filter(pk=signed.pk).update(organization=other),
        "amend": lambda: Version.objects.create(agreement=signed, **copied),
        "change": lambda: Version.objects.filter(pk=version.pk).update(**wider),
        "cover": lambda: CoveredSchool.objects.filter(version=version).update(**school),
        "uncover": lambda: CoveredSchool.objects.filter(version=version)._raw_delete("default"),
        "change signed": lambda: Version.objects.filter(pk=in_force.pk).update(**wider),
        "uncover signed": lambda: CoveredSchool.objects.filter(version=in_force)._raw_delete("default"),
        "remove signed": lambda: Version.objects.filter(pk=in_force.pk)._raw_delete("default"),
    }
    never = {"change signed", "uncover signed", "remove signed"}
    for key in ("partner", "state_analyst", "coordinator", "principal", "teacher", "guardian", "student", "outsider"):
        assert {act for act, write in acts.items() if _writes(family.viewer(key), write)} == set(), key
    for viewer in (family.viewer("administrator"), family.viewer("privacy_officer"), SET_UP):
        found = {act for act, write in acts.items() if _writes(viewer, write)}
        assert found >= {"begin", "end", "open anew", "amend", "change"}, viewer
        assert not found & never, viewer


def _writes(viewer: Viewer, write: Callable[[], object]) -> bool:
    """Whether the database lets this be written; it is undone."""
    from django.db import DatabaseError, transaction

    from throughline.rooms.accounts.api import acting_as

    with acting_as(viewer):
        try:
            with transaction.atomic():
                done = write()
                transaction.set_rollback(True)
        except DatabaseError:
            return False
    return done != 0


def test_its_states_follow_the_signatures_and_the_calendar(family: Town, on_day: Callable[[date], None]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import end_agreement, sign_agreement

    agreement = draft(family)
    assert _state(family, agreement) == "drafted"
    partner, administrator = family.viewer("partner"), family.viewer("administrator")
    with acting_as(partner):
        sign_agreement(by=partner, at=AT, agreement_id=agreement.pk, number=1, side="partner", name="Hannah Lindqvist")
    assert _state(family, agreement) == "signed_partner"
    with acting_as(administrator):
        sign_agreement(by=administrator, at=AT, agreement_id=agreement.pk, number=1, side="district", name="Wei Li")
    for day, state in (
        (STARTS - timedelta(1), "signed"),
        (STARTS, "active"),
        (ENDS, "active"),
        (ENDS + timedelta(1), "expired"),
    ):
        on_day(day)
        assert _state(family, agreement) == state
    on_day(date(2026, 11, 20))
    with acting_as(administrator):
        end_agreement(by=administrator, at=AT, agreement_id=agreement.pk, reason="A promise was broken.")
        with pytest.raises(RefusedInput):
            end_agreement(by=administrator, at=AT, agreement_id=agreement.pk, reason="Again.")
    assert _state(family, agreement) == "ended"


def test_ending_it_cuts_access_at_once(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import end_agreement

    town, agreement = agreed
    give(town, agreement)
    assert seen_by_partner(town)
    viewer = town.viewer("privacy_officer")
    with acting_as(viewer):
        end_agreement(by=viewer, at=AT, agreement_id=agreement.pk, reason="A promise was broken.")
    assert seen_by_partner(town) == set()


def test_an_amendment_counts_once_both_signed_and_a_new_purpose_needs_new_consents(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import change_agreement

    town, agreement = agreed
    give(town, agreement)
    viewer = town.viewer("data_lead")
    for number, changes, seen in (
        (2, {"record_classes": ("directory",)}, {"directory"}),
        (3, {"purpose": "To study what helps."}, set()),
    ):
        before = seen_by_partner(town)
        with acting_as(viewer):
            change_agreement(by=viewer, at=AT, agreement_id=agreement.pk, terms=terms(town, **changes))
        assert _state(town, agreement) == "amending"
        assert seen_by_partner(town) == before, "what was signed stays in force until the amendment is"
        sign(town, agreement, number=number)
        assert seen_by_partner(town) == seen


def test_who_signs_reads_the_version_they_sign_and_signs_for_their_own_side(family: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import sign_agreement

    agreement = draft(family)
    for key, side, number, refusal in (
        ("administrator", "partner", 1, NotAllowed),
        ("partner", "district", 1, NotAllowed),
        ("state_analyst", "partner", 1, NotFound),
        ("coordinator", "district", 1, NotFound),
        ("partner", "partner", 2, RefusedInput),
    ):
        viewer = family.viewer(key)
        with acting_as(viewer), pytest.raises(refusal):
            sign_agreement(by=viewer, at=AT, agreement_id=agreement.pk, number=number, side=side, name="Somebody")


def test_an_evaluation_needs_no_consent(family: Town) -> None:
    study = draft(family, key="state_analyst", relation="state_analyst", covers="district", school_ids=())
    sign(family, study, key="state_analyst")
    assert seen_by_partner(family, key="state_analyst") == {"directory", "enrollment", "academic"}


def test_directory_information_follows_a_refusal_at_once(family: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.opt_out.commands import opt_out, withdraw_opt_out

    sign(family, draft(family, relation="directory_recipient", record_classes=("directory",)))
    assert seen_by_partner(family) == seen_by_partner(family, "classmate") == {"directory"}
    mother, pk = family.viewer("guardian"), family.students["mateo"].pk
    with acting_as(mother):
        opt_out(by=mother, at=AT, student_id=pk)
    assert seen_by_partner(family) == set()
    assert seen_by_partner(family, "classmate") == {"directory"}
    with acting_as(mother):
        withdraw_opt_out(by=mother, at=AT, student_id=pk)
    assert seen_by_partner(family) == {"directory"}


def test_a_list_is_kept_student_by_student(family: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import list_student, unlist_student

    agreement = draft(family, covers="listed", school_ids=(), program="Homework club")
    sign(family, agreement)
    viewer, mateo = family.viewer("administrator"), family.students["mateo"]
    with acting_as(viewer):
        with pytest.raises(RefusedInput):
            list_student(by=viewer, at=AT, agreement_id=agreement.pk, number="nobody")
        list_student(by=viewer, at=AT, agreement_id=agreement.pk, number="mateo")
    give(family, agreement)
    assert seen_by_partner(family) == {"directory", "academic"}
    with acting_as(viewer):
        unlist_student(by=viewer, at=AT, agreement_id=agreement.pk, student_id=mateo.pk)
    assert seen_by_partner(family) == set()


def test_who_reads_the_list_of_an_agreement_is_noted(family: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import list_student
    from throughline.rooms.audit.models import Disclosure

    agreement = draft(family, covers="listed", school_ids=(), program="Homework club")
    with acting_as(family.viewer("administrator")):
        list_student(by=family.viewer("administrator"), at=AT, agreement_id=agreement.pk, number="mateo")
    assert "Mateo Muñoz Herrera" in family.client("privacy_officer").get(f"/agreements/{agreement.pk}/").text
    noted = Disclosure.objects.filter(place="agreements.list").values_list("viewer_id", "student_id", "record_class")
    officer, mateo = family.users["privacy_officer"].pk, family.students["mateo"].pk
    assert set(noted) == {(officer, mateo, "directory"), (officer, mateo, "oversight")}
    assert "Mateo" not in family.client("partner").get(f"/agreements/{agreement.pk}/").text


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"relation": "coordinator"},
        {"record_classes": ()},
        {"record_classes": ("housing",)},
        {"covers": "everybody"},
        {"school_ids": ()},
        {"ends_on": STARTS - timedelta(1)},
        {"destroy_on": ENDS - timedelta(1)},
    ],
)
def test_terms_that_do_not_hold_together_are_refused(town: Town, changes: dict[str, Any]) -> None:
    with pytest.raises(RefusedInput):
        draft(town, **changes)


def test_paper_is_checked_and_handed_out_to_those_who_may_read(family: Town) -> None:
    agreement = draft(family)
    client = family.client("administrator")
    url = f"/agreements/{agreement.pk}/paper/"
    given = {"side": "partner", "name": "Hannah Lindqvist", "signed_on": "2026-11-19", "number": "1"}
    refused = client.post(url, given | {"paper": SimpleUploadedFile("a.pdf", b"MZ not a pdf")})
    assert "no PDF, JPEG or PNG" in refused.content.decode()
    assert client.post(url, given | {"paper": SimpleUploadedFile("a.txt", b"%PDF-1.7 signed")}).status_code == 302
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.models import Signature

    with acting_as(SET_UP):
        paper = f"{url}{Signature.objects.get().pk}/"
    answer = family.client("partner").get(paper)
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 signed", "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert family.client("state_analyst").get(paper).status_code == 404


def test_the_library_fits_and_is_in_both_languages() -> None:
    from throughline.rooms.agreements.library.templates import parse_library, shipped_library

    library = shipped_library()
    assert {row.key for row in library.template} >= {"tutoring_partner", "state_evaluation", "cabinet_study"}
    assert all(clause.source for clause in library.clause)
    with pytest.raises(ValueError, match="clause"):
        parse_library("clause = [{ key = 'x' }]\ntemplate = []")
