"""Money that may only add: the scenario's page says what would be replaced, and two people cannot adopt it anyhow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughline.engines.funding.revenues import Grant, Revenue
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.models import Run, Scenario
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.scenarios import commands
from throughline.rooms.funding.scenarios.consequences import Decided, consequence
from throughline.rooms.funding.scenarios.net import OPEN, SafetyNet
from throughline.values.errors import NotAllowed, RefusedInput

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
DOCUMENT = b"""
schema = 1
kind = "steps"
key = "with-title-i"
version = "1"
year = "2026-27"
currency = "USD"
[name]
en = "With Title I"
[source]
title = "A test"
[[inputs]]
key = "all"
label = "Students"
unit = "pupils"
counted_on = "October 1"
recount = "fixed"
[[inputs]]
key = "economically_disadvantaged"
label = "In poverty"
unit = "pupils"
counted_on = "October 1"
recount = "fixed"
[[parameters]]
key = "head"
label = "For each student"
unit = "dollars per pupil"
year = "2026-27"
source = "A test"
value = 1000
[[sources]]
key = "general"
label = "General fund"
[[sources]]
key = "title_i"
label = "Title I money"
restricted = true
[[steps]]
key = "base"
label = "Base"
do = "pay"
is = "all * head"
from = "general"
round = { mode = "half-up", places = 2 }
[[steps]]
key = "title"
label = "Title I share"
do = "share pool"
pool = "title_i"
by = "economically_disadvantaged"
from = "title_i"
need = "economically_disadvantaged"
round = { mode = "half-up", places = 2 }
"""
AID = Revenue("aid", "State aid", "state", False, "unlocked", 900_000_00, pool="general")
TITLE = Revenue(
    "title_i", "Title I, Part A", "federal", True, "unlocked", 3_000_00,
    supplement_not_supplant=True, eligible_schools=frozenset({"ELM"}),
)  # fmt: skip
LEVY = Revenue("levy", "Shop levy", "local", True, "school_grant", 500_00)


@pytest.fixture
def begin(district: Any) -> Callable[..., Scenario]:
    formula = funding.save_formula(by=district.finance, at=NOW, document=DOCUMENT).formula

    def write(*more: Revenue, grants: tuple[Grant, ...] = (), **net: Any) -> Scenario:
        funds = Funds(2027, (AID, TITLE, *more), grants)
        about: dict[str, Any] = {"formula": formula, "count_on": DAY, "brought": Brought(funds=funds)}
        row = commands.begin_scenario(by=district.finance, at=NOW, name="With Title I", **about)
        decided = Decided(net=SafetyNet(**net))
        return commands.decide_scenario(by=district.finance, at=NOW, scenario=row, decided=decided)

    return write


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def propose(district: Any, row: Scenario, **more: str) -> Scenario:
    commands.lock_scenario(by=district.finance, at=NOW, scenario=row)
    return commands.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="Because.", **more)


def test_what_only_adds_is_adopted_without_a_word(district: Any, begin: Any, person: Any, sign_in: Any) -> None:
    row = begin()
    page = text(sign_in(district.finance).get(reverse("funding:scenario", args=[row.number])))
    assert "may only add" not in page
    run = commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=propose(district, row))
    assert run.total_cents == 23_000_00  # 20 students by the head, and Title I beside it


def test_a_minimum_that_counts_title_i_is_shown_and_never_proposed(district: Any, begin: Any, sign_in: Any) -> None:
    """Elm has 8,000 by the head: a minimum of 12,000 adds 4,000 without Title I, and 1,000 with its 3,000."""
    row = begin(minimum_cents=12_000_00)
    browser, url = sign_in(district.finance), reverse("funding:scenario", args=[row.number])
    page = text(browser.get(url))
    assert "Elm would have 3,000.00 dollars less of state and local money because it has “Title I, Part A”" in page
    assert "Minimum to operate" in page
    assert "section 1118(b)" in page
    commands.lock_scenario(by=district.finance, at=NOW, scenario=row)
    assert "Propose for adoption" not in text(browser.get(url))
    answer = browser.post(
        reverse("funding:move_scenario", args=[row.number, "propose"]),
        {"explanation": "Because.", "supplement_reason": "We would like to."}, follow=True,
    )  # fmt: skip
    assert "would take the place of the district" in text(answer)
    row.refresh_from_db()
    assert (row.state, row.explanation) == (Scenario.LOCKED, "")


def test_adoption_checks_again_whatever_was_proposed(district: Any, begin: Any, person: Any) -> None:
    row = begin(minimum_cents=12_000_00)
    commands.lock_scenario(by=district.finance, at=NOW, scenario=row)
    Scenario.objects.filter(pk=row.pk).update(
        state=Scenario.PROPOSED, proposed_by_id=district.finance.user_id, supplement_reason="Because."
    )
    n_runs = Run.objects.count()
    with pytest.raises(RefusedInput) as refused:
        commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)
    assert [problem.rule.code for problem in refused.value.problems] == ["revenues-supplants"]
    assert Run.objects.count() == n_runs


LEAST = (
    DOCUMENT
    + b"""
[[parameters]]
key = "least"
label = "Least"
unit = "dollars"
year = "2026-27"
source = "A test"
value = 12000
[[steps]]
key = "floor"
label = "Least for each school"
do = "top up"
to = "least"
paid = "open"
from = "general"
round = { mode = "half-up", places = 2 }
"""
)


def test_a_run_that_no_scenario_stands_behind_is_checked_the_same(district: Any, sign_in: Any) -> None:
    formula = funding.save_formula(
        by=district.finance, at=NOW, document=LEAST.replace(b"with-title-i", b"least")
    ).formula
    funds, n_runs = Funds(2027, (AID, TITLE)), Run.objects.count()
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=formula, count_on=DAY, brought=Brought(funds=funds))
    (problem,) = refused.value.problems
    assert problem.rule.code == "revenues-supplants"
    assert dict(problem.details) == {"school": "Elm", "source": "Title I, Part A", "where": "Least for each school"}
    funding.bring_in_revenues(by=district.finance, at=NOW, funds=funds)
    given = {"formula": formula.pk, "count_on": "2026-10-01", "funds": "2027"}
    answer = sign_in(district.finance).post(reverse("funding:new_run"), given)
    assert answer.status_code == 400
    assert "Elm would have 3,000.00 dollars less of state and local money because it has “Title I, Part A”" in text(
        answer
    )
    assert Run.objects.count() == n_runs
    own = LEAST.replace(b'paid = "open"', b'paid = "open"\nof = "base"').replace(b"with-title-i", b"own-least")
    mended = funding.save_formula(by=district.finance, at=NOW, document=own).formula
    about: dict[str, Any] = {"formula": mended, "count_on": DAY, "brought": Brought(funds=funds)}
    assert funding.start_run(by=district.finance, at=NOW, **about).is_new


def test_a_run_by_itself_keeps_no_reason_so_where_one_is_needed_it_is_refused(district: Any, begin: Any) -> None:
    scenario = begin()
    funds = Funds(2027, (AID, TITLE, LEVY), (Grant("OAK", "levy", 500_00),))
    locked = Funds(2027, (AID, replace(TITLE, status="locked"), LEVY), funds.grants)  # a matrix has one pool
    for formula, these in ((scenario.formula, funds), (district.formula, locked)):
        about: dict[str, Any] = {"formula": formula, "count_on": DAY, "brought": Brought(funds=these)}
        with pytest.raises(RefusedInput) as refused:
            funding.start_run(by=district.finance, at=NOW, **about)
        assert [problem.rule.code for problem in refused.value.problems] == ["revenues-passed-over"]
        assert "the reason is kept there" in refused.value.next_step


def test_the_districts_own_money_for_other_schools_alone_needs_a_reason(
    district: Any, begin: Any, person: Any, sign_in: Any
) -> None:
    row = begin(LEVY, grants=(Grant("OAK", "levy", 500_00),))
    with pytest.raises(RefusedInput) as refused:
        propose(district, row)
    assert [problem.rule.code for problem in refused.value.problems] == ["revenues-passed-over"]
    browser, url = sign_in(district.finance), reverse("funding:scenario", args=[row.number])
    assert "“Shop levy” (500.00 dollars) names schools, and none of them has “Title I, Part A”." in text(
        browser.get(url)
    )
    answer = {"explanation": "Because.", "supplement_reason": "Voters gave it to the school with a shop."}
    browser.post(reverse("funding:move_scenario", args=[row.number, "propose"]), answer)
    assert answer["supplement_reason"] in text(browser.get(url))
    commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)


def test_a_draft_answers_as_it_is_changed_and_nothing_is_kept(district: Any, begin: Any, sign_in: Any) -> None:
    row = begin()
    browser = sign_in(district.finance)
    page = browser.get(reverse("funding:scenario", args=[row.number]))
    sent = {name: value for name, value in _initial(page.context["form"]) if value not in (None, False)}
    tried = browser.post(
        reverse("funding:try_scenario", args=[row.number]), sent | {"minimum": "12000", "hold_paid": OPEN}
    )
    assert "Elm would have 3,000.00 dollars less" in text(tried)
    row.refresh_from_db()
    assert not consequence(row).supplement.offsets


def _initial(form: Any) -> Any:
    for part in form.parts:
        for bound in part:
            yield bound.html_name, bound.value()


def test_who_may_not_decide_may_not_propose(district: Any, begin: Any) -> None:
    row = begin(minimum_cents=12_000_00)
    for viewer in (district.leader, district.data):
        with pytest.raises(NotAllowed):
            commands.propose_scenario(by=viewer, at=NOW, scenario=row, explanation="x", supplement_reason="x")


def test_the_check_asks_the_database_nothing(district: Any, begin: Any) -> None:
    found = consequence(begin(minimum_cents=12_000_00))
    with CaptureQueriesContext(connection) as asked:
        assert found.supplement.forbidden
    assert len(asked) == 0
