"""A fiscal year in words: each step says what is there, what is missing, what follows, and where to go next."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.models import Scenario
from throughline.rooms.funding.told import told
from throughline.rooms.funding.years.queries import Kept, YearFacts
from throughline.rooms.funding.years.staffing import guaranteed_step, positions_step
from throughline.rooms.funding.years.steps import DONE, MISSING, OPTIONAL, PARTLY, SetUpStep, link_of
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures
from throughline.web.components.pieces import Link

_MOST_NAMED = 4


def steps_of(facts: YearFacts) -> list[SetUpStep]:
    """This function will say every step of a year in order; the first that something is missing from is the next."""
    steps = [
        _year(facts),
        _schools(facts),
        _counts(facts),
        _earlier(facts),
        _revenues(facts),
        positions_step(facts),
        guaranteed_step(facts),
        _formulas(facts),
        _shares(facts),
        _way(facts),
        _scenarios(facts),
        _adopted(facts),
    ]
    at = next((at for at, one in enumerate(steps) if one.state in (MISSING, PARTLY)), None)
    return [replace(one, is_next=n == at) for n, one in enumerate(steps)]


def lead_of(facts: YearFacts, steps: Sequence[SetUpStep]) -> str:
    """This function will say in one sentence how far the year is."""
    n_done = sum(one.state == DONE for one in steps)
    words = {"done": figures.number(n_done), "all": figures.number(len(steps))}
    following = next((one for one in steps if one.is_next), None)
    if following is None:
        return _("Nothing is missing: %(done)s of %(all)s steps are ready.") % words
    words["step"] = following.title
    return _("%(done)s of %(all)s steps are ready. Next: %(step)s.") % words


def _year(facts: YearFacts) -> SetUpStep:
    year = SchoolYear(facts.year)
    there = [_("%(first)s to %(last)s.") % {"first": figures.day(year.first_day), "last": figures.day(year.last_day)}]
    days = (year.first_day - facts.today).days
    if days > 0:
        there.append(ngettext("It begins in %(n)s day.", "It begins in %(n)s days.", days) % {"n": days})
    elif facts.today <= year.last_day:
        there.append(_("It has begun."))
    else:
        there.append(_("It is over."))
    return SetUpStep("year", _("The fiscal year"), DONE, there)


def _schools(facts: YearFacts) -> SetUpStep:
    title, url = _("Schools and their levels"), reverse("funding:schools") if facts.sees_schools else ""
    if not facts.n_schools:
        missing = [_("There is no school yet: they come from the roster. Without schools nothing can be counted.")]
        link = Link(_("Open the schools"), url) if url else None
        return SetUpStep("schools", title, MISSING, (), missing, link)
    there = [ngettext("%(n)s school is open.", "%(n)s schools are open.", facts.n_schools) % {"n": facts.n_schools}]
    if not (lacking := facts.without_level):
        link = Link(_("Open the schools"), url) if url else None
        return SetUpStep("schools", title, DONE, [*there, _("Each has its level.")], (), link)
    names = ", ".join(lacking[:_MOST_NAMED]) + ("…" if len(lacking) > _MOST_NAMED else "")
    says = ngettext("%(n)s has no level: %(names)s.", "%(n)s have no level: %(names)s.", len(lacking))
    missing = [
        says % {"n": len(lacking), "names": names},
        _("A formula that pays by level stops there, and no school is paid."),
    ]
    label = _("Set the levels") if facts.may_set_levels else _("Open the schools")
    return SetUpStep("schools", title, PARTLY, there, missing, Link(label, url) if url else None)


def _counts(facts: YearFacts) -> SetUpStep:
    title, usual = _("Students, counted on a day"), facts.usual_day
    there = []
    for one in facts.counted:
        words = {"day": figures.day(one.on), "n": figures.number(one.n_students), "schools": one.n_schools}
        says = _("The roster counts %(n)s students in %(schools)s schools on %(day)s.")
        if one.filed:
            says = _("A file says %(n)s students in %(schools)s schools for %(day)s.")
        if one.projected:
            says = _("A projection says %(n)s students in %(schools)s schools for %(day)s; nobody is counted yet.")
        there.append(says % words)
    says = _("%(need)s: on %(day)s, its own day.")
    there += [says % {"need": own.label, "day": figures.day(own.on)} for own in facts.own_days]
    bring_in = f"{reverse('funding:bring_in_counts')}?on={usual.isoformat()}"
    counts = (_("Open the counts"), reverse("funding:counts"))
    if facts.counted and facts.counted[-1].filed:
        counts = (counts[0], f"{counts[1]}?on={facts.counted[-1].on.isoformat()}")
    if not any(one.n_students for one in facts.counted):
        missing = [
            _("%(day)s is still to come, and no file says how many students there will be.")
            % {"day": figures.day(usual)}
            if usual > facts.today
            else _("The roster holds no student on %(day)s.") % {"day": figures.day(usual)},
            _("Until then a plan can stand on a projection, or on the counts of an earlier year."),
        ]
        link = link_of(facts, (_("Bring in counts from a file"), bring_in), counts)
        return SetUpStep("counts", title, MISSING, there, missing, link)
    hidden = sum(one.n_withheld for one in facts.counted)
    if hidden:
        says = ngettext("%(n)s number is withheld.", "%(n)s numbers are withheld.", hidden) % {"n": hidden}
        missing = [says, _("A formula that reads them waits until they are known: a withheld number is no zero.")]
        return SetUpStep("counts", title, PARTLY, there, missing, Link(*counts))
    if ahead := [own for own in facts.own_days if not own.has_counts]:
        says = _("%(need)s: %(day)s is still to come, and no file is kept of it. A formula that counts it waits.")
        missing = [says % {"need": own.label, "day": figures.day(own.on)} for own in ahead]
        link = Link(_("Count days"), reverse("funding:count_days_of", args=[facts.year]))
        return SetUpStep("counts", title, PARTLY, there, missing, link)
    return SetUpStep("counts", title, DONE, there, (), Link(*counts))


def _earlier(facts: YearFacts) -> SetUpStep:
    before = {"year": facts.name_before}
    title = _("What schools had in %(year)s") % before
    url = reverse("funding:prior_of", args=[facts.year - 1])
    if facts.before.n_schools:
        return SetUpStep("earlier", title, DONE, [_kept_sentence(facts.before)], (), Link(_("Open them"), url))
    link = link_of(
        facts,
        (_("Bring in the budgets of %(year)s") % before, reverse("funding:bring_in_prior", args=[facts.year - 1])),
        (_("Open them"), url),
    )
    if facts.run_before:
        words = {"n": facts.run_before.number, "money": figures.money_whole(facts.run_before.cents)} | before
        there = [_("Run %(n)s is the newest of %(year)s: %(money)s. Plans begin from it.") % words]
        missing = [_("No file says what schools had, so a run's dollars stand in for the district's own books.")]
        return SetUpStep("earlier", title, OPTIONAL, there, missing, link)
    missing = [
        _("Nothing is kept of %(year)s.") % before,
        _("Nobody can say then who gains and who loses, and no school can be held harmless."),
    ]
    return SetUpStep("earlier", title, MISSING, (), missing, link)


def _revenues(facts: YearFacts) -> SetUpStep:
    title, found = _("Revenues"), facts.split
    url = reverse("funding:revenues_of", args=[facts.year])
    if refused := told(found.refused):
        missing = [f"{one.says} {one.next_step}" for one in refused.problems] or [refused.says]
        return SetUpStep("revenues", title, PARTLY, (), missing, Link(_("Mend the revenues"), url))
    if not found.sources:
        missing = [
            _("No source is kept of %(year)s.") % {"year": facts.name},
            _("Dollars are not traced to what they come from, and what a fund brings has to be written each time."),
        ]
        bring_in = reverse("funding:bring_in_revenues", args=[facts.year])
        link = link_of(facts, (_("Bring in the revenues"), bring_in), (_("Open the revenues"), url))
        return SetUpStep("revenues", title, MISSING, (), missing, link)
    words = {"n": len(found.sources), "money": figures.money_whole(found.brings_cents)}
    says = ngettext("%(n)s source brings %(money)s.", "%(n)s sources bring %(money)s.", len(found.sources)) % words
    return SetUpStep("revenues", title, DONE, [says], (), Link(_("Open the revenues"), url))


def _formulas(facts: YearFacts) -> SetUpStep:
    title, link = _("A formula"), Link(_("Open the formulas"), reverse("funding:formulas"))
    if not facts.formulas:
        missing = [_("No formula is kept. Without one no dollar can be worked out.")]
        choose = link_of(facts, (_("Choose a formula"), link.url), (link.label, link.url))
        return SetUpStep("formulas", title, MISSING, (), missing, choose)
    n = len(facts.formulas)
    there = [ngettext("%(n)s formula is kept.", "%(n)s formulas are kept.", n) % {"n": n}]
    if all(one.illustrative for one in facts.formulas):
        missing = [_("Each is an example, without a published source, so what comes of it is an example too.")]
        return SetUpStep("formulas", title, PARTLY, there, missing, link)
    return SetUpStep("formulas", title, DONE, there, (), link)


def _shares(facts: YearFacts) -> SetUpStep:
    title, found = _("Held centrally, and sent to schools"), facts.split
    link = Link(_("Open the revenues"), reverse("funding:revenues_of", args=[facts.year]))
    if found.refused is not None or not found.sources:
        return SetUpStep("shares", title, OPTIONAL, (), [_("It follows from the revenues.")], link)
    words = {
        "central": figures.money_whole(found.central_cents),
        "share": figures.percent(found.central_cents / found.brings_cents if found.brings_cents else 0, 1),
        "n": len(found.services),
        "schools": figures.money_whole(found.formula_cents + found.schools_cents),
        "locked": figures.money_whole(found.locked_cents),
    }
    there = [_("%(schools)s goes to schools, by the formula or by name.") % words]
    if found.locked_cents:
        there.append(_("%(locked)s is locked and stays as it is.") % words)
    if not found.central_cents:
        return SetUpStep("shares", title, DONE, [_("Nothing is held centrally."), *there], (), link)
    kept = ngettext(
        "%(central)s (%(share)s) is held centrally, for %(n)s service.",
        "%(central)s (%(share)s) is held centrally, for %(n)s services.",
        len(found.services),
    )
    return SetUpStep("shares", title, DONE, [kept % words, *there], (), link)


def _way(facts: YearFacts) -> SetUpStep:
    title, year = _("Minimum, holding harmless, phasing in"), {"year": facts.name}
    nets = [one.net for one in facts.scenarios]
    told_of = (
        (sum(float(net.hold_share) > 0 for net in nets), _("%(n)s of %(all)s scenarios hold schools harmless.")),
        (sum(net.phase_years > 1 for net in nets), _("%(n)s of %(all)s scenarios phase in over years.")),
        (
            sum(net.kept_minimums or net.minimum_cents > 0 for net in nets),
            _("%(n)s of %(all)s scenarios raise schools to a minimum."),
        ),
    )
    there = [_kept_sentence(facts.minimums)] if facts.minimums.n_schools else []
    there += [says % {"n": n, "all": len(nets)} for n, says in told_of if n]
    if not facts.minimums.n_schools:
        missing = [
            _("No minimum to operate is kept of %(year)s.") % year,
            _("A scenario can then only set one amount for all schools, and no page says who is below their own."),
        ]
        url = reverse("funding:bring_in_prior", args=[facts.year])
        read = (_("Open them"), reverse("funding:prior_of", args=[facts.year]))
        return SetUpStep(
            "way", title, OPTIONAL, there, missing, link_of(facts, (_("Bring in the minimums"), url), read)
        )
    if nets and not any(net.kept_minimums for net in nets):
        missing = [_("No scenario gives each school its own minimum; they only stand beside it.")]
        link = Link(_("Open the scenarios"), reverse("funding:scenarios"))
        return SetUpStep("way", title, OPTIONAL, there, missing, link)
    link = Link(_("Open the minimums"), reverse("funding:prior_of", args=[facts.year]))
    return SetUpStep("way", title, DONE, there, (), link)


def _scenarios(facts: YearFacts) -> SetUpStep:
    title, open_all = _("Scenarios"), (_("Open the scenarios"), reverse("funding:scenarios"))
    if not facts.scenarios:
        missing = [
            _("No scenario plans %(year)s.") % {"year": facts.name},
            _("Budgets can be counted out without one, but then nothing was compared and nobody adopts them."),
        ]
        begin = f"{reverse('funding:new_scenario')}?year={facts.year}"
        link = link_of(facts, (_("Start a scenario"), begin), open_all)
        return SetUpStep("scenarios", title, MISSING, (), missing, link)
    n = len(facts.scenarios)
    names = ", ".join(f"“{one.name}”" for one in facts.scenarios[:_MOST_NAMED]) + ("…" if n > _MOST_NAMED else "")
    says = ngettext("%(n)s scenario: %(names)s.", "%(n)s scenarios: %(names)s.", n) % {"n": n, "names": names}
    return SetUpStep("scenarios", title, DONE, [says], (), Link(*open_all))


def _adopted(facts: YearFacts) -> SetUpStep:
    title, there, run = _("Adopted, told, handed over"), list(_told(facts)), facts.run
    if run and run.adopted_by:
        words = {
            "name": run.adopted_as,
            "money": figures.money_whole(run.cents),
            "first": run.adopted_by[0],
            "second": run.adopted_by[1],
            "day": figures.day(run.adopted_at.date() if run.adopted_at else None),
            "n": run.number,
        }
        there.insert(
            0,
            _("“%(name)s” is adopted: %(money)s. %(first)s proposed it, %(second)s adopted it on %(day)s.") % words,
        )
        there.append(_("Each school's leaders read their own budget; the workbook hands it over."))
        url = reverse("funding:run", args=[run.number])
        return SetUpStep("adopted", title, DONE, there, (), Link(_("Open the budgets"), url))
    missing = [_("Until two people have adopted a scenario, no school may count on its dollars.")]
    if run:
        words = {"n": run.number, "money": figures.money_whole(run.cents), "who": run.by_name}
        there.insert(0, _("Run %(n)s of %(who)s comes to %(money)s; nobody has adopted it.") % words)
    return SetUpStep("adopted", title, MISSING, there, missing, _towards_adoption(facts))


def _towards_adoption(facts: YearFacts) -> Link:
    for state, label in (
        (Scenario.PROPOSED, _("Look at what is proposed, and adopt it")),
        (Scenario.LOCKED, _("Propose what is locked")),
        (Scenario.DRAFT, _("Decide and lock a scenario")),
    ):
        for one in facts.scenarios:
            if one.state == state:
                return Link(label, reverse("funding:scenario", args=[one.number]))
    return Link(_("Open the scenarios"), reverse("funding:scenarios"))


def _told(facts: YearFacts) -> Iterator[str]:
    if facts.told_at:
        yield _("Schools were told on %(day)s what they would receive.") % {"day": figures.day(facts.told_at.date())}


def _kept_sentence(kept: Kept) -> str:
    words = {"n": kept.n_schools, "money": figures.money_whole(kept.cents)}
    return ngettext("Kept for %(n)s school: %(money)s.", "Kept for %(n)s schools: %(money)s.", kept.n_schools) % words
