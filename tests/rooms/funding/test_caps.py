"""What an adopted budget hands to planning: to the cent, by source with what binds it, each principal their own."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughline.engines.funding.revenues import Grant, Revenue
from throughline.formats.caps import BudgetCaps, read_caps
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.models import Run, Scenario, SchoolBudget
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.scenarios import commands
from throughline.values.errors import NotAllowed

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
STATE = Revenue("state", "State aid", "state", False, "unlocked", 90_000_01, pool="general")
LEVY = Revenue(
    "levy", "Levy", "local", False, "unlocked", 40_000_00, pool="general", eligible_schools=frozenset({"OAK"}),
    ends_on=date(2026, 12, 31), allowed_uses=("tutoring",), supplement_not_supplant=False,
)  # fmt: skip
ARTS = Revenue("arts", "Arts grant", "private", True, "school_grant", 700_00, allowed_uses=("music", "theater"))
FUNDS = Funds(2027, (STATE, LEVY, ARTS), (Grant("OAK", "arts", 400_00), Grant("ELM", "arts", 300_00)))


@pytest.fixture
def adopt(district: Any, person: Any) -> Any:
    pool = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula

    def write(brought: Brought, formula: Any = pool, name: str = "Pool") -> Run:
        about = {"formula": formula, "count_on": DAY, "brought": brought}
        row: Scenario = commands.begin_scenario(by=district.finance, at=NOW, name=name, **about)
        commands.lock_scenario(by=district.finance, at=NOW, scenario=row)
        commands.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="x", explanation_es="x")
        return commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)

    return write


def caps(viewer: Any, year: int = 2027) -> BudgetCaps:
    with acting_as(viewer):
        found = funding.budget_caps(viewer, year)
    assert found
    return found


def check_adds_up(found: BudgetCaps, run: Run) -> None:
    by_school = dict(SchoolBudget.objects.filter(run=run).values_list("school_source_id", "total_cents"))
    assert {one.school_id: one.formula_cents for one in found.schools} == by_school
    for one in found.schools:
        assert sum(cap.cents for cap in one.caps if not cap.beside) == one.formula_cents
    assert found.formula_cents == run.total_cents == found.run.total_cents
    assert (found.run.number, found.run.result_digest) == (run.number, run.result_digest)
    assert found.run.engine_version == run.engine_version
    assert found.formula.digest == run.formula_digest


def test_draws_on_revenues_are_caps_with_what_binds_them(district: Any, adopt: Any) -> None:
    run = adopt(Brought(funds=FUNDS))
    found = caps(district.finance)
    check_adds_up(found, run)
    oak = {cap.source: cap for school in found.schools if school.school_id == "OAK" for cap in school.caps}
    assert (oak["levy"].ends_on, oak["levy"].allowed_uses) == (date(2026, 12, 31), ("tutoring",))
    assert (oak["state"].starts_on, oak["state"].ends_on) == (date(2026, 7, 1), date(2027, 6, 30))
    assert (oak["arts"].cents, oak["arts"].beside, oak["arts"].restricted) == (400_00, True, True)
    assert found.beside_cents == 700_00
    elm = next(school for school in found.schools if school.school_id == "ELM")
    assert "levy" not in {cap.source for cap in elm.caps}


@pytest.mark.parametrize("kind", ["steps", "matrix"])
def test_without_revenues_the_formulas_own_sources_stand(district: Any, adopt: Any, kind: str) -> None:
    if kind == "steps":
        run = adopt(Brought(revenues_cents={"general": 423_456_79}))
    else:
        run = adopt(Brought(), district.formula)
    found = caps(district.finance)
    check_adds_up(found, run)
    assert {cap.source for school in found.schools for cap in school.caps} == {"general"}
    assert {cap.restricted for school in found.schools for cap in school.caps} == {False}


def test_only_what_two_people_adopted_is_handed_over(district: Any, adopt: Any, sign_in: Any) -> None:
    with acting_as(district.finance):
        assert funding.budget_caps(district.finance, 2027) is None, "a run that was only started is no cap"
    browser = sign_in(district.finance)
    url = reverse("funding:caps_file", args=[district.run.number, "json"])
    assert "Nobody has adopted this run" in browser.get(url, follow=True).content.decode()
    first = adopt(Brought(revenues_cents={"general": 400_000_00}))
    assert caps(district.finance).run.number == first.number
    later = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=date(2026, 10, 2)).run
    assert later.number > first.number
    assert caps(district.finance).run.number == first.number
    second = adopt(Brought(revenues_cents={"general": 500_000_00}), name="More")
    assert caps(district.finance).run.number == second.number
    with acting_as(district.finance):
        assert funding.budget_caps(district.finance, 2028) is None


def test_a_recount_takes_its_place(district: Any, adopt: Any, person: Any, fill: Any) -> None:
    first = adopt(Brought(revenues_cents={"general": 400_000_00}))
    row = funding.begin_recount(
        by=district.finance, at=NOW, run=first, count_on=date(2026, 11, 2), name="Again", rule=funding.YearRule()
    )
    commands.lock_scenario(by=district.finance, at=NOW, scenario=row)
    commands.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="x")
    run = commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)
    found = caps(district.finance)
    check_adds_up(found, run)
    assert found.run.recount_of == first.number


def test_the_files_are_the_page_and_a_principal_takes_their_own(
    district: Any, adopt: Any, sign_in: Any, person: Any
) -> None:
    run = adopt(Brought(funds=FUNDS))
    office, leader = sign_in(district.finance), sign_in(district.leader)
    url = reverse("funding:caps", args=[run.number])
    assert "State aid" in office.get(url).content.decode()
    whole = read_caps(office.get(f"{url}json/").content)
    assert (whole, whole.whole) == (caps(district.finance), True)
    own = read_caps(leader.get(f"{url}json/").content)
    assert ([school.school_id for school in own.schools], own.whole) == (["OAK"], False)
    table = leader.get(f"{url}csv/").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["school_id"] for row in rows} == {"OAK"}
    dollars = [row["dollars"] for row in rows if row["beside_formula"] == "false"]
    assert sum(int(one.replace(".", "")) for one in dollars) == own.formula_cents
    assert "Elm" not in leader.get(url).content.decode() + table
    run_page = office.get(reverse("funding:run", args=[run.number])).content.decode()
    assert url in run_page
    teacher = person("teacher", district.oak)
    for address in (url, f"{url}json/", f"{url}csv/"):
        assert sign_in(teacher).get(address).status_code == 403
    assert office.get(f"{url}xml/").status_code == 404
    with acting_as(teacher), pytest.raises(NotAllowed):
        funding.budget_caps(teacher, 2027)


def test_more_schools_take_no_more_queries(district: Any, adopt: Any, sign_in: Any, fill: Any) -> None:
    browser, counts = sign_in(district.finance), []
    for n in (0, 5):
        for at in range(n):
            fill(f"Ash{at}", "middle", {"all": 3})
        run = adopt(Brought(funds=FUNDS), name=f"Of {n}")
        for kind in ("", "json/"):
            browser.get(reverse("funding:caps", args=[run.number]))
            with CaptureQueriesContext(connection) as found:
                assert browser.get(reverse("funding:caps", args=[run.number]) + kind).status_code == 200
            counts.append(len(found))
    assert counts[:2] == counts[2:]
