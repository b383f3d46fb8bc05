"""What `throughline allocate` does with a formula in steps: read its files, run it, and write what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import IO

from throughline.cli.count_days import own_days
from throughline.cli.prior_file import PriorFile, beside_prior, read_prior_file
from throughline.cli.reading import content_of
from throughline.engines.equity import Equity, Fit, equity_of
from throughline.engines.funding.changes import ORDER, SchoolChange, why_changed
from throughline.engines.funding.prior import Beside
from throughline.engines.funding.revenues import Draws, Grant, draw_on, place_revenues, with_revenues
from throughline.engines.funding.steps import (
    Between,
    RecountRule,
    SchoolColumns,
    StepsAllocation,
    StepsFormula,
    allocate_between,
    allocate_steps,
    recount,
)
from throughline.formats import formula as formulas
from throughline.formats import xlsx
from throughline.formats.csv.writing import Cell, CsvTable, escaped_formula
from throughline.formats.revenues import load_revenues, write_draws
from throughline.values.errors import RefusedInput
from throughline.values.money import dollars_text

STEPS_FILES = ("between.csv", "changes.csv", "compared.csv", "draws.csv", "equity.csv")


@dataclass(frozen=True, slots=True)
class StepsFiles:
    """The files of one run. `before` are an earlier count, to say why each school's dollars changed since."""

    schools: Path
    revenues: Path | None = None
    grants: Path | None = None
    prior: Path | None = None
    recount: Path | None = None
    before: Path | None = None
    rule: RecountRule = field(default_factory=RecountRule)
    days: formulas.CountDays = field(default_factory=formulas.CountDays)


@dataclass(frozen=True, slots=True)
class StepsRun:
    """What came of a run: the dollars, or where counts are hidden the least and the most of them."""

    result: StepsAllocation | None
    between: Between | None = None
    draws: Draws | None = None
    grants: tuple[Grant, ...] = ()
    changes: tuple[SchoolChange, ...] = ()
    equity: Equity | None = None
    beside: Beside | None = None


def run_steps(formula: StepsFormula, files: StepsFiles) -> StepsRun:
    """This function will read the files and run the formula. **Raises** `RefusedInput` with what is wrong."""
    if files.grants and not _is_full(files.revenues):
        says = "Grants by school go with a file of revenues that has every column."
        raise RefusedInput(says, "Add --revenues with source, name, origin, restricted, status and amount.")
    prior = read_prior_file(files.prior, formula)
    columns = _columns(formula, files, prior, files.schools, files.days)
    if later := _named(files.recount):
        columns = recount(formula, columns, formulas.with_recount(formula, columns, later), files.rule).columns
    placement = None
    if _is_full(files.revenues) and (revenues := _named(files.revenues)):
        placement = place_revenues(formula, columns, *load_revenues(revenues, _named(files.grants)))
        columns = with_revenues(columns, placement)
    if columns.withheld:
        return StepsRun(None, between=allocate_between(formula, columns))
    result = allocate_steps(formula, columns)
    changes: tuple[SchoolChange, ...] = ()
    if files.before:
        earlier = _columns(formula, files, prior, files.before, formulas.CountDays())
        earlier = replace(earlier, revenues_cents=columns.revenues_cents, eligible=columns.eligible)
        changes = why_changed(allocate_steps(formula, earlier), result)
    draws = None if placement is None else draw_on(placement, result)
    if placement is not None and draws is not None:
        result = replace(result, warnings=(*result.warnings, *placement.warnings, *draws.warnings))
    grants = () if placement is None else placement.grants
    beside = beside_prior(result, prior.budgets)
    return StepsRun(result, None, draws, grants, changes, _equity(formula, result), beside)


def write_steps_run(run: StepsRun, folder: Path) -> None:
    """This function will write every file that the run has something for."""
    if run.between is not None:
        with (folder / "between.csv").open("w", encoding="utf-8", newline="") as file:
            _write_between(CsvTable(file, ["school_id", "school_name", "least", "most"]), run.between)
        return
    result = run.result
    if result is None:
        raise AssertionError("a run has a result, or bounds")
    for name, write in (
        ("allocations.csv", formulas.write_steps_csv),
        ("trace.csv", formulas.write_steps_trace_csv),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            write(file, result)
    (folder / "summary.json").write_text(formulas.steps_summary_json(result), encoding="utf-8")
    xlsx.write_steps_workbook(folder / "workbook.xlsx", result, about=_about(run, result))
    if run.draws is not None:
        with (folder / "draws.csv").open("w", encoding="utf-8", newline="") as file:
            write_draws(file, run.draws, run.grants)
    if run.changes:
        with (folder / "changes.csv").open("w", encoding="utf-8", newline="") as file:
            _write_changes(file, run.changes)
    if run.equity is not None:
        with (folder / "equity.csv").open("w", encoding="utf-8", newline="") as file:
            table = CsvTable(file, ["what", "need", "value", "low", "high"])
            for row in _equity_rows(run.equity):
                table.add(row)


def _about(run: StepsRun, result: StepsAllocation) -> xlsx.About:
    """Each school's draws for the workbook, by its name where it has one."""
    schools = result.schools
    names = {school_id: schools.name_at(at) or school_id for at, school_id in enumerate(schools.school_ids)}
    draws = () if run.draws is None else run.draws.draws
    rows = [xlsx.SchoolDraw(names[one.school_id], one.revenue, one.cents) for one in draws]
    rows += [
        xlsx.SchoolDraw(names[one.school_id], "", one.cents) for one in (run.draws.not_covered if run.draws else ())
    ]
    rows += [xlsx.SchoolDraw(names[one.school_id], one.revenue, one.cents, beside=True) for one in run.grants]
    labels = {column.key: column.label.text() for column in result.formula.inputs}
    return xlsx.About(rows, own_days=own_days(labels, schools.counted_on))


def _columns(
    formula: StepsFormula,
    files: StepsFiles,
    prior: PriorFile,
    schools: Path,
    days: formulas.CountDays,
) -> SchoolColumns:
    revenues = None if _is_full(files.revenues) else _named(files.revenues)
    return formulas.load_columns(formula, _file(schools), prior.columns, revenues, days)


def _is_full(revenues: Path | None) -> bool:
    """A file of revenues with a status has every column; one without is source and amount alone."""
    return revenues is not None and b"status" in _file(revenues)[1].partition(b"\n")[0].lower()


def _file(path: Path) -> tuple[str, bytes]:
    return path.name, content_of(path)


def _named(path: Path | None) -> tuple[str, bytes] | None:
    return None if path is None else _file(path)


def _equity(formula: StepsFormula, result: StepsAllocation) -> Equity | None:
    """Measured where one column counts everybody by the name that the library gives it."""
    counts = [one.key for one in formula.inputs if one.unit == "pupils" and not one.prior]
    if "enrolled" not in counts:
        return None
    columns = {key: [float(Fraction(cell)) for cell in result.schools.columns[key]] for key in counts}
    everybody = columns.pop("enrolled")
    return equity_of(list(result.totals_cents), everybody, columns)


def _write_between(table: CsvTable, between: Between) -> None:
    schools = between.low.schools
    rows = zip(schools.school_ids, between.least_cents, between.most_cents, strict=True)
    for at, (school_id, least, most) in enumerate(rows):
        who: list[Cell] = [escaped_formula(school_id), escaped_formula(schools.name_at(at))]
        table.add([*who, dollars_text(least), dollars_text(most)])


def _write_changes(file: IO[str], changes: tuple[SchoolChange, ...]) -> None:
    parts = [part.value.replace(" ", "_").replace("-", "_") for part in ORDER]
    table = CsvTable(file, ["school_id", "school_name", "before", "after", "change", *parts])
    for one in changes:
        amounts = [one.before_cents, one.after_cents, one.change_cents, *(one.cents(part) for part in ORDER)]
        shown: list[Cell] = ["" if cents is None else dollars_text(cents) for cents in amounts]
        table.add([escaped_formula(one.school_id), escaped_formula(one.school_name), *shown])


def _equity_rows(equity: Equity) -> Iterator[list[Cell]]:
    if (found := equity.spread) is not None:
        for name in ("mean", "median", "p5", "p95"):
            yield [f"dollars per student: {name}", "", f"{getattr(found, name):.2f}", "", ""]
        for name in ("coefficient_of_variation", "gini", "theil", "mcloone", "verstegen", "federal_range_ratio"):
            yield [name.replace("_", " "), "", f"{getattr(found, name):.6f}", "", ""]
    for need in equity.needs:
        if isinstance(need.line, Fit):
            slope = need.line.term(need.need)
            where = [f"{slope.value:.2f}", f"{slope.low:.2f}", f"{slope.high:.2f}"]
            yield ["dollars per student, everybody against nobody", need.need, *where]
        else:
            yield [f"no line: {need.line.says()}", need.need, "", "", ""]
        if need.high_to_low is not None:
            yield ["highest quarter over lowest", need.need, f"{need.high_to_low:.4f}", "", ""]
