"""What is guaranteed as staff stays as it was adopted or begun with, whatever its year says of it now."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from tests.rooms.funding.conftest import DAY
from tests.rooms.funding.test_positions import CATALOG, NOW, PROGRAM, YEAR, adopted, illustrative, kept, planned, text

from throughline.engines.funding.positions import Guarantee, Position
from throughline.formats.counts import FiledCounts
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.rooms.funding.budgets.proving import prove
from throughline.rooms.funding.floors import Program, lines_of_json, program_as_json, program_of_json
from throughline.rooms.funding.recount_rule import YearRule
from throughline.rooms.funding.recounts.commands import begin_recount
from throughline.rooms.funding.scenarios.consequences import consequence
from throughline.rooms.funding.scenarios.inputs import Inputs
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.rooms.students.api import need_categories

__all__ = ["illustrative"]

PAID = SafetyNet(guaranteed=True)
MORE = (Guarantee("PRIN", Decimal(3)),)


def changed(district: Any) -> None:
    """The year guarantees something else, at twice the price."""
    catalog = [Position(one.code, one.name, one.salary_cents * 2, source="Payroll") for one in CATALOG]
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=catalog)
    funding.guarantee_program(by=district.finance, at=NOW, year=YEAR, guarantees=MORE)


def guaranteed_in(row: models.Scenario) -> Any:
    return Inputs.of_json(row.inputs).floors.guaranteed


def test_a_program_is_written_and_read_back_the_same() -> None:
    catalog = {one.code: one for one in CATALOG}
    again = program_of_json(program_as_json(Program(catalog, PROGRAM)))
    assert list(again.guarantees) == list(PROGRAM)
    assert all(again.catalog[one.position] == catalog[one.position] for one in PROGRAM)


def test_a_recount_keeps_what_was_adopted(district: Any, illustrative: Any, person: Any, sign_in: Any) -> None:
    kept(district)
    second = person("district_finance")
    run = adopted(planned(district, illustrative, PAID), district.finance, second)
    with acting_as(district.finance):
        was = {one.school_source_id: lines_of_json(one.guaranteed) for one in run.budgets.all()}
    assert any(was.values())
    changed(district)
    later = DAY.replace(year=2027, month=1, day=15)
    none = dict.fromkeys(need_categories(), 0)
    rows = [FiledCounts("OAK", none | {"all": 14}), FiledCounts("ELM", none | {"all": 5})]
    funding.bring_in_counts(by=district.finance, at=NOW, on=later, schools=rows)
    row = begin_recount(by=district.finance, at=NOW, name="Again", run=run, count_on=later, rule=YearRule())
    assert guaranteed_in(row) == was
    page = text(sign_in(district.finance).get(reverse("funding:recount", args=[row.number])))
    assert "Guaranteed staff stays as it was adopted, whatever its year says of it now." in page
    again = adopted(row, district.finance, second)
    with acting_as(district.finance):
        assert {one.school_source_id: lines_of_json(one.guaranteed) for one in again.budgets.all()} == was
        assert prove(district.finance, again).holds


def test_a_draft_that_is_counted_again_keeps_what_it_was_begun_with(
    district: Any, illustrative: Any, sign_in: Any
) -> None:
    kept(district)
    row = planned(district, illustrative, PAID)
    before, total = guaranteed_in(row), consequence(row).total_cents
    finance, url = sign_in(district.finance), reverse("funding:scenario_days", args=[row.number])
    assert "Take guaranteed staff as the year says it now" not in text(finance.get(url))
    changed(district)
    page = text(finance.get(url))
    assert "Guaranteed staff stays as it was when the scenario was begun" in page
    assert "Take guaranteed staff as the year says it now" in page
    assert finance.post(url, {"count_on": DAY.isoformat()}).status_code == 302
    row.refresh_from_db()
    assert guaranteed_in(row) == before
    assert consequence(row).total_cents == total
    assert finance.post(url, {"count_on": DAY.isoformat(), "staff_as_now": "on"}).status_code == 302
    row.refresh_from_db()
    assert [line.units for line in guaranteed_in(row)["OAK"]] == [Decimal(3)]
    assert "Take guaranteed staff as the year says it now" not in text(finance.get(url)), "it is the year's"


@pytest.mark.usefixtures("set_up")
def test_a_draft_of_old_that_kept_none_takes_the_years_and_the_page_says_so(
    district: Any, illustrative: Any, sign_in: Any
) -> None:
    kept(district)
    row = planned(district, illustrative, PAID)
    with acting_as(district.finance):
        row.inputs = {key: value for key, value in row.inputs.items() if key != "program"}
        row.save(update_fields=["inputs"])
    changed(district)
    finance, url = sign_in(district.finance), reverse("funding:scenario_days", args=[row.number])
    assert "This scenario was begun before guaranteed staff was kept with it" in text(finance.get(url))
    assert finance.post(url, {"count_on": DAY.isoformat()}).status_code == 302
    row.refresh_from_db()
    assert [line.units for line in guaranteed_in(row)["OAK"]] == [Decimal(3)]
