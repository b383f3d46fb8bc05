"""Calculations, payments, pools, phase-in and limits as columns of the sheet of calculations."""

from collections.abc import Callable
from fractions import Fraction

from throughline.engines.funding import Rounding
from throughline.engines.funding.steps import Expression, Step
from throughline.engines.funding.steps.columns import Exact
from throughline.engines.funding.steps.state import StepResult
from throughline.formats.xlsx.steps.cents import rounded_text, share_out
from throughline.formats.xlsx.steps.layout import Column, Value
from throughline.formats.xlsx.steps.writing import StepWriter, amounts, only_if

CENTS = Rounding("half-up", 2)


def write_calculate(writer: StepWriter, result: StepResult) -> Column:
    """This function will write a number that later steps draw on."""
    step, compiler = result.step, writer.compiler
    where = writer.applies(step)
    if isinstance(result.value, Exact):
        values: list[Value] = list(writer.sorted(result.value))

        def number(row: int) -> str:
            text = compiler.text(step.expressions["is"], row)
            return only_if(where(row), rounded_text(text, _not_exact(step.rounding)))

        return writer.add(step.key, number, values)

    def truth(row: int) -> str:
        text = compiler.text(step.expressions["is"], row)
        return f"AND({where(row)},{text})" if where(row) else text

    held: list[Value] = [bool(value) for value in result.value]
    return writer.add(step.key, truth, [held[0 if len(held) == 1 else at] for at in compiler.order])


def _not_exact(rounding: Rounding | None) -> Rounding | None:
    return None if rounding is None or rounding.mode == "exact" else rounding


def write_pay(writer: StepWriter, result: StepResult) -> Column:
    """This function will write a payment."""
    step = result.step
    if step.rounding and step.rounding.closing != "none":
        given, unit = closing_units(writer, step, writer.helper(step, "is"))
        paid = amounts(writer, result)
        return writer.add(step.key, lambda row: writer.when(step, row, f"{given.cell(row)}/{unit}"), paid)
    where = writer.applies(step)
    text = step.expressions["is"]
    return writer.add(
        step.key,
        lambda row: only_if(where(row), rounded_text(writer.compiler.text(text, row), step.rounding or CENTS)),
        amounts(writer, result),
    )


def closing_units(writer: StepWriter, step: Step, exact: Column) -> tuple[Column, int]:
    """This function will split the rounded total of a column in whole units; it returns them, and units a dollar."""
    rounding = step.rounding or CENTS
    unit = 10**rounding.places
    total = sum(exact.numbers(), Fraction(0))
    whole = int(Exact.of([total]).rounded(rounding.places, rounding.mode).at(0) * unit)

    def text(row: int) -> str:
        return f"ROUND({rounded_text(f'SUM({exact.all})', rounding)}*{unit},0)"

    return share_out(writer.compiler.working, step.key, text, whole, exact, writer.ids), unit


def write_hold(writer: StepWriter, result: StepResult) -> Column:
    """This function will write what is kept at the district."""
    step = result.step
    text = step.expressions["is"]
    value = result.value.at(0) if isinstance(result.value, Exact) else Fraction(0)
    return writer.add(
        step.key,
        lambda row: writer.when(step, row, rounded_text(writer.compiler.text(text, row), CENTS)),
        [value] * len(writer.compiler.order),
    )


def pool_units(writer: StepWriter, step: Step, pool: Expression) -> tuple[Callable[[int], str], int, int]:
    """This function will write a pool as a whole number of the units it is shared in: its text, value and size."""
    places = 2 if step.rounding is None or step.rounding.mode == "exact" else step.rounding.places
    size = 10 ** (2 - places)
    exact = Fraction(writer.compiler.exact(pool.tree)[0]) * 100
    cents = int(Exact.of([exact]).rounded(0, "half-up").at(0))
    value = (abs(cents) // size) * (-1 if cents < 0 else 1)

    def text(row: int) -> str:
        in_cents = f"ROUND(ROUND({writer.compiler.text(pool, row)}*100,6),0)"
        return in_cents if size == 1 else f"ROUNDDOWN({in_cents}/{size},0)"

    return text, value, size


def write_share_pool(writer: StepWriter, result: StepResult) -> Column:
    """This function will write a pool shared by weight, to the last cent."""
    step = result.step
    weights = writer.helper(step, "by")
    text, value, size = pool_units(writer, step, step.expressions["pool"])
    given = share_out(writer.compiler.working, step.key, text, value, weights, writer.ids)
    return writer.add(
        step.key, lambda row: writer.when(step, row, f"{given.cell(row)}*{size}/100"), amounts(writer, result)
    )


def write_phase_in(writer: StepWriter, result: StepResult) -> Column:
    """This function will write a share of the way from one amount to another."""
    step, compiler = result.step, writer.compiler

    def formula(row: int) -> str:
        start, share, of = (compiler.text(step.expressions[name], row) for name in ("start", "share", "of"))
        return rounded_text(f"({start}+{share}*({of}-{start}))", _not_exact(step.rounding))

    return writer.add(step.key, formula, writer.sorted(_exact_value(result)))


def write_limit(writer: StepWriter, result: StepResult) -> Column:
    """This function will write an amount kept between a floor and a cap."""
    step, compiler = result.step, writer.compiler

    def parts(row: int) -> tuple[str, str, str]:
        of, low, high = (compiler.text(step.expressions[name], row) for name in ("of", "low", "high"))
        return of, low, high

    exacts = {name: compiler.exact(step.expressions[name].tree) for name in ("of", "low", "high")}
    rows = [tuple(Fraction(value) for value in row) for row in zip(*exacts.values(), strict=True)]
    clipped = [min(max(of, low), high) for of, low, high in rows]
    kept = writer.add(f"{step.key}: kept", lambda row: "MIN(MAX({},{}),{})".format(*parts(row)), clipped)
    if not step.keep_total:
        values = writer.sorted(_exact_value(result))
        return writer.add(step.key, lambda row: rounded_text(kept.cell(row), _not_exact(step.rounding)), values)
    of = writer.add(f"{step.key}: of", lambda row: parts(row)[0], [row[0] for row in rows])
    left = f"ROUND(SUM({of.all})-SUM({kept.all}),8)"
    rises = sum((row[0] for row in rows), Fraction(0)) > sum(clipped, Fraction(0))
    rooms = [(row[2] if rises else row[1]) - here for row, here in zip(rows, clipped, strict=True)]
    room = writer.add(
        f"{step.key}: room", lambda row: f"IF({left}>0,{parts(row)[2]},{parts(row)[1]})-{kept.cell(row)}", rooms
    )

    def formula(row: int) -> str:
        part = f"IF(SUM({room.all})=0,0,MIN(1,{left}/SUM({room.all})))"
        return rounded_text(f"({kept.cell(row)}+{room.cell(row)}*{part})", _not_exact(step.rounding))

    return writer.add(step.key, formula, writer.sorted(_exact_value(result)))


def _exact_value(result: StepResult) -> Exact:
    if not isinstance(result.value, Exact):
        raise AssertionError("a step of dollars comes to numbers")
    return result.value
