"""A school's budget explained, as a document to print: the figures and words of its page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from throughline.formats.pdf import Entries, Entry, Paper, Part, Text
from throughline.values.viewer import Viewer
from throughline.web.components import figures
from throughline.web.printing import paper_of, sums_of


def explanation_paper(viewer: Viewer, shown: Mapping[str, Any], *, at: datetime) -> Paper:
    """This function will lay an explanation out on one page of paper. `shown` is what its page shows.

    Each line stands without how it came about, which `worked_paper` says; the figures are the same. Only what the
    district said at length runs over onto a second page.
    """
    return replace(_paper(viewer, shown, _brief(shown), at), one_page=True)


def worked_paper(viewer: Viewer, shown: Mapping[str, Any], *, at: datetime) -> Paper:
    """This function will lay an explanation out with every step worked out, on as many pages as it takes."""
    return _paper(viewer, shown, _whole(shown), at)


def _paper(viewer: Viewer, shown: Mapping[str, Any], parts: Iterable[Part], at: datetime) -> Paper:
    name, kicker = shown["found"].page.name, _("The budget, explained")
    return paper_of(name, parts, kicker=kicker, by=str(viewer), at=at, lead=shown["lead"], is_open=True)


def _brief(shown: Mapping[str, Any]) -> Iterator[Part]:
    yield from _said_of_it(shown)
    arithmetic = sums_of(shown["ledger"])
    yield replace(arithmetic, lines=[replace(line, note="") for line in arithmetic.lines])
    if shown["guaranteed"]:
        yield Text(shown["guaranteed_says"])
    if shown["charge_says"]:
        yield Text(shown["charge_says"])
    yield from _why(shown)
    yield from _beside(shown)
    for drawn in shown["drawn"]:
        yield Entries(drawn.caption, [Entry(f"{one.label}: {figures.money(one.amount_cents)}") for one in drawn.lines])
    yield from _proof(shown)


def _whole(shown: Mapping[str, Any]) -> Iterator[Part]:
    yield from _said_of_it(shown)
    yield sums_of(shown["ledger"])
    way = shown["replayed"]
    if way.first:
        worked = [Entry(f"{one.label}: {one.value}", by="\n".join(one.lines)) for one in way.first]
        yield Entries(_("Worked out first"), worked)
    if way.origins:
        yield Entries(_("Where these figures come from"), [Entry(says) for says in way.origins])
    if shown["guaranteed"]:
        yield Text(shown["guaranteed_says"])
        yield sums_of(shown["guaranteed"])
    if shown["charge_says"]:
        yield Text(shown["charge_says"])
    yield from _beside(shown)
    yield from map(sums_of, shown["by_source"])
    yield from _why(shown)
    if shown["why"] and shown["lines"]:
        yield sums_of(shown["lines"])
    yield from _proof(shown)


def _said_of_it(shown: Mapping[str, Any]) -> Iterator[Part]:
    """What has to be known before any figure, and what the district said."""
    found = shown["found"]
    run = found.page.run
    if run.formula.illustrative:
        yield Text(
            _(
                "The figures of this formula are an example, without a published source. What schools receive is what "
                "two people adopt."
            )
        )
    if run.projected:
        says = _(
            "Nobody was counted yet: these students are carried on from earlier years. When the day has come, "
            "count again."
        )
        yield Text(f"{_('Projected students')}. {says}")
    if found.public.only_in:
        yield Text(_("What the district said was written in %(language)s only:") % {"language": found.public.only_in})
    lines = (line for line in found.public.text.splitlines() if line.strip())
    yield from (Text(line, language=found.public.language) for line in lines)


def _beside(shown: Mapping[str, Any]) -> Iterator[Part]:
    if shown["beside"]:
        yield Entries(_("Beside earlier budgets"), [Entry(says) for says in shown["beside"]])


def _why(shown: Mapping[str, Any]) -> Iterator[Part]:
    """Cause by cause, or else line by line; nothing where nothing changed."""
    if shown["why"]:
        yield sums_of(shown["why"])
        yield Text(
            _(
                "Causes are told apart in one stated order, each on top of those before it, and add up to the change "
                "to the cent."
            ),
            quiet=True,
        )
    elif shown["lines"]:
        yield Text(
            _(
                "Schools share money under this formula, so the causes are told apart by the district's finance "
                "office. Line by line:"
            )
        )
        yield sums_of(shown["lines"])


def _proof(shown: Mapping[str, Any]) -> Iterator[Part]:
    run = shown["found"].page.run
    if shown["own_days"]:
        yield Text(f"{_('Each on its own day')}: {shown['own_days']}.", quiet=True)
    proof = {"counted": run.counted, "number": run.number, "digest": run.result_digest}
    yield Text(_("Students: %(counted)s. Run %(number)s, proved by %(digest)s.") % proof, quiet=True)
