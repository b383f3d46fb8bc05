"""Tiers suggested in each domain and overall: where they stand, on what they rest, and for whom."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.conftest import Town

from throughline.engines.warning import overall_tier

SUGGESTED = "Suggested for a review: tier"


@given(st.lists(st.integers(0, 3)))
def test_overall_is_one_of_the_domains_and_no_domain_is_higher(tiers: list[int]) -> None:
    overall = overall_tier(tiers)
    assert all(tier <= overall for tier in tiers)
    assert overall in tiers or (overall == 0 and not tiers)


def _page(town: Town, who: str, student: str = "mateo") -> str:
    page: str = town.client(who).get(f"/students/{town.students[student].pk}/").content.decode()
    return page


def test_a_student_page_says_the_tier_overall_by_domain_and_why(switched_on: Town) -> None:
    page = _page(switched_on, "coordinator")
    assert "Suggested for a review: tier 3 overall (Learning: tier 3" in page
    why = re.search(r"Why: ([^.]*)\.", page)
    assert why is not None
    assert {"absent 14 of 48 school days", "fails 1 course in the latest marks"} <= set(why[1].split("; "))
    classmate = _page(switched_on, "coordinator", "classmate")
    assert "Suggested for a review: tier 1 overall" in classmate
    assert "watched are on track." in classmate


def test_reasons_are_those_one_may_see_of_the_student_anyway(switched_on: Town) -> None:
    nurse = _page(switched_on, "nurse")
    assert "absent 14 of 48 school days" in nurse
    assert "fails 1 course" not in nurse
    for who in ("guardian", "student", "partner", "administrator", "coordinator_elsewhere"):
        assert SUGGESTED not in _page(switched_on, who), who


def test_that_a_tier_was_shown_is_noted(switched_on: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    _page(switched_on, "coordinator")
    noted = Disclosure.objects.filter(place="students.student", student_id=switched_on.students["mateo"].pk)
    assert "warning" in set(noted.values_list("record_class", flat=True))


def test_the_student_s_own_page_of_early_warning_names_the_tier_overall_first(switched_on: Town) -> None:
    url = f"/students/{switched_on.students['mateo'].pk}/early-warning/"
    page = switched_on.client("coordinator").get(url).content.decode()
    assert page.index("Overall") < page.index("Tier 3")
    assert "it is never a label" in page


def test_before_rules_are_in_force_nothing_is_suggested(fall: Town) -> None:
    page = _page(fall, "coordinator")
    assert SUGGESTED not in page
    assert "Not enough is known to suggest a tier." in page


def test_the_page_asks_as_often_with_standings_as_without(switched_on: Town) -> None:
    from tests.rooms.conftest import SET_UP

    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.warning.models import StudentStanding

    client, url = switched_on.client("coordinator"), f"/students/{switched_on.students['mateo'].pk}/"
    client.get(url)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    with acting_as(SET_UP):
        StudentStanding.objects.filter(student=switched_on.students["mateo"]).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    assert len(few) == len(many)
