"""Scenarios: the same cents as a run, harm held off and paid for, years phased in, compared, adopted by two people."""

import json
import random
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughline.engines.funding import SchoolCounts, allocate
from throughline.engines.funding.steps import SchoolColumns, allocate_steps
from throughline.formats.formula import library, steps_library
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.commands import start_run
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.models import Run, Scenario, SchoolBudget
from throughline.rooms.funding.scenarios import commands
from throughline.rooms.funding.scenarios.consequences import Decided, consequence, consequence_of
from throughline.rooms.funding.scenarios.inputs import Inputs, SchoolHere
from throughline.rooms.funding.scenarios.matrices import matrix_rows
from throughline.rooms.funding.scenarios.net import HOLD, OPEN, RESERVE, SafetyNet
from throughline.values.errors import NotAllowed, RefusedInput

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
LEVELS = ("elementary", "middle", "high")


@pytest.fixture
def begun(district: Any) -> Scenario:
    """The illustrative formula beside budgets of the guidebook's: one school gains, one loses."""
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula
    return commands.begin_scenario(by=district.finance, at=NOW, name="At once", formula=formula, count_on=DAY)


def decided(district: Any, scenario: Scenario, **net: Any) -> Scenario:
    return commands.decide_scenario(
        by=district.finance, at=NOW, scenario=scenario, decided=Decided(net=SafetyNet(**net))
    )


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("seed", range(5))
def test_a_matrix_in_steps_pays_the_same_cents(seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311 - invented counts
    for document in library():
        formula = document.formula
        ids = [f"S{n}" for n in range(7)]
        levels = [drawn.choice([level.key for level in formula.levels]) for _ in ids]
        columns = {need.counts: [drawn.randint(0, 900) for _ in ids] for need in formula.needs}
        columns["all"] = [max(column) + 900 for column in zip(*columns.values(), strict=True)]
        whole = allocate(formula, SchoolCounts.of(ids, levels, columns))
        exact = {key: [Fraction(n) for n in column] for key, column in columns.items()}
        steps = allocate_steps(as_steps(formula), SchoolColumns(tuple(ids), tuple(levels), exact))
        assert list(steps.totals_cents) == whole.totals_cents.tolist()


def test_a_scenario_comes_to_the_cents_of_a_run(district: Any, begun: Scenario) -> None:
    run = start_run(by=district.finance, at=NOW, formula=begun.formula, count_on=DAY).run
    with acting_as(district.finance):
        stored = dict(SchoolBudget.objects.filter(run=run).values_list("school_id", "total_cents"))
        assert {one.id: one.total_cents for one in consequence(begun).schools} == stored


def test_nothing_of_a_scenario_changes_a_budget(district: Any, begun: Scenario) -> None:
    assert Run.objects.count() == 1


def test_gainers_pay_for_those_held_harmless(district: Any, begun: Scenario) -> None:
    before = consequence(begun)
    assert before.losers or before.gainers
    held = consequence(decided(district, begun, hold_share="1"))
    assert held.total_cents == before.total_cents
    assert held.hold_cost_cents == held.given_cents
    wanted = sum(-one.change_cents for one in before.losers)
    room = sum(one.change_cents for one in before.gainers)
    assert held.hold_cost_cents == min(wanted, room)


def test_the_district_pays_whatever_it_takes(district: Any, begun: Scenario) -> None:
    before = consequence(begun)
    held = consequence(decided(district, begun, hold_share="1", hold_paid=OPEN))
    assert not held.losers
    assert held.total_cents - before.total_cents == sum(-one.change_cents for one in before.losers)


def test_a_reserve_goes_as_far_as_it_goes(district: Any, begun: Scenario) -> None:
    before = consequence(begun)
    held = consequence(decided(district, begun, hold_share="1", hold_paid=RESERVE, reserve_cents=1_00))
    assert held.total_cents - before.total_cents == min(1_00, sum(-one.change_cents for one in before.losers))


def test_a_phase_in_ends_at_the_formula(district: Any, begun: Scenario) -> None:
    whole = consequence(begun)
    for year in (1, 2, 3):
        part = consequence(decided(district, begun, phase_years=3, phase_year=year))
        for one, end in zip(part.schools, whole.schools, strict=True):
            there = one.current_cents + Fraction(year, 3) * (end.total_cents - one.current_cents)
            assert abs(one.total_cents - there) <= 1
    assert [one.total_cents for one in part.schools] == [one.total_cents for one in whole.schools]


def test_a_minimum_raises_small_schools(district: Any, begun: Scenario) -> None:
    found = consequence(decided(district, begun, minimum_cents=100_000_00))
    assert all(one.total_cents >= 100_000_00 for one in found.schools)


def pool_inputs(drawn: random.Random, n: int) -> Inputs:
    schools = []
    for at in range(n):
        students = 1 + drawn.randint(0, 900)
        current = students * drawn.randint(300_000, 900_000)
        schools.append(SchoolHere(at, f"S{at:04d}", f"School {at}", drawn.choice(LEVELS), students, current))
    columns = {
        "enrolled": [str(one.n_students) for one in schools],
        "poverty": [str(drawn.randint(0, one.n_students)) for one in schools],
        "english_learners": [str(drawn.randint(0, one.n_students)) for one in schools],
        "prior_total": [str(Fraction(one.current_cents, 100)) for one in schools],
    }
    return Inputs(DAY, "rule", schools, columns)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_decided_it_adds_up(district: Any, seed: int) -> None:
    """Sources, components and needs each sum to the total, in any order of schools; nobody has less than nothing."""
    drawn = random.Random(seed)  # noqa: S311 - invented schools
    row = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    inputs = pool_inputs(drawn, 25)
    brought = sum(one.current_cents for one in inputs.schools) + drawn.randint(-(10**9), 10**9)
    net = SafetyNet(
        hold_share=str(drawn.choice(("0", "0.9", "0.985", "1"))),
        hold_paid=drawn.choice(("open", "reserve", "gainers")),
        reserve_cents=drawn.randint(0, 10**8),
        most_given_share=drawn.choice(("0", "0.02")),
        minimum_cents=drawn.choice((0, 50_000_000)),
        phase_years=drawn.randint(1, 4),
    )
    what = Decided(revenues_cents={"general": brought}, net=net)
    found = consequence_of(row, inputs, what)
    result = found.result
    assert sum(one.total_cents for one in found.schools) == found.total_cents
    for parts in (result.by_component_cents(), result.by_source_cents(), result.by_need_cents()):
        assert sum(parts.values()) == found.total_cents
    assert all(one.total_cents >= 0 for one in found.schools)
    order = list(range(25))
    drawn.shuffle(order)
    mixed = Inputs(
        inputs.on,
        inputs.rule,
        [inputs.schools[at] for at in order],
        {key: [column[at] for at in order] for key, column in inputs.columns.items()},
    )
    again = consequence_of(row, mixed, what)
    assert {one.id: one.total_cents for one in again.schools} == {one.id: one.total_cents for one in found.schools}


def test_a_figure_of_the_formula_is_decided(district: Any, begun: Scenario) -> None:
    before = consequence(begun)
    what = Decided(figures={"rate_all.high": "20000"})
    found = consequence(commands.decide_scenario(by=district.finance, at=NOW, scenario=begun, decided=what))
    changed = {
        one.name for one, was in zip(found.schools, before.schools, strict=True) if one.total_cents != was.total_cents
    }
    assert changed == {"Elm"}


def test_locked_is_not_changed_and_a_branch_is(district: Any, begun: Scenario) -> None:
    commands.lock_scenario(by=district.finance, at=NOW, scenario=begun)
    with pytest.raises(RefusedInput):
        decided(district, begun, hold_share="1")
    branch = commands.branch_scenario(by=district.finance, at=NOW, scenario=begun, name="Branch")
    decided(district, branch, hold_share="1")
    assert branch.parent == begun
    with acting_as(district.finance):
        assert Scenario.objects.get(pk=begun.pk).decisions["net"]["hold_share"] == "0"


def test_two_people_adopt_and_the_run_has_the_scenarios_cents(district: Any, begun: Scenario, person: Any) -> None:
    second = person("district_finance")
    decided(district, begun, hold_share="0.98", phase_years=3)
    with acting_as(district.finance):
        expected = {one.id: one.total_cents for one in consequence(Scenario.objects.get(pk=begun.pk)).schools}
    with pytest.raises(RefusedInput):
        commands.adopt_scenario(by=second, at=NOW, scenario=begun)
    commands.lock_scenario(by=district.finance, at=NOW, scenario=begun)
    commands.propose_scenario(by=district.finance, at=NOW, scenario=begun, explanation="Because.")
    with pytest.raises(NotAllowed):
        commands.adopt_scenario(by=district.finance, at=NOW, scenario=begun)
    run = commands.adopt_scenario(by=second, at=NOW, scenario=begun)
    with acting_as(second):
        assert dict(SchoolBudget.objects.filter(run=run).values_list("school_id", "total_cents")) == expected
        row = Scenario.objects.get(pk=begun.pk)
    assert (row.state, row.run, row.adopted_by_name) == ("adopted", run, str(second))
    kept = formula_value(run.formula)
    for language in ("en", "es"):
        named = kept.name.text(language)
        assert row.name in named
        assert formula_value(begun.formula).name.text(language) in named


def test_the_database_wants_a_second_person_too(district: Any, begun: Scenario) -> None:
    mine = {"proposed_by_id": 5, "adopted_by_id": 5, "state": "adopted", "run": district.run}
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Scenario.objects.filter(pk=begun.pk).update(**mine)


@pytest.mark.parametrize("relation", ["district_data", "school_leader", "coordinator", "outsider"])
def test_only_finance_decides(district: Any, begun: Scenario, person: Any, relation: str) -> None:
    viewer = person(relation, district.oak)
    for act in (commands.lock_scenario, commands.adopt_scenario):
        with pytest.raises(NotAllowed):
            act(by=viewer, at=NOW, scenario=begun)
    with pytest.raises(NotAllowed):
        commands.begin_scenario(by=viewer, at=NOW, name="x", formula=district.formula, count_on=DAY)
    with pytest.raises(NotAllowed):
        commands.branch_scenario(by=viewer, at=NOW, scenario=begun, name="x")
    with pytest.raises(NotAllowed):
        commands.propose_scenario(by=viewer, at=NOW, scenario=begun, explanation="x")
    with pytest.raises(NotAllowed):
        commands.decide_scenario(by=viewer, at=NOW, scenario=begun, decided=Decided())


def test_the_second_wall_hides_scenarios_from_schools(district: Any, begun: Scenario) -> None:
    with acting_as(district.leader):
        assert Scenario.objects.count() == 0
    with acting_as(district.data):
        assert Scenario.objects.count() == 1


def test_in_the_browser(district: Any, begun: Scenario, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    url = reverse("funding:scenario", args=[begun.number])
    page = text(finance.get(url))
    assert "Who gains and who loses, by need?" in page
    given = sent(finance, url, hold="100", hold_paid="gainers", phase_years="3")
    tried = text(finance.post(f"{url}try/", given))
    assert 'id="consequence"' in tried
    assert "Is it fair?" in tried  # of what is tried, not of what is kept
    assert "<html" not in tried
    with acting_as(district.finance):
        assert Scenario.objects.get(pk=begun.pk).decisions["net"]["phase_years"] == 1
    wrong = text(finance.post(f"{url}try/", given | {"phase_year": "4"}))
    assert "The phase-in takes 3 years; choose one of them." in wrong
    assert finance.post(url, given).status_code == 302
    with acting_as(district.finance):
        assert Scenario.objects.get(pk=begun.pk).decisions["net"]["phase_years"] == 3
    branch = finance.post(f"{url}branch/", {"name": "Branch"})
    listed = text(finance.get(reverse("funding:scenarios")))
    assert "Branch" in listed
    both = text(finance.get(reverse("funding:compare_scenarios"), {"s": [1, 2]}))
    assert "How far does each scenario move schools?" in both
    assert "Each school&#x27;s place by dollars for each student" in both
    names = [finance.post(f"{url}branch/", {"name": f"Branch {n}"}).url for n in range(3)]
    many = finance.get(reverse("funding:compare_scenarios"), {"s": [1, 2, 3, 4, 5]})
    assert len(names) == 3
    assert "E · Branch 2" in text(many)
    assert finance.get(reverse("funding:compare_scenarios"), {"s": [1]}).status_code == 302
    for act in ("lock", "propose"):
        finance.post(f"{branch.url}{act}/", {"explanation": "Because."})
    assert "You proposed this." in text(finance.get(branch.url))
    assert finance.post(f"{branch.url}adopt/").status_code in (302, 403, 404)
    data = sign_in(district.data)
    assert data.get(url).status_code == 200
    assert data.post(f"{url}try/", given).status_code in (403, 404)
    assert sign_in(district.leader).get(url).status_code in (403, 404)


def sent(browser: Any, url: str, **changes: str) -> dict[str, str]:
    """What the form of a scenario would send, with some changed."""
    form = browser.get(url).context["form"]
    fields = [*form.net.way(), *form.net.brings(), *form.figures.rows()]
    return {bound.name: str(bound.initial if bound.initial is not None else "") for bound, _sign in fields} | changes


def test_a_start_in_the_browser_asks_for_what_a_formula_needs(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    pool = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    given = {"name": "Pool", "formula": pool.pk, "count_on": "2026-10-01"}
    assert "brings" in text(finance.post(reverse("funding:new_scenario"), given))
    made = finance.post(reverse("funding:new_scenario"), given | {"source.general": "900000"})
    assert made.status_code == 302
    assert "$900,000" in text(finance.get(made.url))


def test_dollars_and_weights_follow_from_each_other(district: Any, begun: Scenario, sign_in: Any) -> None:
    rows = matrix_rows(consequence(begun).result.formula)
    assert rows
    for row in rows:
        base = row.dollars[0]  # of every student
        assert tuple(weight * base for weight in row.weights) == row.dollars
        assert row.weights[0] == 1
    page = text(sign_in(district.finance).get(reverse("funding:scenario", args=[begun.number])))
    assert rows[0].cell(1) in page


def test_a_thousand_schools_answer_in_as_many_queries_as_two(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    row = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    counts = []
    for n in (2, 1000):
        inputs = pool_inputs(random.Random(n), n)  # noqa: S311 - invented schools
        what = Decided(revenues_cents={"general": sum(one.current_cents for one in inputs.schools)})
        made = Scenario.objects.create(
            number=100 + n,
            name="Many",
            formula=row,
            inputs=json.loads(json.dumps(inputs.as_json())),
            decisions=what.as_json(),
            by_name="test",
            at=NOW,
        )
        url = reverse("funding:scenario", args=[made.number])
        given = sent(finance, url, hold="98")
        with CaptureQueriesContext(connection) as queries:
            assert finance.post(f"{url}try/", given).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_formula_of_restricted_money_only_holds_nobody_harmless(district: Any) -> None:
    key = next(d.key for d in steps_library() if all(money.restricted for money in d.formula.sources))
    row = funding.adopt_library_formula(by=district.finance, at=NOW, key=key).formula
    inputs = Inputs(DAY, "rule", [], {column.key: [] for column in row_inputs(row)})
    with pytest.raises(RefusedInput):
        consequence_of(row, inputs, Decided(revenues_cents={"title_i": 1}, net=SafetyNet(hold_share="1")))


def row_inputs(row: Any) -> Any:
    from throughline.rooms.funding.documents import formula_value

    return as_steps(formula_value(row)).inputs


def test_brought_figures_are_kept_with_the_scenario(district: Any) -> None:
    row = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    prior = {"prior_total": {"OAK": Fraction("12.5"), "ELM": Fraction(2)}}
    made = commands.begin_scenario(
        by=district.finance,
        at=NOW,
        name="x",
        formula=row,
        count_on=DAY,
        brought=Brought(prior, {"general": 1_000_000_00}),
    )
    kept = Inputs.of_json(made.inputs)
    assert dict(zip([one.source_id for one in kept.schools], kept.columns["prior_total"], strict=True)) == {
        "OAK": "25/2",
        "ELM": "2",
    }
    assert HOLD not in consequence(made).result.by_component_cents()
