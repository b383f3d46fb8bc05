"""Money that may only add: what a page warns of, and what keeps a budget from being anybody's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.funding.revenues import Offset, Supplement, check_supplement, rules
from throughline.engines.funding.steps import StepsAllocation, StepsFormula
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.funding.revenues.funds import Funds
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Severity
from throughline.values.words import gettext_noop
from throughline.web.components import figures
from throughline.web.tables import Column, Table

_TOLD = 6  # schools in words on the page; the table has every one


@dataclass(frozen=True)
class Checked:
    """A result beside itself without the money that may only add, with the names of all it speaks of."""

    supplement: Supplement
    formula: StepsFormula
    sources: Mapping[str, str]
    schools: Mapping[str, str]

    @classmethod
    def of(cls, result: StepsAllocation, funds: Funds | None, schools: Mapping[str, str]) -> "Checked":
        """This function will check a result that draws on a year's revenues; without any there is nothing to check."""
        if funds is None:
            return cls(Supplement(), result.formula, {}, schools)
        found = check_supplement(result.formula, result.schools, funds.revenues, funds.grants, result)
        return cls(found, result.formula, {one.key: one.name for one in funds.revenues}, schools)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a scenario's page says of money that may only add."""

    kind: str
    title: str
    rule: str
    says: Sequence[str]


@dataclass(frozen=True, slots=True)
class OffsetRow:
    """One school that would have less of the district's own money, as the table shows it."""

    school: str
    source: str
    cents: int
    where: str


def check_only_adds(found: Checked, reason: str) -> None:
    """This function will refuse a scenario in which money that may only add takes the place of the district's own.

    Where the law lets it be left out, a reason stands for it. **Raises** `RefusedInput` naming each school.
    """
    hard = [problem for problem in problems_of(found) if problem.severity is Severity.ERROR]
    if hard:
        raise RefusedInput(
            gettext_noop("Money that may only add would take the place of the district's own."),
            gettext_noop("Branch from this scenario, mend what its page lists, and propose the branch."),
            tuple(hard),
        )
    if found.supplement.needs_reason and not reason.strip():
        raise RefusedInput(
            gettext_noop("Some of the district's own money passes by schools that have money that may only add."),
            gettext_noop("Write why it may be left out, or branch and mend what the page lists."),
            tuple(problem for problem in problems_of(found) if problem.severity is Severity.WARNING),
        )


def check_run_only_adds(found: Checked) -> None:
    """This function will refuse a run that no scenario stands behind where a scenario would be refused, or asked why.

    **Raises** `RefusedInput` naming each school: a run by itself keeps no reason, and nobody adopts it.
    """
    if not (found.supplement.forbidden or found.supplement.needs_reason):
        return
    raise RefusedInput(
        gettext_noop("Money that may only add meets less of the district's own, so nothing was kept."),
        gettext_noop(
            "Mend what is listed. Where it may be left out for a reason, start a scenario from this formula: the "
            "reason is kept there."
        ),
        tuple(problem for problem in problems_of(found) if problem.severity is not Severity.NOTICE),
    )


def problems_of(found: Checked) -> Iterator[Problem]:
    """This function will say each finding in the reader's language: school, source, dollars, rule and next step."""
    names, steps, schools = found.sources, _steps(found.formula), found.schools
    for one in found.supplement.offsets:
        about = {"school": schools[one.school_id], "source": names[one.revenue], "where": _where(one, steps)}
        rule = rules.REPLACES_THE_SAME if one.may_be_excluded else rules.SUPPLANTS
        yield Problem(rule, value=_dollars(one.cents), details=about)
    for passed in found.supplement.passed_over:
        about = {"source": names[passed.revenue], "other": names[passed.other]}
        yield Problem(rules.PASSED_OVER, value=_dollars(passed.cents), details=about)
    taking = {step for one in found.supplement.offsets for step in one.steps}
    for read in found.supplement.reads:
        if read.step not in taking:
            about = {"source": names[read.revenue], "where": steps.get(read.step, read.step)}
            yield Problem(rules.READS_SUPPLEMENT, details=about)
    labels = {column.key: words(column.label) for column in found.formula.inputs}
    for guess in found.supplement.guessed:
        about = {"source": names[guess.revenue], "where": labels[guess.column]}
        yield Problem(rules.GUESSED, value=guess.revenue, details=about)


def shown_of(found: Checked) -> Shown | None:
    """This function will say what a page warns of; nothing where there is nothing to warn of."""
    problems = list(problems_of(found))
    if not problems:
        return None
    says = [f"{problem.says(_)} {problem.next_step(_)}" for problem in problems]
    if (more := len(found.supplement.offsets) - _TOLD) > 0:
        told = ngettext("%(n)s more school is in the table.", "%(n)s more schools are in the table.", more) % {
            "n": more
        }
        says[_TOLD : _TOLD + more] = [told]
    if found.supplement.forbidden:
        kind, title = "stop", _("Money that may only add would take the place of the district's own")
    elif found.supplement.needs_reason:
        kind, title = "care", _("Some of the district's own money needs a reason before this is proposed")
    else:
        kind, title = "note", _("The formula looks at money that may only add")
    rule = _(
        "The district's own money is shared out as though there were none that may only add; for Title I, Part A that "
        "is section 1118(b) of the Elementary and Secondary Education Act."
    )
    return Shown(kind, title, rule, says)


def offsets_table(found: Checked) -> Table:
    """This function will list every school that would have less of the district's own money, and what gives it less."""
    names, steps, schools = found.sources, _steps(found.formula), found.schools
    return Table(
        key="supplanted",
        caption=_("Schools with less of the district's own money"),
        columns=[
            Column("school", _("School")),
            Column("source", _("Source")),
            Column("cents", _("Less"), kind="money", total=True),
            Column("where", _("By")),
        ],
        rows=[
            OffsetRow(
                schools[one.school_id],
                names[one.revenue],
                one.cents,
                _where(one, steps),
            )
            for one in found.supplement.offsets
        ],
        searchable=False,
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name="supplement",
        shares_page=True,
        narrow="stack",
    )


def _dollars(cents: int) -> str:
    """Dollars as people read them, their thousands grouped; the rule says what they are of."""
    return figures.number(Decimal(cents) / 100, 2)


def _where(one: Offset, steps: Mapping[str, str]) -> str:
    return ", ".join(steps[step] for step in one.steps) or _("it is in one pool with what it replaces")


def _steps(formula: StepsFormula) -> dict[str, str]:
    labels = [(one.key, one.label) for one in formula.sources] + [(one.key, one.label) for one in formula.steps]
    return {key: words(label) for key, label in labels}
