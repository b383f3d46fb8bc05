"""A limit on contact: what it keeps from whom, on pages and in the database."""

from datetime import date
from typing import Any

import pytest
from tests.rooms.agreements.conftest import ENDS, give, record, seen_by_partner
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed


def test_a_limit_holds_for_consents_given_and_to_be_given(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.limits.commands import end_limit, limit_contact

    town, agreement = agreed
    give(town, agreement)
    officer, pk = town.viewer("privacy_officer"), town.students["mateo"].pk
    with acting_as(officer):
        limit = limit_contact(
            by=officer,
            at=AT,
            student_id=pk,
            guardian_id=_lucia(),
            may_not_consent=True,
            may_not_be_told=False,
            starts_on=date(2026, 11, 1),
            ends_on=None,
            reason="Order 17 of the county court",
        )
    assert seen_by_partner(town) == set()
    with pytest.raises(NotAllowed):
        give(town, agreement)
    page = town.client("guardian").get(f"/students/{pk}/sharing/").content.decode()
    assert "Order 17" not in page
    with acting_as(officer):
        end_limit(by=officer, at=AT, student_id=pk, limit_id=limit.pk)
    assert seen_by_partner(town) == {"directory", "academic"}
    teacher = town.viewer("coordinator")
    with acting_as(teacher), pytest.raises(NotAllowed):
        end_limit(by=teacher, at=AT, student_id=pk, limit_id=limit.pk)


def test_one_who_may_not_be_told_reads_only_what_they_said(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.consents.queries import sharing_page
    from throughline.rooms.agreements.limits.commands import limit_contact

    town, agreement = agreed
    pk, coordinator, officer = town.students["mateo"].pk, town.viewer("coordinator"), town.viewer("privacy_officer")
    record(town, agreement, guardian="Parent")
    mother = town.viewer("guardian")
    with acting_as(mother):
        assert len(sharing_page(mother, pk).offers[0].consents) == 1
    with acting_as(officer):
        limit_contact(
            by=officer,
            at=AT,
            student_id=pk,
            guardian_id=_lucia(),
            may_not_consent=False,
            may_not_be_told=True,
            starts_on=date(2026, 11, 1),
            ends_on=None,
            reason="Order",
        )
    with acting_as(mother):
        offer = sharing_page(mother, pk).offers[0]
    assert (offer.consents, offer.sees) == ((), ())
    with acting_as(coordinator):
        assert len(sharing_page(coordinator, pk).offers[0].consents) == 1


def _not_told(town: Town) -> None:
    """Keep that Lucía may not be told what others consented to for Mateo."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.limits.commands import limit_contact

    officer = town.viewer("privacy_officer")
    with acting_as(officer):
        limit_contact(
            by=officer,
            at=AT,
            student_id=town.students["mateo"].pk,
            guardian_id=_lucia(),
            may_not_consent=False,
            may_not_be_told=True,
            starts_on=date(2026, 11, 1),
            ends_on=None,
            reason="Order",
        )


def test_one_who_may_not_be_told_learns_of_no_consent_from_who_sees_or_who_looked(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    record(town, agreement, guardian="Parent")
    pk = town.students["mateo"].pk
    town.client("partner").get(f"/students/{pk}/")
    town.client("coordinator").get(f"/students/{pk}/consents/")
    pages = ("who-sees/", "who-looked/", "who-looked/print/", "who-looked/?export=csv")
    mother = town.client("guardian")

    def read(client: Any) -> str:
        return "".join(client.get(f"/students/{pk}/{page}").content.decode() for page in pages)

    before = read(mother)
    assert before.count("Hannah Lindqvist") >= len(pages)
    _not_told(town)
    after = read(mother)
    for words in ("Hannah Lindqvist", "Consentimientos para compartir", "Consents to sharing"):
        assert words not in after
    assert "Amara Okafor" in after
    for untrue in ("Nobody has looked", "may see this record today", "has opened anything of this record"):
        assert untrue not in after
    assert after.count("may not be told what others consented to") == 3  # on both pages and on paper
    # It is hers alone: the office reads on as before.
    assert read(town.client("privacy_officer")).count("Hannah Lindqvist") >= len(pages)


def test_the_database_alone_tells_one_who_may_not_be_told_of_no_consent_but_her_own(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements import models

    town, agreement = agreed
    pk, mother = town.students["mateo"].pk, town.viewer("guardian")
    record(town, agreement, guardian="Parent")
    with acting_as(SET_UP):
        about = {"student_id": pk, "agreement": agreement}
        models.Placement.objects.create(
            **about, relation="partner_session", what_for="Robotics", starts_on=date(2026, 11, 1), ends_on=ENDS
        )
        models.Objection.objects.create(**about, said_by="Parent", said_at=AT)

    def known() -> list[int]:
        rows = (models.Consent, models.Placement, models.Objection)
        with acting_as(mother):
            return [model.objects.filter(student=pk).count() for model in rows]

    assert known() == [1, 1, 1]
    _not_told(town)
    assert known() == [0, 0, 0]
    own = record(town, agreement, guardian="Lucía")
    assert known() == [1, 0, 0]
    with acting_as(mother):
        assert models.Consent.objects.get(student=pk).pk == own.pk


def _lucia() -> int:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Guardian

    with acting_as(SET_UP):
        return Guardian.objects.get(given_name="Lucía").pk


def test_a_limit_kept_before_an_upgrade_holds_as_soon_as_it_is_done(agreed: tuple[Town, Any]) -> None:
    from throughline.project.prepare import carry_over
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.models import Consent, ContactLimit
    from throughline.rooms.students.models import Guardian, Relation

    town, agreement = agreed
    mother = town.viewer("guardian")
    record(town, agreement, guardian="Parent")
    with acting_as(SET_UP):
        ContactLimit.objects.create(
            student=town.students["mateo"],
            guardian=Guardian.objects.get(given_name="Lucía"),
            may_not_be_told=True,
            starts_on=date(2026, 11, 1),
            reason="Order of the court",
            noted_by="an earlier release",
            noted_at=AT,
        )
    with acting_as(mother):
        assert Consent.objects.count() == 1
    carry_over()
    with acting_as(mother):
        assert Consent.objects.count() == 0
    carry_over()
    with acting_as(SET_UP):
        assert Relation.objects.filter(relation="not_told").count() == 1
