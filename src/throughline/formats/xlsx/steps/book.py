"""A workbook of a formula in steps while it is written: the result shown, and the names of its sheets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook

from throughline.engines.funding.steps import StepsAllocation
from throughline.formats.xlsx.about import NOTHING_MORE, About
from throughline.formats.xlsx.paper import Paper


@dataclass(frozen=True, slots=True)
class Titles:
    """The names of the fixed sheets, in the reader's language."""

    how_it_works: str
    parameters: str
    sources: str
    schools: str
    all_schools: str
    working: str


@dataclass(frozen=True)
class StepsBook(Paper):
    """A workbook being written. `order` are the result's schools sorted by id: the rows of every sheet of schools."""

    workbook: Workbook
    title: str
    allocation: StepsAllocation
    order: Sequence[int]
    titles: Titles
    language: str
    translate: Callable[[str], str]
    about: About = NOTHING_MORE

    @property
    def currency(self) -> str:
        return self.allocation.formula.currency

    @property
    def n_schools(self) -> int:
        return len(self.order)
