"""Top-ups as columns: what is short, what there is for it, and who gives."""

from collections.abc import Callable
from fractions import Fraction

from throughline.engines.funding.steps import Step
from throughline.engines.funding.steps.columns import Exact
from throughline.engines.funding.steps.state import StepResult
from throughline.formats.xlsx.steps.cents import rounded_text, share_out
from throughline.formats.xlsx.steps.layout import Column
from throughline.formats.xlsx.steps.paying import CENTS, closing_units
from throughline.formats.xlsx.steps.writing import StepWriter, amounts, only_if


def write_top_up(writer: StepWriter, result: StepResult) -> Column:
    """This function will write a top-up: open, from a reserve, or from those who gain."""
    step = result.step
    gap = _gap(writer, step)
    short = _short(writer, step, gap)
    wanted = _wanted(writer, step, short)
    if step.paid == "open":
        raised = wanted
    elif step.paid == "reserve":
        text = step.expressions["reserve"]
        value = _cents(Fraction(writer.compiler.exact(text.tree)[0]))
        raised = _as_far_as(writer, step, wanted, lambda row: _in_cents(writer.compiler.text(text, row)), value)
    else:
        return _by_gainers(writer, result, gap, wanted)
    paid = amounts(writer, result)
    return writer.add(step.key, lambda row: writer.when(step, row, f"{raised.cell(row)}/100"), paid)


def _gap(writer: StepWriter, step: Step) -> Column:
    compiler = writer.compiler
    where = writer.applies(step, without_when=True)
    minimum = writer.helper(step, "to").numbers()
    if "of" in step.expressions:
        so_far = writer.helper(step, "of").numbers()
    else:
        paid = compiler.values["paid"]
        assert isinstance(paid, Exact)  # noqa: S101 - every run begins with nothing paid
        so_far = [paid.at(at) for at in compiler.order]
    holds = [Fraction(int(bool(value))) for value in writer.holds(step)]

    def formula(row: int) -> str:
        of = compiler.text(step.expressions["of"], row) if "of" in step.expressions else compiler.names["paid"](row)
        return only_if(where(row), f"({compiler.text(step.expressions['to'], row)}-{of})")

    values = [(least - has) * here for least, has, here in zip(minimum, so_far, holds, strict=True)]
    return writer.add(f"{step.key}: short or over", formula, values)


def _short(writer: StepWriter, step: Step, gap: Column) -> Column:
    values = [max(Fraction(0), value) for value in gap.numbers()]
    if "most" not in step.expressions:
        return writer.add(f"{step.key}: short", lambda row: f"MAX(0,{gap.cell(row)})", values)
    most = writer.helper(step, "most")
    capped = [max(Fraction(0), min(value, cap)) for value, cap in zip(values, most.numbers(), strict=True)]
    return writer.add(f"{step.key}: short", lambda row: f"MAX(0,MIN({gap.cell(row)},{most.cell(row)}))", capped)


def _wanted(writer: StepWriter, step: Step, short: Column) -> Column:
    """What is short, in whole cents."""
    rounding = step.rounding or CENTS
    if rounding.closing != "none":
        given, unit = closing_units(writer, step, short)
        cents = [amount * (100 // unit) for amount in given.numbers()]
        return writer.add(f"{step.key}: cents wanted", lambda row: f"{given.cell(row)}*{100 // unit}", cents)
    mode = "half-up" if rounding.mode == "exact" else rounding.mode
    exact = Exact.of(short.numbers()).rounded(2 if rounding.mode == "exact" else rounding.places, mode)
    values = [exact.at(at) * 100 for at in range(len(short.values))]
    return writer.add(
        f"{step.key}: cents wanted", lambda row: _in_cents(rounded_text(short.cell(row), rounding)), values
    )


def _as_far_as(writer: StepWriter, step: Step, wanted: Column, most: Callable[[int], str], most_value: int) -> Column:
    """All that is wanted, or what there is shared in proportion."""
    total = sum(wanted.numbers(), Fraction(0))
    name = f"{step.key}: as far as it goes"
    shared = share_out(
        writer.compiler.working, name, lambda row: f"MAX(0,{most(row)})", max(0, most_value), wanted, writer.ids
    )
    values = wanted.numbers() if total <= most_value else shared.numbers()
    return writer.add(
        name, lambda row: f"IF(SUM({wanted.all})<={most(row)},{wanted.cell(row)},{shared.cell(row)})", values
    )


def _by_gainers(writer: StepWriter, result: StepResult, gap: Column, wanted: Column) -> Column:
    step = result.step
    room = _room(writer, step, gap)
    total_room = int(sum(room.numbers(), Fraction(0)))
    raised = _as_far_as(writer, step, wanted, lambda row: f"SUM({room.all})", total_room)
    total = int(sum(raised.numbers(), Fraction(0)))
    cuts = share_out(
        writer.compiler.working,
        f"{step.key}: given by gainers",
        lambda row: f"SUM({raised.all})",
        total,
        room,
        writer.ids,
    )
    return writer.add(
        step.key,
        lambda row: writer.when(step, row, f"({raised.cell(row)}-{cuts.cell(row)})/100"),
        amounts(writer, result),
    )


def _room(writer: StepWriter, step: Step, gap: Column) -> Column:
    """What a gainer can give, in whole cents: above its minimum, from this source, and no more than is asked of it."""
    sources = writer.source_paid(step.source)
    paid = [sum(cents, Fraction(0)) for cents in zip(*(one.numbers() for one in sources), strict=True)] or [
        Fraction(0)
    ] * len(gap.values)
    excess = [max(Fraction(0), -value) for value in gap.numbers()]
    if "most_given" in step.expressions:
        given = writer.helper(step, "most_given")
        excess = [max(Fraction(0), min(value, cap)) for value, cap in zip(excess, given.numbers(), strict=True)]
    values = [Fraction(max(0, min(int(over * 100), int(has * 100)))) for over, has in zip(excess, paid, strict=True)]

    def formula(row: int) -> str:
        over = f"MAX(0,-{gap.cell(row)})"
        if "most_given" in step.expressions:
            over = f"MAX(0,MIN({over},{given.cell(row)}))"
        has = "+".join(one.cell(row) for one in sources) or "0"
        return f"MAX(0,MIN(INT(ROUND({over}*100,6)),ROUND(({has})*100,0)))"

    return writer.add(f"{step.key}: can give", formula, values)


def _in_cents(text: str) -> str:
    return f"ROUND(ROUND({text}*100,6),0)"


def _cents(dollars: Fraction) -> int:
    return int(Exact.of([dollars * 100]).rounded(0, "half-up").at(0))
