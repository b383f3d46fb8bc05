"""`throughline sample`: an invented district as the files a real one exports."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from throughline.demo.district import demo_sample, variant_night, write_last_year
from throughline.demo.sample.write import OF_STUDENTS, Sample, write_sample
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear


def register(app: typer.Typer) -> None:
    """This function will add the verb to the command line."""
    app.command()(sample)


def sample(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write to; made where it is not there.")],
    students: Annotated[int, typer.Option(help="How many students.", min=1)] = 25_000,
    schools: Annotated[int, typer.Option(help="How many schools.", min=1)] = 40,
    seed: Annotated[int, typer.Option(help="The same seed makes the same files.", min=0)] = 1,
    year: Annotated[
        int, typer.Option(help="The school year, by the year in which it ends.", min=2000, max=2100)
    ] = 2027,
    until: Annotated[
        datetime | None,
        typer.Option(help="The last day anything is known of; without it, the whole year.", formats=["%Y-%m-%d"]),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help=f"A file to leave out, once for each: {', '.join(OF_STUDENTS)}.")
    ] = None,
    demo: Annotated[
        bool,
        typer.Option(
            "--demo",
            help="The demo's own district, with last year in OUT/last-year and the next night in OUT/tonight.",
        ),
    ] = False,
) -> None:
    """Write an invented district: roster, needs, attendance, marks, behavior, assessments, money, positions."""
    if out.exists() and not out.is_dir():
        raise RefusedInput(f"{out} is a file.", "Name a folder.")
    wanted = Sample(
        n_students=students,
        n_schools=schools,
        seed=seed,
        year=SchoolYear(year),
        until=until.date() if until else None,
        without=frozenset(without or ()),
    )
    n_rows = _write_with_bar(out, demo_sample() if demo else wanted)
    if demo:
        variant_night(out, out / "tonight")
        write_last_year(out / "last-year")
    for name, n in sorted(n_rows.items()):
        print(f"{name:18}{n:>14,}")
    print(f"The district is in {out}; README.txt there says what each file is.")


def _write_with_bar(out: Path, wanted: Sample) -> dict[str, int]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("students", total=wanted.n_students)
        return write_sample(out, wanted, lambda what, n: bar.update(task, completed=n, description=what))
