"""The adopted run of a year as caps: every draw of every school in sight, with what binds its source."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from throughline.engines.funding.revenues import Revenue
from throughline.formats.caps import Adopted, BudgetCaps, Cap, MadeBy, SchoolCaps, Stood
from throughline.rooms.funding import access
from throughline.rooms.funding.as_steps import GENERAL, as_steps
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.models import Adoption, Run, SchoolBudget
from throughline.rooms.funding.revenues.funds import Funds
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

Key = tuple[str, bool]  # a source, and whether it stands beside the formula


def budget_caps(viewer: Viewer, year: int) -> BudgetCaps | None:
    """This function will return what schools may plan with in the fiscal year that ends in `year`.

    It is of the newest run of the year that two people adopted, so that an adopted recount takes the place of what it
    recounted and a run that nobody adopted changes nothing; nothing where there is none. Of the schools whose dollars
    the viewer sees: a principal's own. For each school and source it says the cents, whether the source is restricted,
    its allowed uses and needs, and its period; caps add up to the school's budget, and schools to the run.

    **Raises** `NotAllowed` for those who see no budget.
    """
    adopted = access.get_runs_for(viewer).filter(adoptions__isnull=False).order_by("-number").defer("funds")
    run = next((run for run in adopted if run.fiscal_year == year), None)
    return caps_of(viewer, run) if run else None


def caps_of(viewer: Viewer, run: Run) -> BudgetCaps | None:
    """This function will return the caps of one run; nothing where nobody adopted it. **Raises** `NotAllowed`."""
    adoption = access.get_adoptions_for(viewer).filter(run=run).first()
    if adoption is None:
        return None
    year = SchoolYear(run.fiscal_year)
    paid, sources = _paid(viewer, run), _Sources.of(run, year)
    budgets = list(access.get_budgets_for(viewer).filter(run=run).order_by("school_name", "pk"))
    formula = formula_value(run.formula)
    return BudgetCaps(
        schema=1,
        kind="budget-caps",
        fiscal_year=str(year),
        currency="USD",
        whole=len(budgets) == run.n_schools,
        run=_stood(run),
        formula=MadeBy(
            key=formula.key,
            name=formula.name.text("en"),
            version=formula.version,
            number=run.formula.number,
            digest=run.formula_digest,
        ),
        adopted=_adopted(adoption),
        schools=tuple(_school(budget, paid.get(budget.pk, {}), sources) for budget in budgets),
    )


def _stood(run: Run) -> Stood:
    return Stood(
        number=run.number,
        recount_of=run.recount.get("run"),
        counted_on=run.count_on,
        engine_version=run.engine_version,
        inputs_digest=run.inputs_digest,
        result_digest=run.result_digest,
        total_cents=run.total_cents,
    )


def _adopted(row: Adoption) -> Adopted:
    return Adopted(on=row.at.date(), proposed_by=row.proposed_by_name, adopted_by=row.by_name)


def _paid(viewer: Viewer, run: Run) -> dict[int, Mapping[Key, int]]:
    """Cents by source, budget by budget: what was drawn, or where no revenues were drawn on what lines say."""
    found: dict[int, Counter[Key]] = {}
    rows: Iterable[tuple[int, str, int, bool]]
    if run.funds:
        draws = access.get_draws_for(viewer).filter(budget__run=run).order_by("pk")
        rows = draws.values_list("budget_id", "source", "cents", "beside")
    else:
        lines = access.get_lines_for(viewer).filter(budget__run=run).order_by("position")
        rows = [
            (budget, source or ("" if step else GENERAL), cents, False)
            for budget, source, step, cents in lines.values_list("budget_id", "source", "step", "amount_cents")
        ]
    for budget, source, cents, beside in rows:
        found.setdefault(budget, Counter())[source, beside] += cents
    return {budget: dict(cents) for budget, cents in found.items()}


@dataclass(frozen=True, slots=True)
class _Sources:
    """What is known of each source: the run's revenues as they were, or the formula's own."""

    revenues: Mapping[str, Revenue]
    own: Mapping[str, tuple[str, bool]]
    first: date
    last: date

    @classmethod
    def of(cls, run: Run, year: SchoolYear) -> "_Sources":
        revenues = Funds.of_json(run.funds).revenues if run.funds else ()
        own = {one.key: (one.label.text("en"), one.restricted) for one in as_steps(formula_value(run.formula)).sources}
        return cls({one.key: one for one in revenues}, own, year.first_day, year.last_day)

    def cap(self, source: str, beside: bool, cents: int) -> Cap:
        """This function will say what binds a school's dollars from a source."""
        known = self.revenues.get(source)
        name, restricted = (known.name, known.restricted) if known else self.own.get(source, ("", None))
        return Cap(
            source=source,
            name=name,
            cents=cents,
            beside=beside,
            restricted=restricted,
            allowed_uses=known.allowed_uses if known else (),
            needs=tuple(sorted(known.eligible_needs)) if known else (),
            may_only_add=known.supplement_not_supplant if known else False,
            poolable=known.poolable if known else True,
            starts_on=(known.starts_on if known else None) or self.first,
            ends_on=(known.ends_on if known else None) or self.last,
        )


def _school(budget: SchoolBudget, paid: Mapping[Key, int], sources: _Sources) -> SchoolCaps:
    return SchoolCaps(
        school_id=budget.school_source_id,
        name=budget.school_name,
        n_students=budget.n_students,
        formula_cents=budget.total_cents,
        beside_cents=sum(cents for (_source, beside), cents in paid.items() if beside),
        caps=tuple(
            sources.cap(source, beside, cents)
            for (source, beside), cents in sorted(paid.items(), key=lambda pair: (pair[0][1], pair[0][0]))
            if cents
        ),
    )
