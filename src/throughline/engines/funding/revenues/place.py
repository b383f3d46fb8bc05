"""Where each revenue goes before the formula runs: kept centrally, to named schools, locked, or into a pool."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from throughline.engines.funding.revenues import rules
from throughline.engines.funding.revenues.revenue import LOCKED, SCHOOL_GRANT, UNLOCKED, Grant, Revenue
from throughline.engines.funding.steps import SchoolColumns, StepsFormula
from throughline.engines.funding.steps.pools import distribute
from throughline.values.errors import RefusedInput
from throughline.values.money import dollars_text
from throughline.values.problem import Problem, Severity
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Placement:
    """Every revenue in its place. For each, central + schools + pool + locked + left = what it brings, to the cent.

    **Units** cents. `central` is by revenue and service. `pools` are what each source of the formula brings.
    `left` is of school grants that name no school for it.
    """

    revenues: tuple[Revenue, ...]
    central: Mapping[str, Mapping[str, int]]
    grants: tuple[Grant, ...]
    locked: Mapping[str, int]
    pools: Mapping[str, int]
    left: Mapping[str, int]
    eligible: Mapping[str, frozenset[str]]
    warnings: tuple[Problem, ...] = ()

    def in_pool(self, pool: str) -> tuple[Revenue, ...]:
        """This function will return the revenues that feed a source of the formula."""
        return tuple(one for one in self.revenues if one.status == UNLOCKED and one.feeds == pool)

    def pooled_cents(self, revenue: Revenue) -> int:
        """This function will return what a revenue puts into its pool."""
        kept = sum(self.central[revenue.key].values())
        return revenue.brings_cents - kept if revenue.status == UNLOCKED else 0

    def at_school_cents(self, school_id: str) -> int:
        """This function will add up what goes to a school past the formula."""
        return sum(grant.cents for grant in self.grants if grant.school_id == school_id)

    def share_at_schools(self, *, unrestricted_only: bool = False) -> Fraction | None:
        """This function will return the share of all revenue that schools have a say in; None where there is none."""
        chosen = [one for one in self.revenues if not (unrestricted_only and one.restricted)]
        total = sum(one.brings_cents for one in chosen)
        given = sum(self.pooled_cents(one) for one in chosen)
        granted = {one.key for one in chosen if one.status == SCHOOL_GRANT}
        given += sum(grant.cents for grant in self.grants if grant.revenue in granted)
        return Fraction(given, total) if total else None


def place_revenues(
    formula: StepsFormula, schools: SchoolColumns, revenues: Sequence[Revenue], grants: Sequence[Grant] = ()
) -> Placement:
    """This function will put every revenue in its place, or refuse with everything that keeps one from having any.

    Central shares are taken first: amounts as they are, shares of what the source brings by largest remainder.
    """
    central = {one.key: _central(one) for one in revenues}
    problems = [*_check_pools(formula, revenues), *_check_sums(revenues, central, grants)]
    problems += _check_grants(schools, revenues, grants)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise RefusedInput(
            gettext_noop("The revenues cannot be used as they are, and nothing was allocated."),
            gettext_noop("Mend what is listed and try again."),
            tuple(problems),
        )
    pools: dict[str, int] = {}
    locked, left, eligible = {}, {}, _eligible(schools, revenues, central)
    for one in revenues:
        rest = one.brings_cents - sum(central[one.key].values())
        named = sum(grant.cents for grant in grants if grant.revenue == one.key)
        if one.status == UNLOCKED:
            pools[one.feeds] = pools.get(one.feeds, 0) + rest
        elif one.status == LOCKED:
            locked[one.key] = rest - named
        else:
            left[one.key] = rest - named
    return Placement(tuple(revenues), central, tuple(grants), locked, pools, left, eligible, tuple(problems))


def with_revenues(schools: SchoolColumns, placement: Placement) -> SchoolColumns:
    """This function will give a formula's sources what the pools bring, and say which schools each may pay."""
    return replace(schools, revenues_cents=dict(placement.pools), eligible=dict(placement.eligible))


def _central(revenue: Revenue) -> dict[str, int]:
    kept = {one.service: one.cents for one in revenue.central if one.cents is not None}
    shares = [(one.service, one.share) for one in revenue.central if one.share is not None]
    if shares:
        together = sum((share for _, share in shares), Fraction(0))
        total = int(revenue.brings_cents * together)
        services = [service for service, _ in shares]
        parts = distribute(total, [share for _, share in shares], services) if together else [0] * len(shares)
        kept |= dict(zip(services, parts, strict=True))
    return kept


def _eligible(
    schools: SchoolColumns, revenues: Sequence[Revenue], central: Mapping[str, Mapping[str, int]]
) -> dict[str, frozenset[str]]:
    """A source of the formula may pay a school where any revenue with money in it may."""
    found: dict[str, frozenset[str]] = {}
    for one in revenues:
        if one.status == UNLOCKED:
            may = one.eligible_schools or frozenset(schools.school_ids)
            if one.brings_cents <= sum(central[one.key].values()):
                may = frozenset()
            found[one.feeds] = found.get(one.feeds, frozenset()) | may
    everybody = frozenset(schools.school_ids)
    return {pool: ids for pool, ids in found.items() if not ids >= everybody}


def _check_pools(formula: StepsFormula, revenues: Sequence[Revenue]) -> Iterator[Problem]:
    sources = {money.key: money for money in formula.sources}
    for one in revenues:
        if one.status != UNLOCKED:
            continue
        others = [other.key for other in revenues if other.status == UNLOCKED and other.feeds == one.feeds]
        words = {"pool": one.feeds, "known": ", ".join(sources), "others": ", ".join(k for k in others if k != one.key)}
        if one.feeds not in sources:
            yield Problem(rules.POOL_UNKNOWN, column="pool", value=one.key, details=words)
        elif one.restricted and not sources[one.feeds].restricted:
            yield Problem(rules.RESTRICTED_IN_OPEN_POOL, column="pool", value=one.key, details=words)
        if not one.poolable and len(others) > 1:
            yield Problem(rules.NOT_POOLABLE, column="poolable", value=one.key, details=words)


def _check_sums(
    revenues: Sequence[Revenue], central: Mapping[str, Mapping[str, int]], grants: Sequence[Grant]
) -> Iterator[Problem]:
    for one in revenues:
        kept, brings = sum(central[one.key].values()), one.brings_cents
        named = sum(grant.cents for grant in grants if grant.revenue == one.key)
        left = brings - kept - named
        words = {"kept": dollars_text(kept), "brings": dollars_text(brings), "given": dollars_text(named)}
        if kept > brings:
            yield Problem(rules.CENTRAL_BEYOND_ALL, column="central", value=one.key, details=words)
        elif one.status != UNLOCKED and left < 0:
            words["brings"] = dollars_text(brings - kept)
            yield Problem(rules.GRANTS_BEYOND_ALL, column="amount", value=one.key, details=words)
        elif one.status == SCHOOL_GRANT and left:
            yield Problem(rules.NOT_ALL_GIVEN, value=one.key, details={"left": dollars_text(left)})


def _check_grants(schools: SchoolColumns, revenues: Sequence[Revenue], grants: Sequence[Grant]) -> Iterator[Problem]:
    by_key, known = {one.key: one for one in revenues}, set(schools.school_ids)
    for grant in grants:
        revenue = by_key.get(grant.revenue)
        words = {"school": grant.school_id}
        if revenue is None or grant.school_id not in known:
            yield Problem(rules.GRANT_UNKNOWN, value=grant.revenue, details=words)
        elif revenue.status == UNLOCKED:
            yield Problem(rules.GRANT_OF_UNLOCKED, value=grant.revenue, details=words)
        elif revenue.eligible_schools and grant.school_id not in revenue.eligible_schools:
            yield Problem(rules.GRANT_NOT_ELIGIBLE, value=grant.revenue, details=words)
