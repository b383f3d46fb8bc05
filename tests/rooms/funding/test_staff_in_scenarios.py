"""Average or real salaries as a decision of a scenario: what follows, what a run freezes, and who reads it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from throughline.engines.funding.positions import AVERAGE, REAL, Position, Staff
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import access, models
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.commands import start_run
from throughline.rooms.funding.budgets.proving import prove
from throughline.rooms.funding.charged import StaffKept
from throughline.rooms.funding.scenarios import charges, commands
from throughline.rooms.funding.scenarios.consequences import Decided, consequence
from throughline.values.errors import NotAllowed

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
YEAR = 2027
CATALOG = (Position("AIDE", "Aide", 300_00, source="Payroll"), Position("TEACH", "Teacher", 800_00, source="Payroll"))
STAFF = (
    Staff("OAK", "TEACH", Decimal(10), 9_000_00),
    Staff("ELM", "TEACH", Decimal(8), 5_600_00),
    Staff("ELM", "AIDE", Decimal(6), 1_800_00),
)
WHY = "Nobody should hire the cheapest."
AT_REAL = "For staff, schools are charged what their own people really cost."


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("<b>", "").replace("</b>", "").replace("&#x27;", "'")


@pytest.fixture
def begun(district: Any) -> models.Scenario:
    """A scenario on a year whose staff costs are known and which decided for the average."""
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG)
    funding.bring_in_staff(by=district.finance, at=NOW, year=YEAR, staff=STAFF)
    funding.decide_charge(by=district.finance, at=NOW, year=YEAR, way=AVERAGE, reason=WHY)
    return begin(district)


def begin(district: Any, name: str = "At once") -> models.Scenario:
    # Another formula than the run's, since a scenario that decides nothing would come to the run that stands.
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula
    return commands.begin_scenario(by=district.finance, at=NOW, name=name, formula=formula, count_on=DAY)


def decide(district: Any, scenario: models.Scenario, way: str) -> models.Scenario:
    return commands.decide_scenario(by=district.finance, at=NOW, scenario=scenario, decided=Decided(staff=way))


def adopt(district: Any, scenario: models.Scenario, person: Any) -> models.Run:
    commands.lock_scenario(by=district.finance, at=NOW, scenario=scenario)
    commands.propose_scenario(by=district.finance, at=NOW, scenario=scenario, explanation="Because.")
    return commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=scenario)


def test_a_scenario_is_charged_as_its_year_was_when_it_was_begun(district: Any, begun: models.Scenario) -> None:
    found = consequence(begun)
    assert charges.charge_of(found, Decided()) == found.inputs.staff
    assert (found.inputs.staff.way, found.inputs.staff.reason) == (AVERAGE, WHY)
    funding.decide_charge(by=district.finance, at=NOW, year=YEAR, way=REAL, reason="Otherwise.")
    again = models.Scenario.objects.get(pk=begun.pk)
    assert consequence(again).inputs.staff == found.inputs.staff, "what was frozen stays"
    assert charges.charge_of(found, Decided(staff=REAL)) == StaffKept(REAL, "", found.inputs.staff.costs)


def test_the_consequence_stands_beside_the_decision(district: Any, begun: models.Scenario, sign_in: Any) -> None:
    finance, url = sign_in(district.finance), reverse("funding:scenario", args=[begun.number])
    page = text(finance.get(url))
    assert "As the year decides: The district's average of each position, as the catalog says" in page
    assert "1 school is charged more than the other way: $800.00." in page, "at the average, that is Elm"
    form = finance.get(url).context["form"]
    fields = [*form.net.way(), *form.net.brings(), *form.figures.rows()]
    sent = {bound.name: str(bound.initial if bound.initial is not None else "") for bound, _sign in fields}
    tried = text(finance.post(f"{url}try/", sent | {"staff": REAL}))
    assert f"{AT_REAL} That is this scenario’s own decision." in tried
    assert "1 school is charged more than the other way: $1,000.00." in tried
    both = charges.charged_in(district.finance, consequence(begun))
    assert both is not None
    assert [(one.name, one.moved_cents) for one in both.schools] == [("Oak", 1_000_00), ("Elm", -800_00)]
    budgets = {one.name: one.total_cents for one in consequence(begun).schools}
    assert [one.left_cents(REAL) for one in both.schools] == [
        budgets["Oak"] - 9_000_00,
        budgets["Elm"] - 7_400_00,
    ]
    assert models.Scenario.objects.get(pk=begun.pk).decisions["staff"] == "", "trying keeps nothing"
    assert finance.post(url, sent | {"staff": REAL}).status_code == 302
    assert models.Scenario.objects.get(pk=begun.pk).decisions["staff"] == REAL
    finance.post(url, sent | {"staff": "somehow"})
    assert models.Scenario.objects.get(pk=begun.pk).decisions["staff"] == REAL, "there are two ways"


def test_costs_that_were_brought_in_later_change_no_scenario(district: Any, begun: models.Scenario) -> None:
    funding.bring_in_staff(by=district.finance, at=NOW, year=YEAR, staff=[Staff("OAK", "TEACH", Decimal(10), 1_00)])
    both = charges.charged_in(district.finance, consequence(begun))
    assert both is not None
    assert both.charged.real_cents == sum(one.cost_cents for one in STAFF)
    later = charges.charged_in(district.finance, consequence(begin(district, "Later")))
    assert later is not None
    assert later.charged.real_cents == 1_00


def test_few_units_stay_together_in_a_scenario_too(district: Any, sign_in: Any) -> None:
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG)
    few = (STAFF[0], Staff("ELM", "TEACH", Decimal(3), 2_345_67))
    funding.bring_in_staff(by=district.finance, at=NOW, year=YEAR, staff=few)
    page = text(sign_in(district.finance).get(reverse("funding:scenario", args=[begin(district).number])))
    assert "2 schools with few staff, together" in page
    assert "2,345.67" not in page
    assert "How schools are charged for staff is not decided" in page


def test_real_costs_are_hidden_from_those_who_see_scenarios_without_them(
    district: Any, begun: models.Scenario, sign_in: Any
) -> None:
    page = text(sign_in(district.data).get(reverse("funding:scenario", args=[begun.number])))
    assert "What staff really costs is for the finance office alone" in page
    assert "9,000.00" not in page
    assert charges.charged_in(district.data, consequence(begun)) is None
    for viewer in (district.data, district.leader):
        with pytest.raises(NotAllowed):
            access.get_frozen_staff_for(viewer)
        with acting_as(viewer):
            assert not models.FrozenStaff.objects.exists(), "the second wall stands without the first"
    kept = str(begun.inputs["staff"])
    assert not any(str(one.cost_cents) in kept for one in STAFF), "no dollars beside the figures that others see"


def test_a_run_freezes_the_decision_and_is_proved_by_it(
    district: Any, begun: models.Scenario, person: Any, sign_in: Any
) -> None:
    expected = consequence(begun).total_cents
    run = adopt(district, decide(district, begun, REAL), person)
    assert run.total_cents == expected, "what is charged changes no budget"
    assert StaffKept.of_json(run.charge).digest == run.charge_digest
    proof = prove(district.finance, run)
    assert proof.holds
    assert [name for name, _kept, _now in proof.digests] == ["formula", "inputs", "result", "charge"]
    assert prove(district.data, run).holds
    finance = sign_in(district.finance)
    assert "Digest of what staff is charged" in text(finance.get(reverse("funding:run_proof", args=[run.number])))
    funding.decide_charge(by=district.finance, at=NOW, year=YEAR, way=AVERAGE, reason="Later.")
    leader = sign_in(district.leader)
    for name in ("school_budget", "explained_budget"):
        page = text(leader.get(reverse(f"funding:{name}", args=[run.number, district.oak.pk])))
        assert AT_REAL in page, "as it was adopted, whatever the year decides later"
        assert "9,000" not in page
    spanish = leader.get(
        reverse("funding:explained_budget", args=[run.number, district.oak.pk]), headers={"accept-language": "es"}
    )
    assert "se carga a las escuelas lo que su propia gente cuesta de verdad." in text(spanish)
    book = load_workbook(BytesIO(finance.get(reverse("funding:run_workbook", args=[run.number])).content))
    words = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert AT_REAL in words


def test_frozen_costs_are_kept_once_and_never_changed(district: Any, begun: models.Scenario) -> None:
    begin(district, "Again")
    assert models.FrozenStaff.objects.count() == len(STAFF)
    for change in (lambda: models.FrozenStaff.objects.update(cost_cents=1), models.FrozenStaff.objects.all().delete):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()


def test_the_same_budget_charged_otherwise_is_another_run(district: Any, begun: models.Scenario) -> None:
    runs: list[Any] = []
    for way in (AVERAGE, REAL):
        funding.decide_charge(by=district.finance, at=NOW, year=YEAR, way=way, reason=WHY)
        about = {"by": district.finance, "at": NOW, "formula": district.formula, "count_on": DAY}
        runs += [start_run(**about) for _again in range(2)]
    assert [one.is_new for one in runs] == [True, False, True, False]
    assert [one.run.charge["way"] for one in runs] == [AVERAGE, AVERAGE, REAL, REAL]
    assert len({one.run.total_cents for one in runs}) == 1
    assert not district.run.charge, "a run from before anybody decided froze none"
    assert [name for name, _kept, _now in prove(district.finance, district.run).digests][-1] == "result"


def test_comparison_names_how_each_charges(district: Any, begun: models.Scenario, sign_in: Any) -> None:
    other = decide(
        district, commands.branch_scenario(by=district.finance, at=NOW, scenario=begun, name="At real cost"), REAL
    )
    page = text(
        sign_in(district.finance).get(reverse("funding:compare_scenarios"), {"s": [begun.number, other.number]})
    )
    assert "For staff, schools are charged the district's average of each position." in page
    assert f"{AT_REAL} That is this scenario’s own decision." in page


def test_a_recount_keeps_what_its_run_froze(district: Any, begun: models.Scenario) -> None:
    run = start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run
    funding.decide_charge(by=district.finance, at=NOW, year=YEAR, way=REAL, reason="Later.")
    again = funding.begin_recount(
        by=district.finance, at=NOW, name="Later", run=run, count_on=date(2026, 11, 2), rule=funding.YearRule()
    )
    assert again.inputs["staff"] == run.charge
