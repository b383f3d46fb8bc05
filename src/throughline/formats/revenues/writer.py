"""Revenues, and draws on them, as CSV."""

from collections.abc import Sequence
from fractions import Fraction
from typing import IO

from throughline.engines.funding.revenues import CentralShare, Draws, Grant, Revenue
from throughline.formats.csv.writing import Cell, CsvTable, escaped_formula
from throughline.formats.revenues.columns import COLUMNS
from throughline.values.money import dollars_text


def write_revenues(out: IO[str], revenues: Sequence[Revenue]) -> None:
    """This function will write revenues so that `read_revenues` reads them back the same."""
    table = CsvTable(out, [column.name for column in COLUMNS])
    for one in revenues:
        table.add(_row(one))


def write_draws(out: IO[str], draws: Draws, grants: Sequence[Grant] = ()) -> None:
    """This function will write what each school has from each revenue for each need, grants past the formula too."""
    table = CsvTable(out, ["school_id", "source", "need", "amount"])
    rows = [(draw.school_id, draw.revenue, draw.need, draw.cents) for draw in draws.draws]
    rows += [(grant.school_id, grant.revenue, "", grant.cents) for grant in grants]
    for school_id, source, need, cents in sorted(rows):
        table.add([escaped_formula(school_id), source, need, dollars_text(cents)])


def _row(one: Revenue) -> list[Cell]:
    return [
        one.key,
        escaped_formula(one.name),
        one.origin,
        _answer(one.restricted),
        one.status,
        dollars_text(one.amount_cents),
        dollars_text(one.carry_over_cents),
        "",
        "; ".join(map(_central, one.central)),
        one.starts_on.isoformat() if one.starts_on else "",
        one.ends_on.isoformat() if one.ends_on else "",
        ",".join(one.allowed_uses),
        ",".join(sorted(one.eligible_schools)),
        ",".join(sorted(one.eligible_needs)),
        _answer(one.supplement_not_supplant),
        _answer(one.poolable),
        one.pool,
    ]


def _central(one: CentralShare) -> str:
    if one.cents is not None:
        return f"{one.service}: {dollars_text(one.cents)}"
    percent = (one.share or Fraction(0)) * 100
    written = f"{percent.numerator / percent.denominator:.6f}".rstrip("0").rstrip(".")
    return f"{one.service}: {written}%"


def _answer(value: bool) -> str:
    return "true" if value else "false"
