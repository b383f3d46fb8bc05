"""What the budget pages show, each page one frozen value."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from throughline.engines.funding.positions import PricedLine
from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.funding.budgets.replayed import NOT_KEPT, Replayed
from throughline.rooms.funding.documents import AnyFormula
from throughline.rooms.funding.filed import OwnDays
from throughline.rooms.funding.prior.sides import Compared
from throughline.rooms.funding.revenues.drawing import PaidDraw


@dataclass(frozen=True, slots=True)
class RunView:
    """One run: which formula, of which day, by whom, and the digests that prove it."""

    id: int
    number: int
    formula_id: int
    formula: AnyFormula
    formula_number: int
    count_on: date
    by_name: str
    at: datetime
    engine_version: str
    inputs_digest: str
    result_digest: str

    year_name: str
    draws: bool = False
    filed: bool = False
    recount: str = ""
    projected: bool = False
    counted: str = ""  # of what day its students are, in words
    own: OwnDays = field(default_factory=dict)  # needs counted on a day of their own, by the roster's code

    @property
    def in_steps(self) -> bool:
        return isinstance(self.formula, StepsFormula)


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school in the list of budgets. `need_share` is from 0 to 1, None where no student is counted."""

    school_id: int
    source_id: str
    name: str
    level: str
    level_label: str
    n_students: int
    n_in_need: int | None
    need_share: float | None
    per_pupil_cents: int | None
    total_cents: int


@dataclass(frozen=True, slots=True)
class BudgetsPage:
    """All the budgets of a run that the viewer may see; totals are of the rows shown, so no page hides a dollar."""

    run: RunView
    name: str
    rows: Sequence[SchoolRow]
    total_cents: int
    n_students: int
    per_pupil_cents: int | None
    share_label: str
    levels: Sequence[tuple[str, str]]
    never_counted: Sequence[str]
    is_newest: bool
    newest_number: int
    n_runs: int
    may_start: bool
    sees_all: bool
    is_adopted: bool
    compared: Sequence[Compared]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a school's arithmetic: a count at a rate, or what a step of a formula in steps pays."""

    label: str
    code: str
    n_students: int | None
    rate_cents: int | None
    amount_cents: int
    note: str = ""
    step: str = ""  # the step that pays, where the formula is in steps


@dataclass(frozen=True, slots=True)
class WalkStep:
    """One step of a formula in steps at one school: what it does, what it drew on, what it came to."""

    says: str
    drawn: Sequence[str]
    result: str
    amount_cents: int | None
    lines: Sequence[str] = ()  # how it came about, where that was kept


@dataclass(frozen=True, slots=True)
class Change:
    """How a school's total stands to that of the run before."""

    number: int
    counted: str
    change_cents: int


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """One school's budget and the arithmetic behind it."""

    run: RunView
    school_id: int
    name: str
    level_label: str
    n_students: int
    per_pupil_cents: int | None
    total_cents: int
    lines: Sequence[LineView]
    walk: Sequence[WalkStep]
    change: Change | None
    is_newest: bool
    draws: Sequence[PaidDraw]
    compared: Sequence[Compared]
    guaranteed: Sequence[PricedLine] = ()
    guaranteed_cents: int = 0  # what is added so that it has as much as its guaranteed staff costs
    replayed: Replayed = NOT_KEPT  # how each line came about, where the formula is in steps
    charge: tuple[str, str] | None = None  # how schools are charged for staff in its year, and why


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in the list of runs."""

    number: int
    formula_name: str
    count_on: date
    n_schools: int
    n_students: int
    total_cents: int
    by_name: str
    at: datetime
    projected: bool = False
