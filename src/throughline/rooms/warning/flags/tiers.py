"""Tiers suggested for a review, in each domain and overall, with what they rest on: a suggestion, never a label."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from throughline.engines.warning import Standing, overall_tier
from throughline.formats.warning import DOMAINS, RulesPart
from throughline.rooms.students import api as students
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import part_of
from throughline.rooms.warning.models import StudentStanding
from throughline.rooms.warning.words import DOMAINS as DOMAIN_NAMES
from throughline.rooms.warning.words import reason_words
from throughline.values.viewer import Viewer

_TIER = {Standing.NO_DATA: 0, Standing.OFF_TRACK: 2, Standing.FAR_OFF: 3}


@dataclass(frozen=True, slots=True)
class Tiers:
    """The tier suggested in each domain of which the viewer may see something known, and the standings behind them."""

    by_domain: dict[str, int]
    reasons: Sequence[StudentStanding]

    @property
    def overall(self) -> int:
        return overall_tier(self.by_domain.values())

    @property
    def classes(self) -> frozenset[str]:
        """The classes of record that these tiers tell of."""
        return frozenset(row.record_class for row in self.reasons)


def tiers_of(part: RulesPart | None, standings: Sequence[StudentStanding]) -> Tiers:
    """This function will suggest tiers by the standings that a viewer may see."""
    found: dict[str, int] = {}
    domains = {one.code: one.domain for one in part.indicator} if part else {}
    order = list(domains)
    known = [row for row in standings if row.indicator in domains and row.standing != Standing.NO_DATA]
    known.sort(key=lambda row: order.index(row.indicator))
    for domain in DOMAINS:
        worst = max((row.standing for row in known if domains[row.indicator] == domain), default=Standing.NO_DATA)
        tier = _TIER.get(Standing(worst), 1)
        if tier:
            found[domain] = tier
    return Tiers(found, known)


def find_tiers(viewer: Viewer, student: students.Student) -> Tiers:
    """This function will suggest tiers for a student of whom `viewer` may see early warning: two queries."""
    version = access.in_force()
    rows = access.get_standings_for(viewer, of=student) if version else []
    return tiers_of(part_of(version) if version else None, list(rows))


def tier_words(tiers: Tiers) -> list[tuple[str, str]]:
    """This function will name the tier overall, and then in each domain."""
    overall = [(_("Overall"), _tier(tiers.overall))] if tiers.overall else []
    return overall + [(gettext(DOMAIN_NAMES[domain]), _tier(tier)) for domain, tier in tiers.by_domain.items()]


def tier_sentence(tiers: Tiers) -> str:
    """This function will say at a glance which tier is suggested overall, in which domains, and why."""
    if not tiers.overall:
        return _("Not enough is known to suggest a tier.")
    parts = [
        _("%(domain)s: tier %(tier)s") % {"domain": gettext(DOMAIN_NAMES[domain]), "tier": tier}
        for domain, tier in tiers.by_domain.items()
    ]
    says = _("Suggested for a review: tier %(tier)s overall (%(domains)s).")
    return " ".join([says % {"tier": tiers.overall, "domains": "; ".join(parts)}, reasons_sentence(tiers)])


def reasons_sentence(tiers: Tiers) -> str:
    """This function will say what a suggested tier rests on, so that anybody can count it again."""
    off = sorted((row for row in tiers.reasons if row.standing >= Standing.OFF_TRACK), key=lambda row: -row.standing)
    if not off:
        n = len(tiers.reasons)
        words = ngettext(
            "%(n)s thing that is watched is on track.", "All %(n)s things that are watched are on track.", n
        )
        return words % {"n": n}
    why = "; ".join(reason_words(row.measure, row.numerator, row.denominator) for row in off)
    return _("Why: %(reasons)s.") % {"reasons": why}


def _tier(tier: int) -> str:
    return _("Tier %(tier)s") % {"tier": tier}
