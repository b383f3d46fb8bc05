"""Figures laid out as a grid: levels down, what is decided for each of them across."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField

from throughline.rooms.funding.formulas.decisions import DecisionsForm, unit_words
from throughline.rooms.funding.formulas.sentences import level_name


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure under its column's name: its field with a sign before it, or none where a level has none."""

    head: str
    bound: BoundField | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The figures by level, each row with its level's name; and the figures that are one for every level."""

    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    sources: Sequence[str]
    others: Sequence[tuple[BoundField, str]]


def grid_of(form: DecisionsForm) -> Grid:
    """This function will lay out a formula's figures; of one without levels there are no rows, only the others."""
    decided = list(form.decided())
    by_level = [(decision, bound, sign) for decision, bound, sign in decided if decision.level]
    units = {decision.unit for decision, _bound, _sign in by_level}
    heads = {
        # Where all are dollars for each student the table says it once.
        decision.key: ", ".join(part for part in (decision.about, len(units) > 1 and unit_words(decision.unit)) if part)
        for decision, _bound, _sign in by_level
    }
    cells = {
        (decision.level, decision.key): Cell(heads[decision.key], bound, "" if decision.is_rate else sign)
        for decision, bound, sign in by_level
    }
    levels = dict.fromkeys(decision.level for decision, _bound, _sign in by_level)
    return Grid(
        heads=list(heads.values()),
        rows=[
            (level_name(level), [cells.get((level, key), Cell(head)) for key, head in heads.items()])
            for level in levels
        ],
        sources=list(dict.fromkeys(decision.source for decision, _bound, _sign in by_level if decision.source)),
        others=[(bound, sign) for decision, bound, sign in decided if not decision.level],
    )
