"""Packages we write, read back by our reader: the same rows, nothing to say."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughline.formats.csv.columns import Column, Kind, Table
from throughline.formats.csv.tally import Tally
from throughline.formats.csv.writing import Cell
from throughline.formats.oneroster.catalog import EVERY_FILE, TABLES, V1_2, files_of
from throughline.formats.oneroster.package import open_package
from throughline.formats.oneroster.writer import PackageWriter

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffd"),
    min_size=1,
    max_size=20,
).map(lambda text: f"x{text}x")
DAYS = st.dates(date(1990, 1, 1), date(2020, 1, 1))


def cells(column: Column) -> st.SearchStrategy[Cell]:
    strategies: Mapping[Kind, st.SearchStrategy[Cell]] = {
        Kind.CHOICE: st.sampled_from(column.choices or ("",)),
        Kind.BOOLEAN: st.booleans(),
        Kind.YEAR: st.sampled_from(["2025", "2026"]),
        Kind.GRADES: st.lists(st.sampled_from(["KG", "01", "12"]), max_size=3),
        Kind.IDS: st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=3),
        Kind.WORDS: st.lists(st.sampled_from(["Math", "Arts & crafts"]), max_size=2),
        Kind.TEXT: TEXT,
        Kind.ID: TEXT,
    }
    if column.kind is Kind.DATE:
        return DAYS.map(lambda day: day.replace(year=2024) if column.name == "endDate" else day)
    full = strategies[column.kind]
    return full if column.required else st.one_of(st.none(), full)


def rows_of(table: Table) -> st.SearchStrategy[list[dict[str, Cell]]]:
    columns = [
        column
        for column in table.columns_of(V1_2)
        if column.name not in ("status", "dateLastModified") and column.kind is not Kind.SECRET
    ]
    row = st.fixed_dictionaries({column.name: cells(column) for column in columns})
    return st.lists(row, min_size=1, max_size=5)


def text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else ",".join(value) if isinstance(value, list) else str(value)


@pytest.mark.parametrize("name", sorted(TABLES))
@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_table_comes_back_as_it_was_written(tmp_path: Path, name: str, data: st.DataObject) -> None:
    rows = data.draw(rows_of(TABLES[name]))
    with PackageWriter(tmp_path / "out.zip") as package:
        assert package.write(name, rows) == len(rows)
    tally = Tally()
    reading = open_package(tmp_path / "out.zip").read(name, tally)
    back = [dict(zip(TABLES[name].at, cells, strict=True)) for block in reading for cells in block.cells]
    assert tally.n_errors == 0, tally.problems
    assert back == [{column: text(row.get(column)) for column in TABLES[name].at} for row in rows]


def test_a_package_names_every_file_and_its_source(tmp_path: Path) -> None:
    with PackageWriter(tmp_path / "out.zip", source_name="Sample, Ünïts", source_code="s-1") as package:
        package.write("orgs", [{"sourcedId": "d", "name": "District", "type": "district"}])
        package.write("courses", [])
    opened = open_package(tmp_path / "out.zip")
    assert opened.problems == ()
    assert (opened.version, opened.system_name, opened.system_code) == ("1.2", "Sample, Ünïts", "s-1")
    assert set(opened.modes) == set(EVERY_FILE) == set(files_of("1.2"))
    assert opened.tables == ("orgs",)
    with ZipFile(tmp_path / "out.zip") as archive:
        assert sorted(archive.namelist()) == ["manifest.csv", "orgs.csv"]


def test_tables_can_be_written_side_by_side_and_bytes_are_the_same_each_time(tmp_path: Path) -> None:
    contents = []
    for name in ("a.zip", "b.zip"):
        with PackageWriter(tmp_path / name) as package:
            users = package.open_table("users", columns=("sourcedId", "enabledUser", "givenName"))
            roles = package.open_table("roles")
            for number in range(3):
                users.add((f"u{number}", True, "Ana"))
                roles.add({"sourcedId": f"r{number}", "userSourcedId": f"u{number}"})
        assert package.n_rows == {"users": 3, "roles": 3}
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]
    with ZipFile(tmp_path / "a.zip") as archive:
        lines = archive.read("users.csv").decode().split("\r\n")
    assert lines[1].startswith("u0,,,true,,,Ana,")


def break_off(path: Path) -> None:
    with PackageWriter(path) as package:
        package.open_table("users").add({"sourcedId": "u"})
        raise InterruptedError


def test_nothing_is_left_where_writing_broke_off(tmp_path: Path) -> None:
    with pytest.raises(InterruptedError):
        break_off(tmp_path / "out.zip")
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_in_the_catalogue_is_not_written(tmp_path: Path) -> None:
    with PackageWriter(tmp_path / "out.zip") as package:
        with pytest.raises(ValueError, match="lunches is no table"):
            package.write("lunches", [])
        with pytest.raises(ValueError, match="no column lunch"):
            package.write("orgs", [{"sourcedId": "o", "lunch": "free"}])
        with pytest.raises(ValueError, match="already"):
            package.write("orgs", [])
        with pytest.raises(ValueError, match="2 cells where 10"):
            package.write("roles", [("r", "")])
    with pytest.raises(ValueError, match="choose bulk or delta"):
        PackageWriter(tmp_path / "out.zip", mode="Bulk")
