"""What stands beside an adult on a student's page: what staff read of a limit, and what nobody else does."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.conftest import AT, SET_UP, Town

WORDS = ("May not pick the student up", "May not be contacted", "Order 17", "May consent for the student")


def _limit(town: Town, *, ends_on: date | None = None, **what: bool) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.limits.commands import limit_contact

    officer = town.viewer("privacy_officer")
    with acting_as(officer):
        limit_contact(
            by=officer,
            at=AT,
            student_id=town.students["mateo"].pk,
            guardian_id=_lucia(),
            may_not_consent=what.pop("may_not_consent", False),
            may_not_be_told=False,
            starts_on=date(2026, 11, 1),
            ends_on=ends_on,
            reason="Order 17 of the county court",
            **what,
        )


def _lucia() -> int:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Guardian

    with acting_as(SET_UP):
        Guardian.objects.filter(given_name="Lucía").update(phone="555-0177")
        return Guardian.objects.get(given_name="Lucía").pk


def _page(town: Town, who: str) -> str:
    page: str = town.client(who).get(f"/students/{town.students['mateo'].pk}/").content.decode()
    return page


@pytest.mark.parametrize("who", ["coordinator", "nurse", "counselor", "principal", "privacy_officer"])
def test_staff_read_what_an_adult_may_not_do_and_never_why(family: Town, who: str) -> None:
    _limit(family, may_not_pick_up=True)
    page = _page(family, who)
    assert "May not pick the student up" in page
    assert "555-0177" in page
    assert "May consent for the student" in page
    assert "Order 17" not in page


def test_one_who_may_not_be_contacted_is_shown_without_a_way_to_reach_them(family: Town) -> None:
    _limit(family, may_not_be_reached=True, may_not_consent=True)
    page = _page(family, "coordinator")
    assert "May not be contacted" in page
    assert "May not consent" in page
    assert "555-0177" not in page
    assert "555-0100" in page, "the other parent is reached as before"


@pytest.mark.parametrize("who", ["guardian", "student", "teacher"])
def test_neither_family_nor_who_may_not_reach_it_reads_of_a_limit(family: Town, who: str) -> None:
    _limit(family, may_not_pick_up=True, may_not_be_reached=True)
    page = _page(family, who)
    assert [one for one in WORDS if one in page] == []
    assert ("555-0177" in page) == (who == "guardian"), "her own telephone stays hers to read"


def test_of_all_in_the_policy_table_only_staff_are_told_of_limits() -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.api import Sight
    from throughline.rooms.students.directory.contacts import is_told

    told = {
        relation.code
        for relation in accounts.shipped_policy().relation
        if "family_contacts" in relation.see
        and is_told(Sight({"family_contacts": relation.basis}, frozenset(), ("family_contacts",)))
    }
    assert {"coordinator", "school_leader", "school_health", "emergency", "case_manager"} <= told
    outside = {"guardian", "guardian_of_adult", "partner_referral", "partner_session"}
    assert not outside & told
    assert not {code for code in told if code.startswith("duty:")}


def test_a_limit_that_is_over_is_gone(family: Town) -> None:
    _limit(family, may_not_pick_up=True, ends_on=date(2026, 11, 2))
    assert "May not pick the student up" not in _page(family, "coordinator")


def test_a_limit_says_something(family: Town) -> None:
    from throughline.values.errors import RefusedInput

    with pytest.raises(RefusedInput):
        _limit(family)


def test_it_is_kept_from_the_page(family: Town) -> None:
    url = reverse("agreements:limits", args=[family.students["mateo"].pk])
    client: Any = family.client("privacy_officer")
    sent = {"guardian": _lucia(), "limits": ["pick_up", "reached"], "starts_on": "2026-11-01", "reason": "Order 17"}
    assert client.post(url, sent).status_code == 302
    page = client.get(url).content.decode()
    assert "May not pick the student up" in page
    assert "Order 17" in page
    assert "May not be contacted" in client.get(f"/students/{family.students['mateo'].pk}/consents/").content.decode()


def test_queries_do_not_grow_with_adults_or_limits(family: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Guardian, Guardianship

    client, url = family.client("coordinator"), f"/students/{family.students['mateo'].pk}/"
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with acting_as(SET_UP):
        for number in range(5):
            adult = Guardian.objects.create(source_id=f"more{number}", given_name="More", family_name=str(number))
            Guardianship.objects.create(student=family.students["mateo"], guardian=adult)
    for _each in range(3):
        _limit(family, may_not_pick_up=True)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many)
