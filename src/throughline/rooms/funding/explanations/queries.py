"""Why a school's dollars differ from those of the run before: cause by cause, and line by line."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.engines.funding import Allocation
from throughline.engines.funding.steps import StepsAllocation, StepsFormula
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.adoptions.queries import PublicText, public_text
from throughline.rooms.funding.budgets.causes import as_kept, changes_between, kept_parts, result_of
from throughline.rooms.funding.budgets.queries import budget_page
from throughline.rooms.funding.budgets.reading import line_views
from throughline.rooms.funding.budgets.replaying import replay_run
from throughline.rooms.funding.budgets.values import BudgetPage
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.models import Run, SchoolBudget
from throughline.rooms.funding.prior.by_source import SchoolSources, school_sources
from throughline.rooms.funding.revenues.funds import Funds
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of a change, or one line of the budget, and what it did. Either kind adds up to the change."""

    says: str
    cents: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """One school's budget, why it is other than before, and what the district said when it was adopted.

    `causes` is empty where schools share money, the viewer sees one of them, and nobody told the causes apart when the
    run was kept: then lines tell the change.
    """

    page: BudgetPage
    before_number: int | None
    before_cents: int
    causes: Sequence[Cause]
    lines: Sequence[Cause]
    public: PublicText
    by_source: Sequence[SchoolSources]

    @property
    def change_cents(self) -> int:
        return self.page.total_cents - self.before_cents


def explanation(viewer: Viewer, run: Run, school_id: int) -> Explanation:
    """This function will explain one school's budget. **Raises** `NotAllowed`, `NotFound`."""
    page = budget_page(viewer, run, school_id)
    own = access.get_budgets_for(viewer).filter(school_id=school_id).select_related("run__formula")
    now = own.get(run=run)
    before = own.filter(run__number__lt=run.number).order_by("-run__number").first()
    return Explanation(
        page=page,
        before_number=before.run.number if before else None,
        before_cents=before.total_cents if before else 0,
        causes=_causes(viewer, before, now) if before else [],
        lines=_lines(viewer, before, now) if before else [],
        by_source=_by_source(viewer, run, now.school_source_id, page),
        public=public_text(access.get_adoptions_for(viewer).filter(run=run).first()),
    )


def _by_source(viewer: Viewer, run: Run, school_id: str, page: BudgetPage) -> list[SchoolSources]:
    names = {one.key: one.name for one in Funds.of_json(run.funds).revenues} if run.funds else {}
    return school_sources(viewer, school_id, page.draws, [one.side for one in page.compared], names)


def _causes(viewer: Viewer, before: SchoolBudget, now: SchoolBudget) -> list[Cause]:
    """As they were kept with the budget; else told apart now, for those who see what it takes."""
    if now.why.get("before") == before.run.number:
        return [Cause(*one) for one in kept_parts(now.why)]
    matrix = [not isinstance(formula_value(one.run.formula), StepsFormula) for one in (before, now)]
    was, is_now = (_result(viewer, one, matrix=all(matrix)) for one in (before, now))
    if was is None or is_now is None:
        return []
    (told,) = changes_between(was, is_now, [now.school_source_id])
    return [Cause(*one) for one in kept_parts(as_kept(before.run, told))]


def _result(viewer: Viewer, budget: SchoolBudget, *, matrix: bool) -> Allocation | StepsAllocation | None:
    """A run done again: one school of a matrix, or all of a formula in steps for those who see all.

    A matrix beside a formula in steps is done again in steps, so that causes can be told apart: a scenario that began
    from a matrix is one in steps.
    """
    if matrix:
        return replay_run(viewer, budget.run, budget.school_id)
    if not accounts.may(viewer, "see", access.CLASS):
        return None
    return result_of(viewer, budget.run)


def _lines(viewer: Viewer, before: SchoolBudget, now: SchoolBudget) -> list[Cause]:
    amounts: dict[str, int] = {}
    for budget, sign in ((now, 1), (before, -1)):
        lines = access.get_lines_for(viewer).filter(budget=budget).order_by("position")
        for line in line_views(formula_value(budget.run.formula), lines):
            amounts[line.label] = amounts.get(line.label, 0) + sign * line.amount_cents
    return [Cause(label, cents) for label, cents in amounts.items() if cents]
