"""Runs and scenarios that draw on a year's revenues: every school by source, to the cent, kept and proved."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughline.engines.funding.revenues import CentralShare, Grant, Revenue
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets import queries
from throughline.rooms.funding.budgets.commands import start_run
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.budgets.replaying import replay_steps
from throughline.rooms.funding.models import BudgetDraw, Run, Scenario, SchoolBudget
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.scenarios import commands
from throughline.rooms.funding.scenarios.consequences import Decided, consequence
from throughline.values.errors import NotAllowed, RefusedInput

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
STATE = Revenue("state", "State aid", "state", False, "unlocked", 90_000_00, 5_00, pool="general")
LEVY = Revenue(
    "levy", "Levy", "local", False, "unlocked", 400_000_00, central=(CentralShare("bus", share=Fraction(1, 10)),),
    pool="general", eligible_schools=frozenset({"OAK"}),
)  # fmt: skip
ARTS = Revenue("arts", "Arts grant", "private", True, "school_grant", 700_00)
MEALS = Revenue("meals", "Meals", "federal", True, "locked", 12_000_00)
FUNDS = Funds(2027, (STATE, LEVY, ARTS, MEALS), (Grant("OAK", "arts", 400_00), Grant("ELM", "arts", 300_00)))


@pytest.fixture
def pool(district: Any) -> Any:
    return funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def check_adds_up(viewer: Any, run: Run) -> None:
    with acting_as(viewer):
        found = queries.drawn_page(viewer, Run.objects.get(pk=run.pk))
        for budget in SchoolBudget.objects.filter(run=run):
            draws = list(BudgetDraw.objects.filter(budget=budget))
            assert sum(draw.cents for draw in draws if not draw.beside) == budget.total_cents
    for one in found.sources:
        parts = (one.central_cents, one.locked_cents, one.by_name_cents, one.drawn_cents, one.unpaid_cents)
        assert sum(parts) == one.brings_cents
    drawn = sum(one.drawn_cents for one in found.sources)
    assert drawn + found.not_covered_cents == run.total_cents


def test_a_run_in_steps_shares_out_what_revenues_leave_it(district: Any, pool: Any) -> None:
    run = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=Brought(funds=FUNDS)).run
    assert run.total_cents == 90_005_00 + 360_000_00
    check_adds_up(district.finance, run)
    with acting_as(district.finance):
        elm = BudgetDraw.objects.filter(budget__run=run, school=district.elm, beside=False)
        assert {draw.source for draw in elm} <= {"state", ""}  # the levy is for Oak alone
        replay_steps(district.finance, Run.objects.get(pk=run.pk))


def test_a_matrix_is_traced_too_and_what_no_source_may_pay_is_told(district: Any, sign_in: Any) -> None:
    run = start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY, brought=Brought(funds=FUNDS))
    assert run.is_new
    assert run.run.total_cents == district.run.total_cents
    check_adds_up(district.finance, run.run)
    poor = Funds(2027, (Revenue("state", "State aid", "state", False, "unlocked", 1_00, pool="general"),))
    short = start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY, brought=Brought(funds=poor))
    check_adds_up(district.finance, short.run)
    page = text(sign_in(district.finance).get(reverse("funding:run_sources", args=[short.run.number])))
    assert "is paid that no source may pay or has left" in page
    assert "No source may pay it" in page


def test_the_same_revenues_find_the_run_that_stands_and_others_do_not(district: Any, pool: Any) -> None:
    brought = Brought({"prior_total": {"OAK": Fraction(1), "ELM": Fraction(2)}}, funds=FUNDS)
    first = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought)
    again = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought)
    assert (again.run, again.is_new) == (first.run, False)
    named_otherwise = Funds(2027, FUNDS.revenues, (Grant("OAK", "arts", 700_00),))
    other = Brought(brought.facts, funds=named_otherwise)
    assert start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=other).is_new


def test_revenues_a_formula_cannot_take_are_refused_in_words(district: Any, pool: Any) -> None:
    bound = Funds(2027, (Revenue("title_i", "Title I", "federal", True, "unlocked", 5_00),))
    with pytest.raises(RefusedInput) as refused:
        start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=Brought(funds=bound))
    assert {problem.rule.code for problem in refused.value.problems} == {"revenues-pool-unknown"}
    nothing = Funds(2027, (ARTS,), FUNDS.grants)
    with pytest.raises(RefusedInput) as refused:
        start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=Brought(funds=nothing))
    assert {problem.rule.code for problem in refused.value.problems} == {"revenue-needed"}


def test_a_scenario_decides_how_sources_stand_and_is_adopted_with_its_draws(
    district: Any, pool: Any, person: Any
) -> None:
    brought = Brought(funds=FUNDS)
    begun = commands.begin_scenario(by=district.finance, at=NOW, name="x", formula=pool, count_on=DAY, brought=brought)
    assert consequence(begun).total_cents == 450_005_00
    choices = {"levy": {"central": "0.5"}, "state": {"status": "locked"}}
    decided = Decided(sources=choices)
    commands.decide_scenario(by=district.finance, at=NOW, scenario=begun, decided=decided)
    commands.lock_scenario(by=district.finance, at=NOW, scenario=begun)
    commands.propose_scenario(by=district.finance, at=NOW, scenario=begun, explanation="Because.")
    run = commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=begun)
    assert run.total_cents == 200_000_00
    check_adds_up(district.finance, run)
    with acting_as(district.finance):
        row = Scenario.objects.get(pk=begun.pk)
        assert Decided.of_json(row.decisions).sources == choices


def test_in_the_browser(district: Any, pool: Any, sign_in: Any) -> None:
    funding.bring_in_revenues(by=district.finance, at=NOW, funds=FUNDS)
    finance = sign_in(district.finance)
    given = {"formula": pool.pk, "count_on": "2026-10-01", "funds": "2027"}
    run = finance.post(reverse("funding:new_run"), given)
    assert run.status_code == 302
    assert "By source" in text(finance.get(run.url))
    sources = text(finance.get(f"{run.url}sources/"))
    assert "State aid" in sources
    assert "$450,005.00" in sources
    own = text(sign_in(district.leader).get(f"{run.url}schools/{district.oak.pk}/"))
    assert "Where it comes from" in own
    assert "Named for this school beside the formula" in own
    assert "$400.00" in own
    assert "$300.00" not in own
    assert sign_in(district.leader).get(f"{run.url}sources/").status_code in (403, 404)
    blank = finance.post(reverse("funding:new_run"), given | {"funds": ""})
    assert "Write how many dollars “Unrestricted funds” brings." in text(blank)
    made = finance.post(reverse("funding:new_scenario"), given | {"name": "Pool"})
    assert made.status_code == 302
    form = finance.get(made.url).context["form"]
    fields = [*form.net.way(), *form.net.brings(), *form.sources.rows(), *form.figures.rows()]
    sent = {bound.name: str(bound.initial if bound.initial is not None else "") for bound, _sign in fields}
    tried = text(finance.post(f"{made.url}try/", sent | {"central.levy": "50"}))
    assert "$290,005" in tried
    assert "Schools decide over" in tried
    aimed = text(finance.post(f"{made.url}try/", sent | {"central.levy": "50", "discretion": "85"}))
    assert "short of the aim of 85.0%." in aimed
    assert "The aim of 20.0% is met." in text(finance.post(f"{made.url}try/", sent | {"discretion": "20"}))
    locked = text(finance.post(f"{made.url}try/", sent | {"status.levy": "locked", "status.state": "locked"}))
    assert "nobody has said how much that is" in locked
    assert "Every school by source" in text(finance.get(f"{made.url}sources/"))


def test_the_walls_show_a_school_its_own_draws(district: Any, pool: Any) -> None:
    run = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=Brought(funds=FUNDS)).run
    with acting_as(district.leader):
        assert set(BudgetDraw.objects.values_list("school", flat=True)) == {district.oak.pk}
        with pytest.raises(NotAllowed):
            queries.drawn_page(district.leader, Run.objects.get(pk=run.pk))


def test_more_schools_take_no_more_queries(district: Any, sign_in: Any, fill: Any) -> None:
    finance, counts = sign_in(district.finance), []
    finance.get(reverse("funding:budgets"))
    for n in (0, 4):
        for at in range(n):
            fill(f"Ash{at}", "middle", {"all": 3})
        brought = Brought(funds=FUNDS)
        run = start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY, brought=brought).run
        with CaptureQueriesContext(connection) as found:
            assert finance.get(reverse("funding:run_sources", args=[run.number])).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
