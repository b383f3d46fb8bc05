"""Which way of counting stands for poverty: the formula with it, whom it changes, and what is adopted."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from throughline.formats.formula import library, steps_library
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.models import BudgetLine, Scenario, SchoolBudget
from throughline.rooms.funding.scenarios import commands
from throughline.rooms.funding.scenarios.consequences import Decided, consequence, recounted_by_proxies
from throughline.rooms.funding.scenarios.proxies import also_counted, choices_in, renamed, with_proxies

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
POOR, CERTIFIED = "economically_disadvantaged", "directly_certified"
OTHERWISE = Decided(proxies={POOR: CERTIFIED})


@pytest.fixture
def begun(district: Any, fill: Any) -> Scenario:
    """Beside Oak (3 of 12 poor) and Elm (6 of 8), Ash, where few of the poor are certified without an application."""
    fill("Ash", "elementary", {"all": 10, POOR: 9, CERTIFIED: 2})
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula
    return commands.begin_scenario(by=district.finance, at=NOW, name="Who is poor", formula=formula, count_on=DAY)


def test_a_name_is_changed_and_nothing_that_looks_like_it() -> None:
    assert renamed("min(poverty, 2*poverty)", "poverty", "certified") == "min(certified, 2*certified)"
    assert renamed('poverty_share if level == "poverty" else 0', "poverty", "x") == (
        'poverty_share if level == "poverty" else 0'
    )


@pytest.mark.parametrize("document", [*library(), *steps_library()], ids=lambda one: one.key)
def test_every_formula_of_the_library_can_count_otherwise_and_back(document: Any) -> None:
    formula = as_steps(document.formula)
    for proxy in choices_in(formula, also_counted(formula)):
        other = with_proxies(formula, {proxy.key: proxy.others[0]})
        assert proxy.code not in asked_by(other).needs.values()
        assert asked_by(other).needs[proxy.others[0]] == proxy.others[0]
        again = with_proxies(other, {proxy.others[0]: proxy.code})
        written = [step.expressions.keys() for step in again.steps]
        assert written == [step.expressions.keys() for step in formula.steps]
        assert asked_by(again).needs[proxy.code] == proxy.code


def test_it_pays_by_who_counts_and_says_whom_that_changes(district: Any, begun: Scenario) -> None:
    rates = {one.key: dict(one.by_level) for one in consequence(begun).result.formula.parameters}
    rate = rates["rate_economically_disadvantaged"]["elementary"]
    row = commands.decide_scenario(by=district.finance, at=NOW, scenario=begun, decided=OTHERWISE)
    found = consequence(row)
    by_name = {one.name: one for one in recounted_by_proxies(row.formula, OTHERWISE, found)}
    assert [(one.n_before, one.n_now) for one in (by_name["Ash"], by_name["Oak"], by_name["Elm"])] == [
        (9, 2),
        (3, 0),
        (6, 0),
    ]
    assert by_name["Ash"].change_cents == -7 * rate * 100
    assert found.total_cents == consequence(begun).total_cents + sum(one.change_cents for one in by_name.values())


def test_what_is_adopted_counts_that_way_and_says_who(district: Any, begun: Scenario, person: Any) -> None:
    second = person("district_finance")
    row = commands.decide_scenario(by=district.finance, at=NOW, scenario=begun, decided=OTHERWISE)
    commands.lock_scenario(by=district.finance, at=NOW, scenario=row)
    commands.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="Because.")
    expected = {one.id: one.total_cents for one in consequence(row).schools}
    run = commands.adopt_scenario(by=second, at=NOW, scenario=row)
    with acting_as(second):
        assert dict(SchoolBudget.objects.filter(run=run).values_list("school_id", "total_cents")) == expected
        assert BudgetLine.objects.filter(budget__run=run).exists()
        figures = SchoolBudget.objects.get(run=run, school__name="Ash").figures
    assert figures[CERTIFIED] == "2"
    assert POOR not in figures


def test_in_the_browser(district: Any, begun: Scenario, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    url = reverse("funding:scenario", args=[begun.number])
    form = finance.get(url).context["form"]
    fields = [*form.net.way(), *form.net.brings(), *form.figures.rows()]
    given = {bound.name: str(bound.initial if bound.initial is not None else "") for bound, _sign in fields}
    tried = finance.post(f"{url}try/", given | {f"proxy.{POOR}": CERTIFIED}).content.decode()
    assert "What the way of counting alone changes" in tried
    assert "2 students, where it was 18." in tried
    assert "It gives 3 schools less." in tried
    assert finance.post(url, given | {f"proxy.{POOR}": CERTIFIED}).status_code == 302
    kept = finance.get(url)
    assert kept.context["form"].proxies[f"proxy.{POOR}"].initial == CERTIFIED
    assert "What the way of counting alone changes" in kept.content.decode()
    wrong = finance.post(url, given | {f"proxy.{POOR}": "gifted"})
    assert wrong.status_code == 200
    with acting_as(district.finance):
        assert Scenario.objects.get(pk=begun.pk).decisions["proxies"] == {POOR: CERTIFIED}
