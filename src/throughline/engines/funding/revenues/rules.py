"""What revenues must be before a formula draws on them, in words for the finance officer."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"revenues-{code}", severity, says, next_step)


POOL_UNKNOWN = _rule(
    "pool-unknown",
    gettext_noop("“{value}” is unlocked, and the formula has no source “{pool}” to take it."),
    gettext_noop("Name one of {known} as its pool, lock it, or add a source to the formula: money is never lost."),
)
NOT_POOLABLE = _rule(
    "not-poolable",
    gettext_noop("“{value}” may not be pooled, and it would share “{pool}” with {others}."),
    gettext_noop("Give it a source of its own in the formula."),
)
RESTRICTED_IN_OPEN_POOL = _rule(
    "restricted-in-open-pool",
    gettext_noop("“{value}” is restricted, and “{pool}” in the formula is not."),
    gettext_noop("Let it feed a source that the formula marks as restricted."),
)
CENTRAL_BEYOND_ALL = _rule(
    "central-beyond-all",
    gettext_noop("The central office would keep {kept} of “{value}”, which brings {brings}."),
    gettext_noop("Lower the central shares: what is kept and what schools get add up to what it brings."),
)
GRANTS_BEYOND_ALL = _rule(
    "grants-beyond-all",
    gettext_noop("Schools are named for {given} of “{value}”, and {brings} is there for them."),
    gettext_noop("Lower the amounts by school, or the central share."),
)
GRANT_OF_UNLOCKED = _rule(
    "grant-of-unlocked",
    gettext_noop("“{value}” is unlocked, so the formula shares it out; an amount for {school} cannot stand as well."),
    gettext_noop("Make it a school grant, or take the amount out."),
)
GRANT_UNKNOWN = _rule(
    "grant-unknown",
    gettext_noop("An amount is named for “{value}” at {school}, and one of the two is not known."),
    gettext_noop("Write a source of the file of revenues and a school of the file of schools."),
)
GRANT_NOT_ELIGIBLE = _rule(
    "grant-not-eligible",
    gettext_noop("“{value}” may not pay {school}."),
    gettext_noop("Add the school to those eligible, or take the amount out."),
)
NOT_ALL_GIVEN = _rule(
    "not-all-given",
    gettext_noop("{left} of the school grant “{value}” is named for no school."),
    gettext_noop("Name schools for the rest, or keep it centrally for a service."),
    Severity.WARNING,
)
NOT_COVERED = _rule(
    "not-covered",
    gettext_noop("{value} dollars for {need} at {school} are paid from “{pool}”, and no revenue in it may pay them."),
    gettext_noop("Find more revenue for the pool, widen who is eligible, or let the formula pay less."),
    Severity.WARNING,
)
SUPPLANTS = _rule(
    "supplants",
    gettext_noop(
        "{school} would have {value} dollars less of state and local money because it has “{source}”: {where}."
    ),
    gettext_noop("Let what is named count the district's own money only, or keep “{source}” out of the formula."),
)
REPLACES_THE_SAME = _rule(
    "replaces-the-same",
    gettext_noop("{school} has {value} dollars less of the district's own money for what “{source}” is for: {where}."),
    gettext_noop("Give it the same, or write why that money may be left out (section 1118(d) of the federal law)."),
    Severity.WARNING,
)
PASSED_OVER = _rule(
    "passed-over",
    gettext_noop("“{other}” ({value} dollars) names schools, and none of them has “{source}”."),
    gettext_noop("Name schools by something other than “{source}”, or write by what they were chosen."),
    Severity.WARNING,
)
READS_SUPPLEMENT = _rule(
    "reads-supplement",
    gettext_noop("“{where}” shares out the district's own money, and looks at “{source}” to do it."),
    gettext_noop("It takes from no school at these counts; let it look at students' needs, and it never can."),
    Severity.NOTICE,
)
GUESSED = _rule(
    "guessed",
    gettext_noop("“{where}” is taken to tell of “{source}” because of its name."),
    gettext_noop("Say in the formula what it tells of: tells_of = “{value}”, or “none”."),
    Severity.NOTICE,
)
