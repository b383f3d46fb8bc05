"""A scenario's formula as the two-way matrix: dollars for each student, and the weights they come to."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.funding.steps import StepsFormula, matrix_of_steps
from throughline.rooms.funding.budgets.roster_columns import code_of
from throughline.rooms.funding.formulas.sentences import level_name, names_of
from throughline.rooms.students.api import ALL_STUDENTS
from throughline.web.components import figures
from throughline.web.tables import Column, Table


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level: dollars for each count, and each as a weight on those of every student; none without a base."""

    level: str
    dollars: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]

    def cell(self, at: int) -> str:
        """This function will write dollars and weight, as districts print them."""
        money = figures.money(round(self.dollars[at] * 100))
        return f"{money} · {figures.number(float(self.weights[at]), 2)}" if self.weights else money


def matrix_rows(formula: StepsFormula) -> list[LevelRow]:
    """This function will read the dollars for each student out of a formula, level by level, with their weights."""
    found = matrix_of_steps(formula)
    everybody = next((key for key in found.counts if code_of(key) == ALL_STUDENTS), "")
    rows = []
    for level, dollars in zip(found.levels, found.dollars, strict=True):
        base = dollars[found.counts.index(everybody)] if everybody else Fraction(0)
        rows.append(LevelRow(level, dollars, tuple(each / base for each in dollars) if base else ()))
    return rows


def matrix_table(formula: StepsFormula) -> Table:
    """This function will lay out the two-way matrix: one row a level, one column a need."""
    found, names = matrix_of_steps(formula), names_of(formula)
    return Table(
        key="matrix",
        caption=_("Dollars and weights"),
        columns=[
            Column("level", _("Level"), value=lambda row: level_name(row.level) or _("All schools"), sortable=False),
            *(Column(f"count{at}", names[key], value=_cell(at), sortable=False) for at, key in enumerate(found.counts)),
        ],
        rows=matrix_rows(formula),
        searchable=False,
        count=lambda n: ngettext("%(n)s level", "%(n)s levels", n),
        shares_page=True,
        narrow="stack",
    )


def beyond_matrix(formula: StepsFormula) -> list[str]:
    """This function will name the steps that pay what no such table can say."""
    names = names_of(formula)
    return [names[key] for key in matrix_of_steps(formula).beyond]


def _cell(at: int) -> Callable[[LevelRow], str]:
    return lambda row: row.cell(at)
