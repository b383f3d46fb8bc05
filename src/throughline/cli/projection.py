"""`throughline project`: next years' students by school and grade, from the counts of earlier years, no database."""

import json
from pathlib import Path
from typing import Annotated

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
from throughline.formats.enrollment import read_births, read_history, read_known
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem
from throughline.values.words import gettext_noop

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


def _histories(path: Path, births: Path | None) -> dict[str, History]:
    born: dict[str, dict[int, int]] = {}
    if births is not None:
        born, problems = read_births(content_of(births), births.name)
        _refuse(problems)
    histories, problems = read_history(content_of(path), path.name, births=born)
    _refuse(problems)
    return histories or {}


def _adjustments(path: Path | None, histories: dict[str, History]) -> dict[str, list[Adjustment]]:
    if path is None:
        return {}
    known, problems = read_known(content_of(path), path.name, histories)
    _refuse(problems)
    return known


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise RefusedInput(
            gettext_noop("The counts cannot be used as they are, and nothing was projected."),
            gettext_noop("Mend what is listed and try again."),
            problems,
        )


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
