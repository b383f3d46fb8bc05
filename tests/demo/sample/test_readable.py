"""Our own readers take every row of an invented district without a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from throughline.demo.district import variant_night
from throughline.formats.csv.tally import Tally
from throughline.formats.district_csv.catalog import TABLES
from throughline.formats.district_csv.reader import read_table
from throughline.formats.oneroster.package import open_package
from throughline.formats.oneroster.roster import RosterReading
from throughline.values.problem import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.conftest import Files


def complaints(tally: Tally) -> list[tuple[str, str, str, int]]:
    """Errors and warnings; a notice, as of the standard's own password column, is no complaint."""
    return [
        (rule.code, file, column, n) for rule, file, column, n in tally.counts() if rule.severity is not Severity.NOTICE
    ]


def taken(path: Path) -> dict[str, int]:
    tally = Tally()
    reading = RosterReading(open_package(path), tally)
    for _ in reading:
        pass
    assert complaints(tally) == []
    assert not reading.refused
    return {table: reading.n_taken(table) for table in reading.readings}


def test_the_roster_is_read_whole(district: Files) -> None:
    assert taken(district.folder / "oneroster.zip") == {
        table: len(district.roster(table))
        for table in (
            "orgs",
            "academicSessions",
            "courses",
            "classes",
            "users",
            "roles",
            "demographics",
            "enrollments",
        )
    }


def test_the_demo_and_its_next_night_are_read_whole(demo_files: Files, tmp_path: Path) -> None:
    before = taken(demo_files.folder / "oneroster.zip")
    after = taken(variant_night(demo_files.folder, tmp_path).path)
    assert after["users"] == before["users"] + 2


@pytest.mark.parametrize("table", sorted(TABLES))
def test_each_district_file_is_read_whole(demo_files: Files, table: str) -> None:
    tally = Tally()
    reading = read_table(demo_files.folder / f"{table}.csv", table, tally)
    for _ in reading:
        pass
    assert complaints(tally) == []
    assert reading.n_taken == len(demo_files.table(table)) > 0
