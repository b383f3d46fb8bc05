"""`throughline allocate`: from a formula and schools' counts to every school's dollars, without a database."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from throughline.cli.count_days import CountDay, NeedDays, own_days, read_count_days
from throughline.cli.prior_file import beside_prior, read_prior_file
from throughline.cli.reading import content_of
from throughline.cli.recount_rule import read_recount_rule
from throughline.cli.steps_run import STEPS_FILES, StepsFiles, StepsRun, run_steps, write_steps_run
from throughline.engines import funding
from throughline.engines.funding import Allocation, Formula
from throughline.engines.funding.checks import nearest
from throughline.engines.funding.prior import Beside
from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as formulas
from throughline.formats import xlsx
from throughline.formats.prior import write_beside
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.money import dollars_text
from throughline.values.problem import Problem

FILES = ("allocations.csv", "trace.csv", "summary.json", "workbook.xlsx")
_MOST_SHOWN = 20  # warnings told in the terminal; those about counts are all in summary.json


def register(app: typer.Typer) -> None:
    """This function will add the verb to the command line."""
    app.command()(allocate)


def allocate(
    formula: Annotated[
        str, typer.Option(metavar="FORMULA", help="A formula's TOML file, or the name of one in the library.")
    ],
    schools: Annotated[
        Path, typer.Option(metavar="SCHOOLS.csv", help="One row a school: school_id, level, and a count for each need.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to make and write the four files to.")],
    revenues: Annotated[
        Path | None,
        typer.Option(metavar="REVENUES.csv", help="What each source brings: source, amount; or every column."),
    ] = None,
    grants: Annotated[
        Path | None, typer.Option(metavar="GRANTS.csv", help="Amounts by school: school_id, source, amount.")
    ] = None,
    prior: Annotated[
        Path | None, typer.Option(metavar="PRIOR.csv", help="Earlier budgets, CSV or workbook: school_id, amount.")
    ] = None,
    recount: Annotated[
        Path | None, typer.Option(metavar="LATER.csv", help="A later count; each column keeps its recount policy.")
    ] = None,
    recount_over: Annotated[
        str, typer.Option(metavar="NUMBER", help="Counts that changed by less stay: students, or a part such as 2%.")
    ] = "",
    only_upward: Annotated[
        bool, typer.Option("--recount-only-upward", help="A count that fell stays as it was first.")
    ] = False,
    before: Annotated[
        Path | None,
        typer.Option(metavar="EARLIER.csv", help="Earlier counts: changes.csv says why dollars differ from theirs."),
    ] = None,
    count_day: CountDay = "",
    need_day: NeedDays = None,
    force: Annotated[bool, typer.Option(help="Replace the result that is already in the folder.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary, or the problems, as JSON.")] = False,
) -> None:
    """Give every school its dollars: allocations.csv, trace.csv, summary.json and workbook.xlsx."""
    try:
        _check_out(out, force=force)
        funded_by, days = find_formula(formula), read_count_days(count_day, need_day or [])
        if isinstance(funded_by, StepsFormula):
            rule = read_recount_rule(recount, recount_over, only_upward=only_upward)
            run = run_steps(funded_by, StepsFiles(schools, revenues, grants, prior, recount, before, rule, days))
            _write(run, out, run.beside)
            problems = run.result.warnings if run.result else ()
            told = _steps_json(run) if as_json else _told_steps(run, out)
        else:
            _refuse_files(revenues, grants, recount, before)
            earlier = read_prior_file(prior)
            result, problems = _run_matrix(funded_by, schools, days)
            _write(result, out, beside_prior(result, earlier.budgets))
            told = formulas.summary_json(result) if as_json else _told(result, out)
    except RefusedInput as refused:
        if as_json:
            print(_refusal_json(refused))
        raise
    _print_problems(problems)
    print(told, end="")


def _run_matrix(formula: Formula, schools: Path, days: formulas.CountDays) -> tuple[Allocation, tuple[Problem, ...]]:
    reading = formulas.load_schools(content_of(schools), formula, schools.name, days)
    if reading.schools is None:
        raise AssertionError("counts that were read without an error are there")
    return funding.allocate(formula, reading.schools), reading.problems


def _refuse_files(*files: Path | None) -> None:
    if any(files):
        raise RefusedInput(
            "A matrix of dollars uses no revenues and no later or earlier count.",
            "Leave those files out, or choose a formula in steps.",
        )


def find_formula(name: str) -> Formula | StepsFormula:
    """This function will read a formula from its file, or take it from the library where no such file exists.

    **Raises** `RefusedInput` where it is in neither place, or is not written as it needs to be.
    """
    path = Path(name)
    if path.exists():
        return formulas.load_document(content_of(path), path.name)
    try:
        return formulas.library_formula(name)
    except NotFound:
        shipped = {document.key: document.formula for document in formulas.steps_library()}
        if name in shipped:
            return shipped[name]
        keys = [*(document.key for document in formulas.library()), *shipped]
        raise RefusedInput(
            f"There is no file {name}, and no formula of that name in the library.",
            f"The library has {', '.join(keys)}; the nearest is {nearest(name, keys)}.",
        ) from None


def _check_out(out: Path, *, force: bool) -> None:
    """Refuse to write over anything but an earlier result, and over that only when asked to."""
    if not out.exists():
        return
    if not out.is_dir():
        raise RefusedInput(f"{out} is a file.", "Name a folder.")
    found = sorted(entry.name for entry in out.iterdir())
    if others := [name for name in found if name not in (*FILES, *STEPS_FILES)]:
        raise RefusedInput(
            f"The folder {out} holds other files ({', '.join(others[:3])}).", "Name a folder that is new or empty."
        )
    if found and not force:
        raise RefusedInput(f"The folder {out} already holds a result.", "Name another, or add --force to replace it.")


def _write(result: Allocation | StepsRun, out: Path, beside: Beside | None) -> None:
    """Write everything aside and move it into place at the end: the folder is whole or it is not there."""
    target = out.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _cannot_write(out, error) from None
    try:
        _write_files(result, aside)
        _write_compared(beside, aside)
        _move_into_place(aside, target)
    except OSError as error:
        raise _cannot_write(out, error) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_files(result: Allocation | StepsRun, folder: Path) -> None:
    allocations, trace, summary, workbook = (folder / name for name in FILES)
    if isinstance(result, StepsRun):
        write_steps_run(result, folder)
        return
    with allocations.open("w", encoding="utf-8", newline="") as file:
        formulas.write_allocations_csv(file, result)
    with trace.open("w", encoding="utf-8", newline="") as file:
        formulas.write_trace_csv(file, result)
    summary.write_text(formulas.summary_json(result), encoding="utf-8")
    labels = {need.counts: need.label.text() for need in result.formula.needs}
    xlsx.write_budget_workbook(workbook, result, about=xlsx.About(own_days=own_days(labels, result.schools.counted_on)))


def _write_compared(beside: Beside | None, folder: Path) -> None:
    """Every school beside its earlier budget, where one was brought."""
    if beside is not None:
        with (folder / "compared.csv").open("w", encoding="utf-8", newline="") as file:
            write_beside(file, beside)


def _move_into_place(aside: Path, target: Path) -> None:
    umask = os.umask(0)
    os.umask(umask)
    aside.chmod(0o777 & ~umask)  # a temporary folder is its maker's alone; a result is as open as any other
    if not target.exists():
        aside.rename(target)
        return
    earlier = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent)) / target.name
    target.rename(earlier)
    try:
        aside.rename(target)
    except OSError:
        earlier.rename(target)
        raise
    finally:
        shutil.rmtree(earlier.parent, ignore_errors=True)


def _cannot_write(out: Path, error: OSError) -> RefusedInput:
    return RefusedInput(
        f"{out} cannot be written: {error.strerror or error}. Nothing is left half-written.",
        "Check the room on the disk and who may write there.",
    )


def _told(result: Allocation, out: Path) -> str:
    formula = result.formula
    dollars = f"{dollars_text(result.district_cents)} {formula.currency}"
    lines = [
        f"{dollars} to {result.n_schools:,} schools under “{formula.name}”.",
        f"The result is in {out}: {', '.join(sorted(entry.name for entry in out.iterdir()))}.",
        f"Result digest {result.digest}",
    ]
    if formula.illustrative:
        lines.insert(1, "The figures of this formula are an example; no district has adopted them.")
    return "\n".join(lines) + "\n"


def _told_steps(run: StepsRun, out: Path) -> str:
    files = sorted(entry.name for entry in out.iterdir())
    if run.result is None:
        return _told_between(run, out)
    result, formula = run.result, run.result.formula
    dollars = f"{dollars_text(result.district_cents)} {formula.currency}"
    lines = [f"{dollars} to {result.schools.n_schools:,} schools under “{formula.name}”."]
    if formula.illustrative:
        lines.append("The figures of this formula are an example; no district has adopted them.")
    for use in result.uses():
        if use.left_cents is not None and use.left_cents != 0:
            word = "left over from" if use.left_cents > 0 else "more than is in"
            lines.append(f"{dollars_text(abs(use.left_cents))} {formula.currency} {word} {use.key}.")
    lines += [f"The result is in {out}: {', '.join(files)}.", f"Result digest {result.digest}"]
    return "\n".join(lines) + "\n"


def _told_between(run: StepsRun, out: Path) -> str:
    between = run.between
    if between is None:
        raise AssertionError("a run has a result, or bounds")
    least, most = dollars_text(between.district_least_cents), dollars_text(between.district_most_cents)
    hidden = sum(len(cells) for cells in between.withheld.values())
    return (
        f"Between {least} and {most} {between.low.formula.currency}: {hidden} hidden counts, none read as zero.\n"
        f"The least and the most of each school are in {out / 'between.csv'}; nothing can be allocated by them.\n"
    )


def _steps_json(run: StepsRun) -> str:
    if run.result is not None:
        return formulas.steps_summary_json(run.result)
    between = run.between
    if between is None:
        raise AssertionError("a run has a result, or bounds")
    bounds = {"least_cents": between.district_least_cents, "most_cents": between.district_most_cents}
    hidden = {key: sorted(cells) for key, cells in between.withheld.items()}
    return json.dumps({**bounds, "withheld": hidden}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems[:_MOST_SHOWN]:
        print(f"{problem.severity.value}: {problem.place()}: {problem.says()} {problem.next_step()}", file=sys.stderr)
    if len(problems) > _MOST_SHOWN:
        print(f"And {len(problems) - _MOST_SHOWN:,} more like these.", file=sys.stderr)


def _refusal_json(refused: RefusedInput) -> str:
    told = {"refused": refused.says, "next_step": refused.next_step}
    problems = [problem.as_json() for problem in refused.problems]
    return json.dumps(told | {"problems": problems}, indent=2, ensure_ascii=False)
