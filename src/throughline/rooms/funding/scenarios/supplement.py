"""Money that may only add, on a scenario: what the page warns of, and what keeps it from being proposed or adopted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.funding.revenues import Offset, rules
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.funding.scenarios.consequences import Consequence
from throughline.values.errors import RefusedInput
from throughline.values.money import dollars_text
from throughline.values.problem import Problem, Severity
from throughline.values.words import gettext_noop
from throughline.web.tables import Column, Table

_TOLD = 6  # schools in words on the page; the table has every one


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


def check_only_adds(found: Consequence, reason: str) -> None:
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


def problems_of(found: Consequence) -> Iterator[Problem]:
    """This function will say each finding in the reader's language: school, source, dollars, rule and next step."""
    names, steps = _names(found), _steps(found)
    schools = {one.school.source_id: one.name for one in found.schools}
    for one in found.supplement.offsets:
        about = {"school": schools[one.school_id], "source": names[one.revenue], "where": _where(one, steps)}
        rule = rules.REPLACES_THE_SAME if one.may_be_excluded else rules.SUPPLANTS
        yield Problem(rule, value=dollars_text(one.cents), details=about)
    for passed in found.supplement.passed_over:
        about = {"source": names[passed.revenue], "other": names[passed.other]}
        yield Problem(rules.PASSED_OVER, value=dollars_text(passed.cents), details=about)
    taking = {step for one in found.supplement.offsets for step in one.steps}
    for read in found.supplement.reads:
        if read.step not in taking:
            about = {"source": names[read.revenue], "where": steps.get(read.step, read.step)}
            yield Problem(rules.READS_SUPPLEMENT, details=about)


def shown_of(found: Consequence) -> Shown | None:
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


def offsets_table(found: Consequence) -> Table:
    """This function will list every school that would have less of the district's own money, and what gives it less."""
    names, steps = _names(found), _steps(found)
    schools = {one.school.source_id: one.name for one in found.schools}
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


def _where(one: Offset, steps: dict[str, str]) -> str:
    return ", ".join(steps[step] for step in one.steps) or _("it is in one pool with what it replaces")


def _names(found: Consequence) -> dict[str, str]:
    return {one.key: one.name for one in found.funds.revenues} if found.funds else {}


def _steps(found: Consequence) -> dict[str, str]:
    formula = found.result.formula
    labels = [(one.key, one.label) for one in formula.sources] + [(one.key, one.label) for one in formula.steps]
    return {key: words(label) for key, label in labels}
