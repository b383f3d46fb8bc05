"""Rounding and largest remainders in cells, without the dust of binary arithmetic."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm

from throughline.engines.funding import Rounding
from throughline.engines.funding.steps.pools import distribute
from throughline.formats.xlsx.steps.layout import Column, Working

_EXACT_PRODUCTS = 9_000_000  # whole weights up to here multiply without a bit lost
_LARGEST_SCALE = 10_000


def rounded_text(x: str, rounding: Rounding | None) -> str:
    """This function will write how a number rounds as a step says."""
    if rounding is None:
        return x
    places = 2 if rounding.mode == "exact" else rounding.places
    clean = f"ROUND({x},8)"
    if rounding.mode == "down":
        return f"ROUNDDOWN({clean},{places})"
    if rounding.mode == "up":
        return f"ROUNDUP({clean},{places})"
    if rounding.mode == "half-even":
        scaled = f"ROUND(ABS({x})*{10**places},6)"
        even = f"SIGN({x})*2*ROUND({scaled}/2,0)/{10**places}"
        return f"IF(ROUND({scaled}-INT({scaled}),6)=0.5,{even},ROUND({clean},{places}))"
    return f"ROUND({clean},{places})"


def share_out(
    working: Working, name: str, total: Callable[[int], str], total_value: int, weights: Column, ids: Sequence[str]
) -> Column:
    """This function will write the columns that split a whole number by weight, by largest remainder.

    `total` is the text of the number; ties go to the school whose id comes first, which is the upper row. Whole
    weights are split in whole numbers, so that no remainder is ever a bit off.
    """
    exact = weights.numbers()
    scale = lcm(*(weight.denominator for weight in exact)) if exact else 1
    everything = sum(exact, Fraction(0)) * scale
    if scale <= _LARGEST_SCALE and everything <= _EXACT_PRODUCTS:
        floor, rest = _in_whole_numbers(working, name, total, total_value, weights, scale)
    else:
        floor, rest = _in_fractions(working, name, total, total_value, weights)
    given = distribute(total_value, exact, ids) if everything else [0] * len(exact)

    def formula(row: int) -> str:
        before = f"SUMPRODUCT(({rest.all}>{rest.cell(row)})*1)+SUMPRODUCT(({rest.until(row)}={rest.cell(row)})*1)"
        left = f"ROUND(ABS({total(row)})-SUM({floor.all}),0)"
        return f"SIGN({total(row)})*({floor.cell(row)}+IF({before}<={left},1,0))"

    return working.add(f"{name}: units", formula, [Fraction(amount) for amount in given])


def _in_whole_numbers(
    working: Working, name: str, total: Callable[[int], str], total_value: int, weights: Column, scale: int
) -> tuple[Column, Column]:
    whole = [weight * scale for weight in weights.numbers()]
    every = sum(whole, Fraction(0)) or Fraction(1)
    scaled = working.add(f"{name}: whole weight", lambda row: f"ROUND({weights.cell(row)}*{scale},0)", whole)
    rests = [Fraction(int(abs(total_value) * weight) % int(every)) for weight in whole]

    def rest_formula(row: int) -> str:
        over = f"SUM({scaled.all})"
        return f"IF({over}=0,0,MOD(MOD(ABS({total(row)}),{over})*{scaled.cell(row)},{over}))"

    rest = working.add(f"{name}: remainder", rest_formula, rests)

    def floor_formula(row: int) -> str:
        over, mine = f"SUM({scaled.all})", scaled.cell(row)
        low = f"ROUND((MOD(ABS({total(row)}),{over})*{mine}-{rest.cell(row)})/{over},0)"
        return f"IF({over}=0,0,INT(ABS({total(row)})/{over})*{mine}+{low})"

    floors = [Fraction(int(abs(total_value) * weight) // int(every)) for weight in whole]
    return working.add(f"{name}: below", floor_formula, floors), rest


def _in_fractions(
    working: Working, name: str, total: Callable[[int], str], total_value: int, weights: Column
) -> tuple[Column, Column]:
    """Weights that are no whole numbers of any small part: remainders are compared as far as a cell can hold them."""
    exact = weights.numbers()
    every = sum(exact, Fraction(0)) or Fraction(1)
    digits = max(2, 13 - len(str(abs(total_value))))

    def part(row: int) -> str:
        return f"ROUND(ABS({total(row)})*{weights.cell(row)}/SUM({weights.all}),{digits})"

    shares = [abs(total_value) * weight / every for weight in exact]
    floors = [Fraction(share.numerator // share.denominator) for share in shares]
    zero = f"SUM({weights.all})=0"
    floor = working.add(f"{name}: below", lambda row: f"IF({zero},0,INT({part(row)}))", floors)
    rests = [share - low for share, low in zip(shares, floors, strict=True)]

    def rest_formula(row: int) -> str:
        return f"IF({zero},0,ROUND({part(row)}-{floor.cell(row)},{digits}))"

    return floor, working.add(f"{name}: remainder", rest_formula, rests)
