"""The rule of a recount as the district decides it, kept with what came of it, and in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.funding.steps import RecountRule
from throughline.rooms.funding.filed import counted_words
from throughline.web.components import figures


@dataclass(frozen=True, slots=True)
class YearRule:
    """What changes within a year. Shares are of one; 0 and blank are without.

    A count that changed by fewer than `over_n`, or less than `over_share` of itself, stays. `upward` keeps what fell
    and the whole adopted budget; else `keep_share` of it is kept. After `last_on` no day is counted again.
    """

    over_n: int = 0
    over_share: str = "0"
    upward: bool = False
    keep_share: str = "0"
    last_on: str = ""

    def as_json(self) -> dict[str, Any]:
        """This function will return the rule in plain values."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "YearRule":
        """This function will read a rule that was kept."""
        return cls(**kept)

    @property
    def of_counts(self) -> RecountRule:
        """What the rule says of counts."""
        return RecountRule(self.over_n, Fraction(self.over_share), self.upward)

    @property
    def kept_share(self) -> str:
        """The part of its adopted budget that no school falls below."""
        return "1" if self.upward else self.keep_share

    @property
    def last_day(self) -> date | None:
        return date.fromisoformat(self.last_on) if self.last_on else None


def rule_sentences(rule: YearRule) -> list[str]:
    """This function will say a rule in words."""
    says = []
    if rule.over_n:
        n = ngettext("%(n)s student", "%(n)s students", rule.over_n) % {"n": rule.over_n}
        says.append(_("A count that changed by fewer than %(students)s stays.") % {"students": n})
    if Fraction(rule.over_share):
        share = figures.percent(float(rule.over_share), 1)
        says.append(_("A count that changed by less than %(share)s of itself stays.") % {"share": share})
    if rule.upward:
        says.append(_("Only upward: a count that fell stays, and no school has less than was adopted."))
    elif Fraction(rule.keep_share):
        share = figures.percent(float(rule.keep_share), 1)
        says.append(
            _("Each school keeps at least %(share)s of its adopted budget; the district pays.") % {"share": share}
        )
    if rule.last_day:
        says.append(_("No day after %(day)s is counted again.") % {"day": figures.day(rule.last_day)})
    return says or [_("In full: every later count is taken, up or down.")]


def recount_sentence(kept: Mapping[str, Any], on: date) -> str:
    """This function will say of a run that it is a recount: of which run and day, and by what rule."""
    first = counted_words(date.fromisoformat(kept["first_on"]), kept.get("first_rule", ""))
    words = {"day": figures.day(on), "first": first, "number": kept["run"]}
    says = _("Students were counted again on %(day)s; the budget before is run %(number)s, %(first)s.")
    return " ".join([says % words, *rule_sentences(YearRule.of_json(kept["rule"]))])
