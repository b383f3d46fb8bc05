"""Invented districts, written once and read back as plain rows."""

import csv
import zipfile
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path

import pytest

from throughline.demo.district import write_demo_district
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.write import Sample, write_sample
from throughline.values.school_year import SchoolYear

Row = dict[str, str]


class Files:
    """The files of a district as rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def roster(self, table: str) -> list[Row]:
        with (
            zipfile.ZipFile(self.folder / "oneroster.zip") as package,
            package.open(f"{table}.csv") as raw,
            TextIOWrapper(raw, "utf-8", newline="") as text,
        ):
            return list(csv.DictReader(text))

    def table(self, name: str) -> list[Row]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))

    @cached_property
    def users(self) -> dict[str, Row]:
        return {row["sourcedId"]: row for row in self.roster("users")}

    @cached_property
    def roles(self) -> list[Row]:
        return self.roster("roles")

    @cached_property
    def enrollments(self) -> list[Row]:
        return self.roster("enrollments")

    @cached_property
    def needs(self) -> list[Row]:
        return self.table("needs")

    @cached_property
    def attendance(self) -> list[Row]:
        return self.table("attendance")

    @cached_property
    def students(self) -> list[Row]:
        return [user for user in self.users.values() if user["sourcedId"].startswith("S-")]

    def with_need(self, category: str) -> set[str]:
        return {row["student_id"] for row in self.needs if row["category"] == category}


SAMPLE = Sample(n_students=3000, n_schools=12, seed=4, year=SchoolYear(2027))


@pytest.fixture(scope="session")
def sample() -> Sample:
    return SAMPLE


@pytest.fixture(scope="session")
def days() -> SchoolDays:
    return SAMPLE.days()


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("district")
    write_sample(folder, SAMPLE)
    return Files(folder)


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("demo")
    write_demo_district(folder)
    return Files(folder)
