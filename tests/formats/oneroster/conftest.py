"""Small packages built by hand, so that each test shows the one thing that is wrong with its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

import pytest

from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster.catalog import TABLES, files_of
from throughline.formats.oneroster.package import open_package
from throughline.formats.oneroster.roster import RosterReading


@dataclass
class Outcome:
    """Every row that can be taken, by table, and what was said on the way."""

    rows: dict[str, list[dict[str, str]]]
    tally: Tally
    reading: RosterReading

    def said(self, file: str | None = None) -> list[tuple[str, str]]:
        """The code and place of each error and warning."""
        return [
            (problem.rule.code, problem.place())
            for problem in self.tally.problems
            if problem.severity != "notice" and file in (None, problem.file)
        ]


@dataclass
class Builder:
    folder: Path
    school: Mapping[str, str] = field(
        default_factory=lambda: {"sourcedId": "s1", "name": "North School", "type": "school"}
    )
    user: Mapping[str, str] = field(
        default_factory=lambda: {
            "sourcedId": "u1",
            "enabledUser": "true",
            "username": "ana",
            "givenName": "Ana",
            "familyName": "Núñez",
        }
    )
    role: Mapping[str, str] = field(
        default_factory=lambda: {
            "sourcedId": "r1",
            "userSourcedId": "u1",
            "roleType": "primary",
            "role": "student",
            "orgSourcedId": "s1",
        }
    )

    def manifest(self, modes: Mapping[str, str], version: str = "1.2") -> str:
        lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}"]
        lines += [f"file.{name},{modes.get(name, 'absent')}" for name in files_of(version)]
        return "\r\n".join(lines) + "\r\n"

    def table(self, name: str, *rows: Mapping[str, str], version: str = "1.2") -> str:
        columns = [column.name for column in TABLES[name].columns_of(version)]
        lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in rows)]
        return "\r\n".join(lines) + "\r\n"

    def zip(
        self,
        files: Mapping[str, str | bytes],
        *,
        mode: str = "bulk",
        version: str = "1.2",
        manifest: str | bytes | None = None,
    ) -> Path:
        """A zip of tables given as text, with a manifest that counts them all unless one is given."""
        path = self.folder / "roster.zip"
        modes = dict.fromkeys(files, mode)
        with ZipFile(path, "w") as archive:
            archive.writestr("manifest.csv", self.manifest(modes, version) if manifest is None else manifest)
            for name, content in files.items():
                archive.writestr(name if "." in name else f"{name}.csv", content)
        return path

    def rosters(
        self, rows: Mapping[str, Sequence[Mapping[str, str]]], *, mode: str = "bulk", version: str = "1.2"
    ) -> "Outcome":
        """A package of these rows, read."""
        files = {name: self.table(name, *some, version=version) for name, some in rows.items()}
        return self.read(self.zip(files, mode=mode, version=version))

    def read(self, path: Path) -> Outcome:
        tally = Tally()
        reading = RosterReading(open_package(path), tally)
        given = [(block.table, row) for block in reading for row in block.rows()]
        rows: dict[str, list[dict[str, str]]] = {}
        for table, row in given:
            if row.number not in reading.held_later.get(table.name, ()):
                rows.setdefault(table.name, []).append(dict(zip(table.at, row.cells, strict=True)))
        for name, taken in rows.items():
            assert reading.n_taken(name) == len(taken)
        return Outcome(rows, tally, reading)


@pytest.fixture
def build(tmp_path: Path) -> Builder:
    return Builder(tmp_path)
