"""Packages that no one here wrote, reported as their makers say they are."""

import json
from collections import Counter
from pathlib import Path

import pytest

from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster.catalog import TABLES
from throughline.formats.oneroster.package import open_package
from throughline.formats.oneroster.roster import RosterReading, check_package
from throughline.values.errors import RefusedInput

SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "interop"
LONGSIGHT = SAMPLES / "more" / "oneroster" / "v1p2-longsight"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside this clone")


@pytest.mark.parametrize("name", ["or11-grand-bend", "or12-grand-bend"])
def test_grand_bend_is_read_whole_with_nothing_to_say(name: str) -> None:
    folder = SAMPLES / "oneroster" / name
    wanted = json.loads((folder / "counts.json").read_text())
    package = open_package(folder)
    reading = RosterReading(package, Tally())
    roles: dict[str, Counter[str]] = {"users": Counter(), "roles": Counter(), "enrollments": Counter()}
    people: dict[str, set[str]] = {}
    for block in reading:
        if block.table.name in roles and "role" in block.table.at:
            roles[block.table.name].update(block.column("role"))
        if block.table.name == "roles":
            for user, what in zip(block.column("userSourcedId"), block.column("role"), strict=True):
                people.setdefault(what, set()).add(user)
    assert {table: reading.n_taken(table) for table in package.tables} == {
        table: n for table, n in wanted.items() if table in TABLES
    }
    assert dict(roles["enrollments"]) == wanted["enrollments_by_role"]
    if package.version == "1.1":
        assert dict(roles["users"]) == wanted["people_by_role"]
    else:
        assert len(people["student"]) == wanted["people_by_role"]["student"] == 960
        assert len(people["teacher"]) == wanted["people_by_role"]["teacher"]
    assert (reading.tally.n_errors, reading.tally.n_warnings) == (0, 0)
    assert not reading.refused


def test_an_old_export_that_calls_itself_1_1_is_refused_and_its_columns_explained() -> None:
    tally = Tally()
    reading = check_package(open_package(SAMPLES / "oneroster" / "or11-oat-extensions"), tally)
    assert reading.refused
    assert (reading.n_taken("orgs"), reading.n_taken("users")) == (2, 2)
    assert reading.n_taken("classes") == reading.n_taken("enrollments") == 0
    codes = tally.n_by_code()
    assert codes["oneroster.extension"] == 13
    assert codes["oneroster.old_column"] == 7
    assert codes["csv.boolean_case"] == 2
    assert codes["csv.no_rows"] == 3
    assert tally.n_by_code("enrollments.csv")["oneroster.reference_missing"] == 3
    missing = [problem for problem in tally.problems if problem.rule.code == "csv.column_missing"]
    assert [(p.file, p.column) for p in missing] == [
        ("academicSessions.csv", "schoolYear"),
        ("demographics.csv", "sourcedId"),
    ]


@pytest.mark.parametrize("name", ["sds-2-roster", "sds-2.1-roster"])
def test_school_data_sync_is_named_and_refused_without_showing_a_password(name: str) -> None:
    with pytest.raises(RefusedInput) as caught:
        open_package(SAMPLES / "oneroster" / name)
    assert caught.value.problems[0].rule.code == "package.look_alike"
    assert "Microsoft School Data Sync" in caught.value.says
    assert "OneRoster 1.1 or 1.2" in caught.value.next_step
    assert "P@ss" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("edfi/ds-5.2-sample-xml", "Ed-Fi XML"),
        ("edfi/ds-5.2-sample-xml/Student.xml", "Ed-Fi XML"),
        ("credentials/ob30/simple.json", "JSON"),
    ],
)
def test_other_formats_are_named(path: str, found: str) -> None:
    with pytest.raises(RefusedInput, match="not a OneRoster package") as caught:
        open_package(SAMPLES / path)
    assert found in caught.value.says


def test_a_directory_of_services_is_no_roster() -> None:
    with pytest.raises(RefusedInput) as caught:
        open_package(SAMPLES / "hsds" / "hsds-3.0-csv")
    assert caught.value.problems[0].rule.code == "package.no_roster_files"


def verdicts() -> list[dict[str, object]]:
    listed = LONGSIGHT / "expected.json"
    return json.loads(listed.read_text()) if listed.is_file() else []


OURS = {
    "package.missing_manifest": "package.empty",  # that zip has nothing in it at all
    "csv.unescaped_quote": "csv.quote",
    "row.field_required_in_delta": "csv.blank",
}


@pytest.mark.parametrize("verdict", verdicts(), ids=lambda verdict: str(verdict["name"]))
def test_the_verdict_of_another_reader_is_ours(verdict: dict[str, object]) -> None:
    path = LONGSIGHT / str(verdict["file"])
    tally = Tally()
    try:
        package = open_package(path)
        check_package(package, tally)
    except RefusedInput as refused:
        tally.add_all(refused.problems)
    assert (tally.n_errors == 0) == verdict["valid"]
    if verdict["valid"]:
        supplied = {str(file).removesuffix(".csv") for file in verdict["suppliedFiles"]}  # type: ignore[attr-defined]  # a list in the file
        assert set(package.tables) == supplied & set(TABLES)
        assert {package.mode(table) for table in package.tables} <= {verdict.get("mode")}
    else:
        wanted = {OURS[str(code)] for code in verdict["expectedCodes"]}  # type: ignore[attr-defined]  # a list in the file
        assert wanted <= set(tally.n_by_code())
