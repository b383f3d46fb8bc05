"""A real district's OneRoster files go the whole way: imported, counted, and every school given its budget."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.exchange import api as exchange
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.replaying import replay_run
from throughline.rooms.funding.models import Run, SchoolBudget
from throughline.values.errors import RefusedInput

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
DAY = date(2026, 10, 1)


@pytest.mark.parametrize("package", ["or12-grand-bend", "or11-grand-bend"])
def test_a_districts_files_become_every_schools_dollars(
    shared_data: Path, person: Any, sign_in: Any, package: str
) -> None:
    folder = shared_data / "interop" / "oneroster" / package
    administrator, finance = person("district_admin"), person("district_finance")
    with acting_as(administrator):
        exchange.import_file(by=administrator, at=NOW, kind="oneroster", path=folder)
    formula = funding.adopt_library_formula(by=finance, at=NOW, key="guidebook-table-2-2").formula
    with pytest.raises(RefusedInput, match="cannot all be paid yet"):
        funding.start_run(by=finance, at=NOW, formula=formula, count_on=DAY)
    rows = funding.schools_page(finance, now=NOW).rows
    suggested = {row.id: row.suggestion.level for row in rows if row.suggestion}
    assert len(suggested) == len(rows)
    funding.set_levels(by=finance, at=NOW, levels=suggested)
    run = funding.start_run(by=finance, at=NOW, formula=formula, count_on=DAY).run
    with acting_as(finance):
        found = dict(SchoolBudget.objects.values_list("school_name", "n_students"))
        assert replay_run(finance, Run.objects.get(pk=run.pk)).district_cents == run.total_cents
    if package.startswith("or12"):
        assert found == students_by_school(folder)
    page = sign_in(finance).get(reverse("funding:budgets")).content.decode()
    assert "Nobody was counted in: Students in poverty, English learners, Special education." in page


def students_by_school(folder: Path) -> dict[str, int]:
    """The same count by another road: straight from the files, each student once, at their primary school."""

    def read(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    names = {row["sourcedId"]: row["name"] for row in read("orgs.csv") if row["type"] == "school"}
    places = {}
    for row in read("roles.csv"):
        if row["role"] == "student" and (row["roleType"] == "primary" or row["userSourcedId"] not in places):
            places[row["userSourcedId"]] = row["orgSourcedId"]
    counted = Counter(names[place] for place in places.values())
    return {name: counted[name] for name in names.values()}
