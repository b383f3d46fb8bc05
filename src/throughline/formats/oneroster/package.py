"""A OneRoster package: its version, its files and how each counts, and a reading of any of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from throughline.formats.csv.block import Digests
from throughline.formats.csv.lines import BROKEN
from throughline.formats.csv.reading import TableReading
from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster import rules
from throughline.formats.oneroster.bundle import ORDINARY, Bundle, Limits, open_bundle, refusal
from throughline.formats.oneroster.catalog import EVERY_FILE, TABLES, V1_2
from throughline.formats.oneroster.dialects import dialect_of
from throughline.formats.oneroster.manifest import FILE, LARGEST, Manifest, Mode, read_manifest
from throughline.formats.oneroster.recognise import why_no_package
from throughline.values.problem import Problem, Severity

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is OneRoster 1.1 or 1.2 and safe to read.

    `modes` are of every file of the version. `problems` are of the package as a whole: with an error
    among them (`has_errors`) the package must not be applied, though its files can still be read and
    reported. `tables` names the tables to read, those that are referred to first.
    """

    version: str
    system_name: str
    system_code: str
    modes: Mapping[str, Mode]
    problems: tuple[Problem, ...]
    tables: tuple[str, ...]
    bundle: Bundle

    @property
    def has_errors(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def mode(self, table: str) -> Mode:
        """This function will say how a table's file counts; absent where the version has no such file."""
        return self.modes.get(table, Mode.ABSENT)

    def read(self, table: str, tally: Tally, known: Digests | None = None) -> TableReading:
        """This function will read a table: iterate the answer for blocks of rows that may be taken.

        **Shapes** `known` are digests of rows taken before from this table, sorted: those rows are passed
        over. Problems go to `tally`.
        **Raises** `KeyError` for a table that is not among `tables`.
        """
        if table not in self.tables:
            raise KeyError(f"{table} is not in this package")
        return TableReading(
            self.bundle.files[f"{table}.csv"],
            TABLES[table],
            file=f"{table}.csv",
            tally=tally,
            dialect=dialect_of(TABLES[table], self.version, self.mode(table)),
            known=known,
        )

    def file_digest(self, table: str) -> str:
        """This function will return a digest of a table's file and of how it counts, as hexadecimal text.

        Files with equal digests hold the same rows in the same version and mode.
        **Raises** `RefusedInput` where the file is broken.
        """
        digest = blake2b(f"{self.version} {self.mode(table)} {table}\n".encode(), digest_size=16)
        try:
            with self.bundle.files[f"{table}.csv"]() as source:
                while piece := source.read(_CHUNK):
                    digest.update(piece)
        except BROKEN as error:
            raise refusal(rules.NOT_READABLE, f"{table}.csv") from error
        return digest.hexdigest()


def open_package(path: Path, limits: Limits = ORDINARY) -> Package:
    """This function will open a zip or folder as a OneRoster 1.1 or 1.2 package.

    **Raises** `RefusedInput`, with one problem in it, for what is no such package (another format or
    version, no manifest) or is not safe to read (see `open_bundle`).
    """
    bundle = open_bundle(Path(path), limits)
    if FILE not in bundle.files:
        raise why_no_package(bundle)
    tally = Tally()
    tally.add_all(bundle.problems)
    manifest = read_manifest(bundle.head(FILE, LARGEST + 1), tally)
    present = _present(bundle, manifest, tally)
    tables = tuple(name for name in TABLES if name in present)
    if not tables and not tally.n_errors:
        tally.add(rules.NOTHING_TO_READ, FILE)
    if manifest.version == V1_2 and manifest.modes["users"] is Mode.BULK and "roles" not in tables:
        tally.add(rules.ROLES_MISSING, "roles.csv")
    return Package(
        manifest.version,
        manifest.system_name,
        manifest.system_code,
        manifest.modes,
        tally.problems,
        tables,
        bundle,
    )


def _present(bundle: Bundle, manifest: Manifest, tally: Tally) -> set[str]:
    """The files that are there and count, with everything said about the others."""
    by_fold = {name.casefold(): name for name in bundle.files}
    present = set()
    for name, mode in manifest.modes.items():
        file = f"{name}.csv"
        if mode is Mode.ABSENT:
            continue
        if file in bundle.files:
            present.add(name)
            if name not in TABLES:
                tally.add(rules.NOT_FOR_ROSTERS, file)
        elif other := by_fold.get(file.casefold()):
            tally.add(rules.FILE_MISSING_CASE, file, value=other)
        else:
            tally.add(rules.FILE_MISSING, file)
    for file in sorted(set(bundle.files) - {FILE} - {f"{name}.csv" for name in present}):
        is_standard = file.removesuffix(".csv") in EVERY_FILE
        tally.add(rules.FILE_NOT_NAMED if is_standard else rules.FILE_PASSED_OVER, file)
    return present
