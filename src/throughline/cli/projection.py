"""`throughline project`: next years' students by school and grade, from the counts of earlier years, no database."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from throughline.cli.reading import content_of
from throughline.engines.projection import (
    METHOD,
    Adjustment,
    History,
    Projection,
    back_test,
    district_rates,
    project,
    with_bands,
)
from throughline.formats.csv.writing import Cell, CsvTable, escaped_formula
from throughline.values.errors import RefusedInput

GRADES = ("PK", "KG", *(f"{grade:02d}" for grade in range(1, 13)))
HEADINGS = ("school_id", "year", "grade", "low", "students", "high", "came_from", "rate", "adjusted_by", "reason")


def register(app: typer.Typer) -> None:
    """This function will add the verb to the command line."""
    app.command(name="project")(project_students)


def project_students(
    counts: Annotated[
        Path,
        typer.Option(metavar="COUNTS.csv", help="One row a school, year and grade: school_id,year,grade,students."),
    ],
    out: Annotated[Path, typer.Option(metavar="PROJECTION.csv", help="The file to write; it must not exist yet.")],
    years: Annotated[int, typer.Option(help="How many years ahead.", min=1, max=15)] = 3,
    over: Annotated[int, typer.Option(help="Over how many changes of year the rates are taken.", min=1, max=10)] = 3,
    births: Annotated[
        Path | None,
        typer.Option(metavar="BIRTHS.csv", help="Births by school and year of entry: school_id,year,births."),
    ] = None,
    adjustments: Annotated[
        Path | None,
        typer.Option(metavar="KNOWN.csv", help="What is known better: school_id,year,grade,students,reason."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print each year's total as JSON.")] = False,
) -> None:
    """Project students by cohort survival, with the error that back-testing on these schools has shown."""
    histories = _histories(counts, births)
    known = _adjustments(adjustments, histories)
    district = district_rates(list(histories.values()), over_years=over)
    bands = back_test(list(histories.values()), years, over_years=over)
    projections = {
        school_id: with_bands(
            project(history, years, over_years=over, fallback=district, adjustments=known.get(school_id, [])), bands
        )
        for school_id, history in histories.items()
    }
    _write(out, projections)
    _tell(projections, {ahead: float(share) for ahead, share in bands.error_share.items()}, out, as_json=as_json)


class _Line(NamedTuple):
    """One row of a file, and how to name its place."""

    place: str
    cells: dict[str, str]

    def whole(self, column: str) -> int:
        """This function will read a whole number. **Raises** `RefusedInput` for anything else."""
        try:
            return int(self.cells[column])
        except ValueError:
            raise RefusedInput(
                f"{self.place}, {column}: a whole number is needed, and this is “{self.cells[column]}”.",
                "Write the number; a withheld count is not zero, so ask for it.",
            ) from None

    def grade(self) -> str:
        """This function will read a grade. **Raises** `RefusedInput` for one that is not known."""
        grade = self.cells["grade"].upper().zfill(2)
        if grade not in GRADES:
            says = f"{self.place}, grade: “{self.cells['grade']}” is no grade that is known."
            raise RefusedInput(says, f"Write one of {', '.join(GRADES)}.")
        return grade


def _lines(path: Path | None, *needed: str) -> Iterator[_Line]:
    if path is None:
        return
    try:
        text = content_of(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedInput(f"{path.name} is not text in UTF-8.", "Save it as CSV UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    headings = [name.strip().lower() for name in reader.fieldnames or ()]
    if missing := [name for name in needed if name not in headings]:
        raise RefusedInput(f"{path.name} has no column {missing[0]}.", f"It needs {', '.join(needed)}.")
    reader.fieldnames = headings
    for number, row in enumerate(reader, start=2):
        yield _Line(f"{path.name}, row {number}", {name: (row.get(name) or "").strip() for name in needed})


def _histories(path: Path, births: Path | None) -> dict[str, History]:
    found: dict[str, dict[tuple[int, str], int]] = {}
    for line in _lines(path, "school_id", "year", "grade", "students"):
        at = (line.whole("year"), line.grade())
        cells = found.setdefault(line.cells["school_id"], {})
        if at in cells:
            raise RefusedInput(f"{line.place}: grade {at[1]} of {at[0]} was counted already.", "Keep one of the rows.")
        cells[at] = line.whole("students")
    if not found:
        raise RefusedInput(f"{path.name} has no counts.", "Write a row for each school, year and grade.")
    born: dict[str, dict[int, int]] = {}
    for line in _lines(births, "school_id", "year", "births"):
        born.setdefault(line.cells["school_id"], {})[line.whole("year")] = line.whole("births")
    return {key: _history(f"{path.name}: {key}", cells, born.get(key, {})) for key, cells in sorted(found.items())}


def _history(place: str, cells: dict[tuple[int, str], int], births: dict[int, int]) -> History:
    years = sorted({year for year, _ in cells})
    taught = [GRADES.index(grade) for _, grade in cells]
    grades = GRADES[min(taught) : max(taught) + 1]
    for year in years:
        for grade in grades:
            if (year, grade) not in cells:
                raise RefusedInput(f"{place} has no count of grade {grade} in {year}.", "Add it; write 0 for none.")
    try:
        return History(
            tuple(years), grades, tuple(tuple(cells[year, grade] for grade in grades) for year in years), births
        )
    except ValueError as error:
        raise RefusedInput(f"{place}: {error}.", "Mend the rows of this school.") from None


def _adjustments(path: Path | None, histories: dict[str, History]) -> dict[str, list[Adjustment]]:
    known: dict[str, list[Adjustment]] = {}
    for line in _lines(path, "school_id", "year", "grade", "students", "reason"):
        school_id, reason = line.cells["school_id"], line.cells["reason"]
        if school_id not in histories:
            raise RefusedInput(f"{line.place}: there are no counts of {school_id}.", "Write the id as it is there.")
        if not reason:
            raise RefusedInput(f"{line.place}: what is known better needs its reason.", "Write why.")
        more = Adjustment(line.whole("year"), line.grade(), line.whole("students"), reason)
        known.setdefault(school_id, []).append(more)
    return known


def _write(out: Path, projections: dict[str, Projection]) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            table = CsvTable(file, HEADINGS)
            for school_id, projection in projections.items():
                for count in projection.counts:
                    why = [a.reason for a in projection.adjustments if (a.year, a.grade) == (count.year, count.grade)]
                    rate = "" if count.rate is None else f"{float(count.rate):.4f}"
                    who: list[Cell] = [
                        escaped_formula(school_id),
                        count.year,
                        count.grade,
                        count.low,
                        count.students,
                        count.high,
                    ]
                    table.add([*who, count.came_from, rate, count.adjusted_by, escaped_formula("; ".join(why))])
    except FileExistsError:
        raise RefusedInput(f"{out} exists already.", "Name another file; nothing was written over.") from None
    except OSError as error:
        raise RefusedInput(f"{out} cannot be written: {error.strerror}.", "Check the folder.") from None


def _tell(projections: dict[str, Projection], errors: dict[int, float], out: Path, *, as_json: bool) -> None:
    last = max(projection.history.years[-1] for projection in projections.values())
    years = sorted({count.year for projection in projections.values() for count in projection.counts})
    totals = {year: sum(projection.total(year) for projection in projections.values()) for year in years}
    if as_json:
        print(json.dumps({"method": METHOD, "students": totals, "grade_error_share": errors}, indent=2))
        return
    schools = "school" if len(projections) == 1 else "schools"
    for year, students in totals.items():
        error = errors.get(year - last)
        known = "too few years to say how far off" if error is None else f"4 of 5 grades within {error:.0%} before"
        print(f"{year}: {students:,} students in {len(projections):,} {schools} ({known})")
    print(f"The projection is in {out}, by {METHOD}.")
