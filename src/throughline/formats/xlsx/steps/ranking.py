"""Ranking and serving as columns: the place of each school, what all above it take, and whether it still fits."""

from fractions import Fraction

from throughline.engines.funding.formula import EXACT
from throughline.engines.funding.steps import Step
from throughline.engines.funding.steps.columns import Exact
from throughline.engines.funding.steps.state import StepResult
from throughline.formats.xlsx.steps.cents import rounded_text, share_out
from throughline.formats.xlsx.steps.layout import Column
from throughline.formats.xlsx.steps.paying import pool_units
from throughline.formats.xlsx.steps.writing import StepWriter, amounts


def write_ranking(writer: StepWriter, result: StepResult) -> Column:
    """This function will write who is served, in order, and what each is paid."""
    step = result.step
    may = _may(writer, step)
    if "rate" not in step.expressions:
        return _spread_evenly(writer, result, may)
    place = _place(writer, step, may)
    return _in_order(writer, result, may, place)


def _may(writer: StepWriter, step: Step) -> Column:
    """1 for a school that may be served, else 0."""
    compiler = writer.compiler
    conditions = [step.expressions["eligible"]]
    conditions += [m.eligible for m in writer.allocation.formula.sources if m.key == step.source and m.eligible]
    skip = step.expressions.get("skip")
    holds = [all(map(bool, row)) for row in zip(*(compiler.exact(one.tree) for one in conditions), strict=True)]
    if skip:
        skipped = compiler.exact(skip.tree)
        holds = [here and not out for here, out in zip(holds, skipped, strict=True)]

    def formula(row: int) -> str:
        parts = [compiler.text(one, row) for one in conditions]
        parts += [f"NOT({compiler.text(skip, row)})"] if skip else []
        return f"IF(AND({','.join(parts)}),1,0)"

    return writer.add(f"{step.key}: may be served", formula, [Fraction(int(here)) for here in holds])


def _place(writer: StepWriter, step: Step, may: Column) -> Column:
    """The place in the ranking: above the line first, then by share, ties by id; 0 for a school that may not."""
    compiler = writer.compiler
    share = writer.helper_everywhere(step, "share")
    shares = share.numbers()
    line = step.expressions.get("first_above")
    above = Fraction(compiler.exact(line.tree)[0]) if line else None
    firsts = [Fraction(int(above is not None and value > above)) for value in shares]

    def first_formula(row: int) -> str:
        return f"IF(ROUND({share.cell(row)},12)>{compiler.text(line, row)},1,0)" if line else "0"

    first = writer.add(f"{step.key}: first", first_formula, firsts)
    order = sorted(range(len(shares)), key=lambda at: (-firsts[at], -shares[at], at))
    ranked = [at for at in order if may.numbers()[at]]
    places = [Fraction(ranked.index(at) + 1 if at in ranked else 0) for at in range(len(shares))]

    def formula(row: int) -> str:
        f, s, mine, own = first.all, f"ROUND({share.all},12)", first.cell(row), f"ROUND({share.cell(row)},12)"
        before = f"SUMPRODUCT({may.all}*(({f}>{mine})+({f}={mine})*({s}>{own})))"
        ties_until = f"({first.until(row)}={mine})*(ROUND({share.until(row)},12)={own})"
        ties = f"SUMPRODUCT({may.until(row)}*{ties_until})"
        return f"{may.cell(row)}*({before}+{ties})"

    return writer.add(f"{step.key}: place", formula, places)


def _in_order(writer: StepWriter, result: StepResult, may: Column, place: Column) -> Column:
    step, compiler = result.step, writer.compiler
    count, rate = step.expressions["count"], step.expressions["rate"]
    rounding = step.rounding or EXACT
    pupils, rates = (compiler.exact(one.tree) for one in (count, rate))
    exact = Exact.of([Fraction(n) * Fraction(each) for n, each in zip(pupils, rates, strict=True)])
    mode = "half-up" if rounding.mode == "exact" else rounding.mode
    wanted_values = exact.rounded(2 if rounding.mode == "exact" else rounding.places, mode).fractions()
    wanted = writer.add(
        f"{step.key}: wanted",
        lambda row: rounded_text(f"({compiler.text(count, row)}*{compiler.text(rate, row)})", rounding),
        wanted_values,
    )
    pool = step.expressions["pool"]
    places = place.numbers()
    taken = [
        sum((amount for amount, other in zip(wanted_values, places, strict=True) if 0 < other <= mine), Fraction(0))
        for mine in places
    ]
    reached = writer.add(
        f"{step.key}: taken by then",
        lambda row: f"SUMPRODUCT({may.all}*({place.all}<={place.cell(row)})*{wanted.all})",
        taken,
    )

    def formula(row: int) -> str:
        fits = f"ROUND({reached.cell(row)},2)<=ROUND({compiler.text(pool, row)},2)"
        return writer.when(step, row, f"IF(AND({may.cell(row)}=1,{fits}),{wanted.cell(row)},0)")

    return writer.add(step.key, formula, amounts(writer, result))


def _spread_evenly(writer: StepWriter, result: StepResult, may: Column) -> Column:
    step, compiler = result.step, writer.compiler
    count = step.expressions["count"]
    values = [Fraction(n) * here for n, here in zip(compiler.exact(count.tree), may.numbers(), strict=True)]
    pupils = writer.add(
        f"{step.key}: pupils served", lambda row: f"{may.cell(row)}*{compiler.text(count, row)}", values
    )
    text, value, size = pool_units(writer, step, step.expressions["pool"])
    given = share_out(compiler.working, step.key, text, value, pupils, writer.ids)
    return writer.add(
        step.key, lambda row: writer.when(step, row, f"{given.cell(row)}*{size}/100"), amounts(writer, result)
    )
