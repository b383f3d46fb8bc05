"""Read recounts: every school's change with what caused it, adding up to the cent, and what became of each count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from throughline.engines.funding.changes import Part, why_changed
from throughline.engines.funding.steps import Taken
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.ground import ground_of
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.filed import counted_words
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.funding.models import Run, Scenario
from throughline.rooms.funding.recount_rule import YearRule
from throughline.rooms.funding.recounts.ground import newest_runs
from throughline.rooms.funding.scenarios.consequences import Consequence, consequence
from throughline.values.errors import NotFound
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class RecountRow:
    """One recount in the list."""

    number: int
    name: str
    year_name: str
    run: int
    first_on: date
    count_on: date
    state: str
    by_name: str


@dataclass(frozen=True, slots=True)
class RecountsPage:
    """Every recount, and the run that the next one would begin from."""

    rows: Sequence[RecountRow]
    run: Run | None
    may_write: bool


@dataclass(frozen=True, slots=True)
class SchoolChanged:
    """One school: students before and after, dollars before and after, and what each cause did. They add up."""

    name: str
    n_first: int
    n_later: int
    before_cents: int
    after_cents: int
    causes: Mapping[Part, int] = field(default_factory=dict)

    @property
    def change_cents(self) -> int:
        return self.after_cents - self.before_cents


@dataclass(frozen=True, slots=True)
class CountTold:
    """One count that is another on the later day: both, the one that is used, and why."""

    school: str
    count: str
    first: str
    later: str
    used: str
    taken: Taken


@dataclass(frozen=True)
class RecountPage:
    """A recount with all that it changes."""

    scenario: Scenario
    rule: YearRule
    found: Consequence
    schools: Sequence[SchoolChanged]
    counts: Sequence[CountTold]
    causes: Sequence[Part]
    opened: Sequence[str]
    joined: Sequence[str]
    first: str
    may_write: bool


def recounts_page(viewer: Viewer) -> RecountsPage:
    """This function will list every recount, the newest first. **Raises** `NotAllowed`."""
    found = access.get_scenarios_for(viewer).exclude(recount={}).order_by("-number")
    wanted = ("number", "name", "year", "recount__run", "recount__first_on", "inputs__on", "state", "by_name")
    rows = [
        RecountRow(number, name, str(SchoolYear(year)), run, date.fromisoformat(first), date.fromisoformat(on), *about)
        for number, name, year, run, first, on, *about in found.values_list(*wanted)
    ]
    return RecountsPage(rows, base_run_for(viewer), accounts.may(viewer, "write", access.CLASS))


def base_run_for(viewer: Viewer) -> Run | None:
    """This function will return the newest run of this fiscal year, or None where there is none."""
    return newest_runs(viewer).get(SchoolYear.of(accounts.today()).ends)


def last_rule_for(viewer: Viewer) -> YearRule:
    """This function will return the rule of the newest recount, to begin the next with; nothing before the first."""
    found = access.get_scenarios_for(viewer).exclude(recount={}).order_by("-number")
    kept = found.values_list("recount__rule", flat=True).first()
    return YearRule.of_json(kept) if kept else YearRule()


def recount_page(viewer: Viewer, number: int) -> RecountPage:
    """This function will return a recount with what it changes at every school. **Raises** `NotAllowed`, `NotFound`."""
    scenario = access.get_scenarios_for(viewer).exclude(recount={}).filter(number=number).first()
    if scenario is None:
        raise NotFound(gettext_noop("There is no such recount."), gettext_noop("Choose one from the list."))
    kept = scenario.recount
    run = access.get_runs_for(viewer).get(number=kept["run"])
    ground, found = ground_of(viewer, run), consequence(scenario)
    changes = {one.school_id: one for one in why_changed(ground.again(), found.result)}
    before = {one.school_source_id: one for one in ground.budgets}
    schools = [
        SchoolChanged(
            one.name,
            was.n_students if (was := before.get(one.school.source_id)) else 0,
            one.n_students,
            was.total_cents if was else 0,
            one.total_cents,
            {part.part: part.cents for part in changes[one.school.source_id].parts},
        )
        for one in found.schools
    ]
    return RecountPage(
        scenario=scenario,
        rule=YearRule.of_json(kept["rule"]),
        first=counted_words(run.count_on, run.count_rule),
        found=found,
        schools=schools,
        counts=_counts(scenario, {one.school_source_id: one.school_name for one in ground.budgets}),
        causes=[part for part in Part if any(one.causes.get(part) for one in schools)],
        opened=kept["opened"],
        joined=kept.get("joined", ()),
        may_write=accounts.may(viewer, "write", access.CLASS),
    )


def _counts(scenario: Scenario, names: Mapping[str, str]) -> list[CountTold]:
    labels = {column.key: words(column.label) for column in as_steps(formula_value(scenario.formula)).inputs}
    return [
        CountTold(names[school], labels[column], first, later or "", used, Taken(taken))
        for school, column, first, later, used, taken in scenario.recount["changes"]
    ]
