"""`throughline formula`: check a formula's document, have it explained, or begin a new one."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from throughline.cli.allocate import find_formula
from throughline.cli.prior_file import read_prior_file
from throughline.cli.reading import content_of
from throughline.engines.funding import Formula
from throughline.engines.funding.steps import KINDS, Input, Parameter, StepsFormula, allocate_steps, number_text
from throughline.formats import formula as formulas
from throughline.values.errors import RefusedInput
from throughline.values.money import dollars_text

app = typer.Typer(name="formula", help="Check, explain or begin a funding formula.", no_args_is_help=True)


def register(root: typer.Typer) -> None:
    """This function will add the verb to the command line."""
    root.add_typer(app)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FORMULA.toml", help="The formula's document.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
) -> None:
    """Say whether a formula can be used: each problem with its line and what to write instead."""
    formula, problems = formulas.read_document(content_of(file), file.name)
    if as_json:
        print(json.dumps([problem.as_json() for problem in problems], indent=2, ensure_ascii=False))
    if formula is None:
        says = f"{file.name} has {len(problems)} to mend before it can be used."
        raise RefusedInput(says, "", () if as_json else problems)
    if not as_json:
        print(f"{file.name} can be used: “{formula.name}”, {formula.year}.")
        print(f"Formula digest {formula.digest}")


@app.command()
def explain(
    formula: Annotated[str, typer.Argument(metavar="FORMULA", help="A formula's file, or a name in the library.")],
    school: Annotated[str, typer.Option(help="Walk one school's arithmetic, step by step; needs --schools.")] = "",
    schools: Annotated[Path | None, typer.Option(metavar="SCHOOLS.csv", help="The schools' figures.")] = None,
    revenues: Annotated[Path | None, typer.Option(metavar="REVENUES.csv", help="What each source brings.")] = None,
    prior: Annotated[Path | None, typer.Option(metavar="PRIOR.csv", help="Last year's figures.")] = None,
) -> None:
    """Say in words what a formula reads, what it knows and what it does; or how one school's dollars come about."""
    found = find_formula(formula)
    if isinstance(found, Formula):
        print("\n".join(_matrix_lines(found)))
        return
    if not school:
        print("\n".join(_lines(found)))
        return
    if schools is None:
        raise RefusedInput("One school's arithmetic needs its figures.", "Add --schools SCHOOLS.csv.")

    def named(path: Path | None) -> tuple[str, bytes] | None:
        return None if path is None else (path.name, content_of(path))

    columns = formulas.load_columns(
        found, (schools.name, content_of(schools)), read_prior_file(prior, found).columns, named(revenues)
    )
    if school not in columns.school_ids:
        raise RefusedInput(f"There is no school {school} in {schools.name}.", "Write its school_id as it stands there.")
    result = allocate_steps(found, columns)
    at = columns.school_ids.index(school)
    for number, line in enumerate(result.trace(at), start=1):
        print(f"{number}. {line.step.label}: {KINDS[line.step.does].says}")
        for name, part in line.step.expressions.items():
            print(f"   {name} = {part.text}")
        for drawn in line.drawn:
            print(f"     {formulas.drawn_text(drawn)}")
        rank = f", place {line.rank} among those served" if line.rank else ""
        exact, rounding = number_text(line.exact), formulas.rounding_text(line.step.rounding)
        print(f"   comes to {exact}; {rounding}: {number_text(line.result)}{rank}")
        if line.amount_cents is not None:
            print(f"   pays {dollars_text(line.amount_cents)} from {line.step.source}")
    print(f"Together {dollars_text(result.totals_cents[at])} {found.currency}")


@app.command()
def new(
    out: Annotated[Path, typer.Argument(metavar="FORMULA.toml", help="The document to write; it must not exist yet.")],
    like: Annotated[
        str, typer.Option(metavar="NAME", help="A formula of the library to begin from.")
    ] = "boston-style-weights",
) -> None:
    """Begin a formula from one of the library's, ready to be changed line by line."""
    shipped = {document.key: document.content for document in formulas.steps_library()}
    shipped |= {document.key: document.content for document in formulas.library()}
    if like not in shipped:
        raise RefusedInput(f"The library has no formula {like}.", f"It has {', '.join(shipped)}.")
    try:
        with out.open("xb") as file:
            file.write(shipped[like])
    except FileExistsError:
        raise RefusedInput(f"{out} exists already.", "Name another file; nothing was written over.") from None
    except OSError as error:
        raise RefusedInput(f"{out} cannot be written: {error.strerror}.", "Check the folder.") from None
    print(
        f"{out} holds a copy of {like}. Change its key, name, source and figures; then: throughline formula check {out}"
    )


def _matrix_lines(formula: Formula) -> Iterator[str]:
    yield from _head(formula)
    for need in formula.needs:
        for level in formula.levels:
            yield f"  {need.label}, {level.label}: {dollars_text(formula.rate_cents(level.key, need.key))} a student"


def _head(formula: Formula | StepsFormula) -> Iterator[str]:
    yield f"{formula.name} ({formula.year}, version {formula.version})"
    yield f"Source: {', '.join(part for part in (formula.source.title, formula.source.publisher) if part)}"
    if formula.illustrative:
        yield "The figures are an example; no district has adopted them."
    if formula.notes:
        yield formula.notes.text()


def _lines(formula: StepsFormula) -> Iterator[str]:
    yield from _head(formula)
    yield "It reads:"
    for column in formula.inputs:
        day = f", counted on {column.counted_on}, recount: {_recount(column)}" if column.counted_on else ""
        yield f"  {column.key}: {column.label} ({column.unit}{day}{', from last year' if column.prior else ''})"
    yield "It knows:"
    for parameter in formula.parameters:
        yield f"  {parameter.key}: {_figure(parameter)} ({parameter.unit}, {parameter.year}, {parameter.source})"
    yield "Whose money it is:"
    for money in formula.sources:
        who = f", to schools where {money.eligible.text}" if money.eligible else ""
        yield f"  {money.key}: {money.label} ({'restricted' if money.restricted else 'unrestricted'}{who})"
    yield "What it does, in order:"
    for number, step in enumerate(formula.steps, start=1):
        payer = f" From {step.source}." if step.source else ""
        yield f"  {number}. {step.key}: {step.label}. {KINDS[step.does].says}{payer}"
        for name, part in step.expressions.items():
            yield f"       {name} = {part.text}"
        yield f"       rounding: {formulas.rounding_text(step.rounding)}"


def _recount(column: Input) -> str:
    parts = [column.recount]
    if column.recount_over is not None:
        parts.append(f"where it changes by more than {_percent(column.recount_over)}")
    if column.recount_at_most is not None:
        parts.append(f"by at most {_percent(column.recount_at_most)}")
    if column.recount_part is not None:
        parts.append(f"{_percent(column.recount_part)} of the change")
    if column.withheld:
        parts.append(f"a hidden count is {column.withheld[0]} to {column.withheld[1]}")
    return ", ".join(parts)


def _percent(share: Fraction) -> str:
    return f"{number_text(share * 100)} percent"


def _figure(parameter: Parameter) -> str:
    if parameter.value is not None:
        return number_text(parameter.value)
    if parameter.by_level:
        return ", ".join(f"{level} {number_text(figure)}" for level, figure in parameter.by_level)
    return ", ".join(f"from {number_text(start)}: {number_text(gives)}" for start, gives in parameter.points)
