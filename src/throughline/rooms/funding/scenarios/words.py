"""What follows from a scenario, in words."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.rooms.funding.budgets.reading import needs_counted
from throughline.rooms.funding.filed import counted_words
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.funding.models import Scenario
from throughline.rooms.funding.own_days import own_day_words
from throughline.rooms.funding.scenarios.consequences import Consequence, Decided, SchoolOutcome
from throughline.rooms.funding.scenarios.inputs import Inputs
from throughline.rooms.funding.scenarios.proxies import Proxy, SchoolRecounted, category_name
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures
from throughline.web.components.pieces import Status, Step


def state_status(state: str) -> Status:
    """This function will say how far a scenario has come."""
    return {
        Scenario.DRAFT: Status(pgettext("scenario", "Draft"), "quiet"),
        Scenario.LOCKED: Status(pgettext("scenario", "Locked"), "note"),
        Scenario.PROPOSED: Status(pgettext("scenario", "Proposed"), "care"),
        Scenario.ADOPTED: Status(pgettext("scenario", "Adopted"), "good"),
    }[state]


def base_sentence(inputs: Inputs) -> str:
    """This function will say whose budgets the current ones are that a scenario is compared with.

    Where its students are projected, it says so first.
    """
    says = _base_says(inputs)
    return f"{_('Its students are projected, not counted.')} {says}" if inputs.projected else says


def _base_says(inputs: Inputs) -> str:
    if "kept" in inputs.base:
        year = {"year": SchoolYear(inputs.base["kept"])}
        return _("The current budget is that of %(year)s, as it was kept when this was begun.") % year
    if "run" in inputs.base:
        return _("The current budget is run %(number)s.") % {"number": inputs.base["run"]}
    return _("The current budget is the newest run when this was begun.")


def days_otherwise(found: Consequence) -> list[str]:
    """This function will say of each need that a scenario counts on another day than its year which the two are."""
    inputs = found.inputs
    says = _("%(need)s: counted on %(day)s here; the year counts it on %(year)s")
    days = [
        (need.label, inputs.day_of(code), inputs.year_day_of(code))
        for need, code in needs_counted(found.result.formula)
    ]
    return [
        says % {"need": label, "day": figures.day(on), "year": figures.day(of_year)}
        for label, on, of_year in days
        if on != of_year
    ]


def days_sentences(found: Consequence) -> list[str]:
    """This function will say of each need with a day of its own which it is, and where the year counts it otherwise."""
    inputs = found.inputs
    as_year = [
        own_day_words(need.label, inputs.own[code])
        for need, code in needs_counted(found.result.formula)
        if code in inputs.own and inputs.day_of(code) == inputs.year_day_of(code)
    ]
    return [*as_year, *days_otherwise(found)]


def counted_sentence(found: Consequence) -> str:
    """This function will say on which day a scenario's students are counted, and each need on a day of its own."""
    counted = capfirst(counted_words(found.inputs.on, found.inputs.rule))
    return f"{'; '.join([counted, *days_sentences(found)])}."


def headline(found: Consequence, against: str = "") -> list[tuple[str, str, str]]:
    """This function will return the figures a scenario is about; `against` says what it is compared with."""
    return [
        (_("All schools"), figures.money_whole(found.total_cents), ""),
        (against or _("Against the current budget"), figures.money_whole(found.change_cents), ""),
        (_("Schools that gain"), figures.number(len(found.gainers)), ""),
        (_("Schools that lose"), figures.number(len(found.losers)), ""),
    ]


def cost_sentences(found: Consequence) -> list[str]:
    """This function will say what holding schools harmless costs and who pays, and what each source is left with."""
    says = []
    if found.held:
        n = len(found.held)
        held = ngettext(
            "Holding %(n)s school harmless costs %(money)s.", "Holding %(n)s schools harmless costs %(money)s.", n
        )
        says.append(held % {"n": figures.number(n), "money": figures.money(found.hold_cost_cents)})
    if found.given_cents:
        says.append(_("Schools that gain give %(money)s of it.") % {"money": figures.money(found.given_cents)})
    if paid := found.hold_cost_cents - found.given_cents:
        says.append(_("The district adds %(money)s.") % {"money": figures.money(paid)})
    if found.minimum_cost_cents:
        minimum = {"money": figures.money(found.minimum_cost_cents)}
        says.append(_("Raising schools to the minimum to operate costs %(money)s.") % minimum)
    if raised := found.raised_to_program:
        n = len(raised)
        program = ngettext(
            "The guaranteed program is above what %(n)s school has: %(money)s is added.",
            "The guaranteed program is above what %(n)s schools have: %(money)s is added.",
            n,
        )
        says.append(program % {"n": figures.number(n), "money": figures.money(found.guaranteed_cost_cents)})
    says += [f"{problem.says(_)} {problem.next_step(_)}" for problem in found.warnings]
    labels = {money.key: words(money.label) for money in found.result.formula.sources}
    for use in found.uses:
        if not use.left_cents:
            continue
        about = {"source": labels[use.key], "money": figures.money(abs(use.left_cents))}
        if use.left_cents > 0:
            says.append(_("%(money)s of “%(source)s” is left.") % about)
        else:
            says.append(_("%(money)s more is paid than “%(source)s” brings.") % about)
    return says


def moved(found: Consequence) -> tuple[Sequence[str], Sequence[str]]:
    """This function will name the schools that gain and lose the most, each with what it comes to."""

    def named(schools: Sequence[SchoolOutcome]) -> list[str]:
        return [f"{one.name}: {figures.money_change(one.change_cents)}" for one in schools[:5]]

    return named(found.gainers), named(found.losers)


def way_to_adoption(scenario: Scenario) -> list[Step]:
    """This function will show how far a scenario has come on its way to being every school's budget."""
    order = [Scenario.DRAFT, Scenario.LOCKED, Scenario.PROPOSED, Scenario.ADOPTED]
    at = order.index(scenario.state)
    titles = (_("Decide"), _("Lock"), _("Propose, with an explanation"), _("Adopt, by a second person"))
    who = ("", "", scenario.proposed_by_name, scenario.adopted_by_name)
    return [
        Step(title, "done" if n < at or at == 3 else "now" if n == at else "ahead", text=person)
        for n, (title, person) in enumerate(zip(titles, who, strict=True))
    ]


def recounted_sentence(rows: Sequence[SchoolRecounted], proxies: Sequence[Proxy], decided: Decided) -> str:
    """This function will say whom another way of counting changes, and by how much."""
    codes = {one.key: one.code for one in proxies}
    pairs = [
        _("“%(now)s” instead of “%(before)s”") % {"now": category_name(now), "before": category_name(codes[key])}
        for key, now in decided.proxies.items()
    ]
    ups, downs = (sum(sign * one.change_cents > 0 for one in rows) for sign in (1, -1))
    counted = {
        "ways": ", ".join(pairs),
        "now": figures.number(sum(one.n_now for one in rows)),
        "before": figures.number(sum(one.n_before for one in rows)),
    }
    return " ".join(
        (
            _("Counting %(ways)s: %(now)s students, where it was %(before)s.") % counted,
            ngettext("That alone gives %(n)s school more.", "That alone gives %(n)s schools more.", ups)
            % {"n": figures.number(ups)},
            ngettext("It gives %(n)s school less.", "It gives %(n)s schools less.", downs)
            % {"n": figures.number(downs)},
        )
    )
