"""What the figures of a scenario say to the public, in every language: nothing of it is typed, and no school is named.

It is frozen when a scenario is adopted: schools never see the scenario itself, and what was said then stays said.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.guaranteed import charge_sentence
from throughline.rooms.funding.budgets.reading import shown_need
from throughline.rooms.funding.budgets.roster_columns import code_of
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.formulas.decisions import decisions_of
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.funding.models import Formula
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.revenues.words import status_of
from throughline.rooms.funding.scenarios.consequences import Consequence, Decided, SchoolOutcome
from throughline.rooms.funding.scenarios.net import OPEN, RESERVE, SafetyNet
from throughline.rooms.funding.scenarios.proxies import category_name
from throughline.rooms.funding.scenarios.words import days_otherwise
from throughline.web.components import figures


def told_in_each_language(formula: Formula, decided: Decided, found: Consequence) -> dict[str, Any]:
    """This function will put figures, decisions and who gains or loses into words, by language."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            told[language] = {
                "figures": list(_figures(found)),
                "decisions": list(_decisions(formula, decided, found)) or [_("The formula is taken as it is written.")],
                "moves": list(_moves(found)),
            }
    return told


def _figures(found: Consequence) -> Iterator[tuple[str, str]]:
    yield _("All schools"), figures.money_whole(found.total_cents)
    yield (
        _("Against the budget before"),
        f"{'+' if found.change_cents > 0 else ''}{figures.money_whole(found.change_cents)}",
    )
    yield _("Schools"), figures.number(len(found.schools))
    yield _("Students"), figures.number(sum(one.n_students for one in found.schools))


def _decisions(formula: Formula, decided: Decided, found: Consequence) -> Iterator[str]:
    base = as_steps(formula_value(formula))
    for one in decisions_of(base):
        if one.name in decided.figures:
            about = {
                "figure": one.label,
                "now": _figure(Fraction(decided.figures[one.name]), one.unit),
                "before": _figure(one.value, one.unit),
            }
            yield _("“%(figure)s” is %(now)s; the formula says %(before)s.") % about
    yield from (
        _("“%(now)s” is counted instead of “%(before)s”.")
        % {"now": category_name(code), "before": category_name(code_of(key) or key)}
        for key, code in decided.proxies.items()
    )
    yield from (f"{says}." for says in days_otherwise(found))
    sources = {money.key: words(money.label) for money in base.sources}
    for key, cents in decided.revenues_cents.items():
        if key in sources and cents:
            yield _("“%(source)s” brings %(money)s.") % {"source": sources[key], "money": figures.money(cents)}
    yield from _revenues(decided, found.inputs.funds)
    yield from _way(decided.net)
    kept = found.inputs.staff.decided(decided.staff)
    if kept.way:
        yield charge_sentence((kept.way, ""))


def _revenues(decided: Decided, funds: Funds | None) -> Iterator[str]:
    """How sources stand otherwise than the year's revenues say."""
    for one in funds.revenues if funds else ():
        chosen = decided.sources.get(one.key, {})
        if chosen.get("status", one.status) != one.status:
            about = {"source": one.name, "status": status_of(chosen["status"]).word.lower()}
            yield _("“%(source)s” is decided on as %(status)s.") % about
        if "central" in chosen:
            about = {"source": one.name, "share": figures.percent(float(Fraction(chosen["central"])), 1)}
            yield _("Of “%(source)s”, %(share)s is held centrally.") % about


def _figure(value: Fraction, unit: str) -> str:
    if unit == "share":
        return figures.percent(float(value), 2)
    if unit.startswith("dollars"):
        return figures.money(round(value * 100))
    return figures.number(float(value), 0 if value.denominator == 1 else 2)


def _way(net: SafetyNet) -> Iterator[str]:
    """What is decided about the way there."""
    if net.phase_years > 1:
        about = {"year": net.phase_year, "years": net.phase_years}
        yield _("The formula comes in over %(years)s years; this is year %(year)s.") % about
    if Fraction(net.hold_share):
        share = {"share": figures.percent(float(net.hold_share), 1)}
        says = _("No school has less than %(share)s of its budget before.") % share
        yield f"{says} {_who_pays(net)}"
    if net.minimum_cents:
        money = {"money": figures.money(net.minimum_cents)}
        yield _("Every school with students has at least %(money)s.") % money
    if net.kept_minimums:
        yield _("Every school has at least the minimum that is kept of it.")
    if net.guaranteed:
        yield _("Every school has at least what its guaranteed staff costs.")


def _who_pays(net: SafetyNet) -> str:
    if net.hold_paid == OPEN:
        return _("The district pays for that.")
    if net.hold_paid == RESERVE:
        return _("A reserve of %(money)s pays for that, as far as it goes.") % {
            "money": figures.money(net.reserve_cents)
        }
    return _("Schools that gain give a part of their gain for that.")


def _moves(found: Consequence) -> Iterator[str]:
    yield _("Of all %(n)s schools: %(moved)s.") % _moved(found.schools)
    formula = found.result.formula
    need = shown_need(formula)
    columns = found.result.schools.columns
    if need is None or need.key not in columns:
        return
    with_need = [int(Fraction(str(cell))) for cell in columns[need.key]]
    n_students = sum(one.n_students for one in found.schools)
    share = Fraction(sum(with_need), n_students) if n_students else Fraction(0)
    more: list[SchoolOutcome] = []
    fewer: list[SchoolOutcome] = []
    for n, one in zip(with_need, found.schools, strict=True):
        (more if one.n_students and Fraction(n, one.n_students) > share else fewer).append(one)
    if more and fewer:
        about = {"need": need.label, "share": figures.percent(float(share))}
        says = _("Of the %(n)s with a larger share in “%(need)s” than the district's %(share)s: %(moved)s.")
        yield says % (about | _moved(more))
        yield _("Of the %(n)s others: %(moved)s.") % _moved(fewer)


def _moved(schools: Sequence[SchoolOutcome]) -> dict[str, str]:
    n_gain = sum(one.change_cents > 0 for one in schools)
    n_lose = sum(one.change_cents < 0 for one in schools)
    n_same = len(schools) - n_gain - n_lose
    parts = [
        ngettext("%(n)s gains", "%(n)s gain", n_gain) % {"n": figures.number(n_gain)},
        ngettext("%(n)s has less", "%(n)s have less", n_lose) % {"n": figures.number(n_lose)},
    ]
    if n_same:
        parts.append(ngettext("%(n)s stays as it is", "%(n)s stay as they are", n_same) % {"n": n_same})
    return {"n": figures.number(len(schools)), "moved": ", ".join(parts)}
