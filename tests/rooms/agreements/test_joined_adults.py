"""A parent entered twice: once joined, what limits either record limits the person, and parting weakens nothing."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.rooms.agreements.conftest import give, seen_by_partner
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed

JOINED, MEANWHILE, PARTED = (AT + timedelta(hours=n) for n in (1, 2, 3))


def _again(town: Town) -> int:
    """Lucía's second record, which stands for Mateo too and has no sign-in."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Guardian, Guardianship

    with acting_as(SET_UP):
        adult = Guardian.objects.create(source_id="G-again", given_name="Lucía", family_name="Herrera")
        Guardianship.objects.create(student=town.students["mateo"], guardian=adult)
    return adult.pk


def _lucia() -> int:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Guardian

    with acting_as(SET_UP):
        return Guardian.objects.exclude(source_id="G-again").get(given_name="Lucía").pk


def _join(town: Town) -> int:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.adult_joins.commands import join_adults
    from throughline.rooms.students.adults.looking import look_for_adults
    from throughline.rooms.students.pairs import LikelyAdults

    by = town.viewer("administrator")
    look_for_adults(by=by, at=AT)
    with acting_as(by):
        return join_adults(
            by=by, at=JOINED, pair_id=LikelyAdults.objects.get().pk, keep_id=_lucia(), reason="The school asked her."
        ).pk


def _part(town: Town, join_id: int) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.adult_joins.commands import part_adults

    by = town.viewer("administrator")
    with acting_as(by):
        part_adults(by=by, at=PARTED, join_id=join_id)


def _limit(town: Town, guardian_id: int, at: datetime = AT, **what: bool) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.limits.commands import limit_contact

    officer = town.viewer("privacy_officer")
    with acting_as(officer):
        limit_contact(
            by=officer,
            at=at,
            student_id=town.students["mateo"].pk,
            guardian_id=guardian_id,
            may_not_consent=what.pop("may_not_consent", False),
            may_not_be_told=what.pop("may_not_be_told", False),
            starts_on=date(2026, 11, 1),
            ends_on=None,
            reason="Order 17",
            **what,
        )


def _limits(town: Town) -> list[tuple[int, bool]]:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.models import ContactLimit

    with acting_as(SET_UP):
        return sorted(ContactLimit.objects.values_list("guardian_id", "may_not_pick_up"))


def test_who_may_not_consent_as_one_record_may_not_as_the_other(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    give(town, agreement)
    _limit(town, _again(town), may_not_consent=True)
    assert seen_by_partner(town) == {"directory", "academic"}, "two people, as far as anybody has said"
    join = _join(town)
    assert seen_by_partner(town) == set()
    with pytest.raises(NotAllowed):
        give(town, agreement)
    _part(town, join)
    assert seen_by_partner(town) == {"directory", "academic"}


def test_who_may_not_be_told_as_one_record_is_not_told_as_the_other(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.households import may_be_told

    town, mateo = agreed[0], agreed[0].students["mateo"]
    _limit(town, _again(town), may_not_be_told=True)
    mother = town.viewer("guardian")
    with acting_as(mother):
        assert may_be_told(mother, mateo)
    join = _join(town)
    with acting_as(mother):
        assert not may_be_told(mother, mateo)
    _part(town, join)
    with acting_as(mother):
        assert may_be_told(mother, mateo)


def test_the_page_says_beforehand_which_limit_stands_and_staff_read_it_afterwards(agreed: tuple[Town, Any]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.adults.looking import look_for_adults
    from throughline.rooms.students.pairs import LikelyAdults

    town, again = agreed[0], _again(agreed[0])
    _limit(town, _lucia(), may_not_pick_up=True)
    look_for_adults(by=town.viewer("administrator"), at=AT)
    with acting_as(town.viewer("administrator")):
        pair = LikelyAdults.objects.get().pk
    page = town.client("administrator").get(f"/students/duplicates/adults/{pair}/keep/{again}/").content.decode()
    assert "Limits never grow weaker" in page
    assert page.count("May not pick the student up") == 2, "beside the record that has it, and of the two joined"
    assert "Order 17" not in page, "why is for those who answer district-wide"
    answer = town.client("administrator").post(
        f"/students/duplicates/adults/{pair}/keep/{again}/", {"reason": "The school asked her."}
    )
    assert answer.status_code == 302
    shown = town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/").content.decode()
    assert shown.count("May not pick the student up") == 1
    assert shown.count("Lucía Herrera") == 1
    limits = (
        town.client("privacy_officer").get(f"/students/{town.students['mateo'].pk}/consents/limits/").content.decode()
    )
    assert "Order 17" in limits


def test_a_limit_kept_while_they_were_one_stands_with_both_once_they_are_parted(agreed: tuple[Town, Any]) -> None:
    town, again = agreed[0], _again(agreed[0])
    join = _join(town)
    _limit(town, _lucia(), at=MEANWHILE, may_not_pick_up=True)
    assert _limits(town) == [(_lucia(), True)]
    _part(town, join)
    assert _limits(town) == [(_lucia(), True), (again, True)]


def test_a_limit_from_before_comes_back_to_its_own_record_alone(agreed: tuple[Town, Any]) -> None:
    town = agreed[0]
    _again(town)
    _limit(town, _lucia(), may_not_pick_up=True)
    join = _join(town)
    _part(town, join)
    assert _limits(town) == [(_lucia(), True)]
