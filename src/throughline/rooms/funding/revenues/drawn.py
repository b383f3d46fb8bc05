"""Draws as pages show them: what became of each source, and every school by source, adding up both ways."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.revenues.drawing import NO_SOURCE, PaidDraw, SourceDrawn
from throughline.web.components.pieces import Ledger, LedgerLine
from throughline.web.tables import Column, Table


@dataclass(frozen=True, slots=True)
class SchoolDrawn:
    """One school: what it has from each source by the formula, its budget, and what it has beside it."""

    name: str
    by_source: Mapping[str, int]
    total_cents: int
    beside_cents: int


def school_drawn(name: str, draws: Sequence[PaidDraw]) -> SchoolDrawn:
    """This function will add up a school's draws by source."""
    by_source: dict[str, int] = {}
    for draw in draws:
        if not draw.beside:
            by_source[draw.source] = by_source.get(draw.source, 0) + draw.cents
    beside = sum(draw.cents for draw in draws if draw.beside)
    return SchoolDrawn(name, by_source, sum(by_source.values()), beside)


def sources_table(rows: Sequence[SourceDrawn], *, brief: bool = False) -> Table:
    """This function will lay out what became of each source; every row adds up to what it brings, unless `brief`."""
    whole = [
        Column("central_cents", _("Centrally"), kind="money", total=True, sortable=False),
        Column("apart_cents", _("Set apart"), kind="money", total=True, sortable=False),
    ]
    return Table(
        key="sources",
        caption=_("What becomes of each source"),
        columns=[
            Column("name", _("Source"), sortable=False),
            *([] if brief else [Column("brings_cents", _("Brings"), kind="money", total=True, sortable=False)]),
            Column("drawn_cents", _("Drawn by schools"), kind="money", total=True, sortable=False),
            *([] if brief else whole),
            Column("unpaid_cents", _("Not paid out"), kind="money", total=True, sortable=False),
        ],
        rows=rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s source", "%(n)s sources", n),
        file_name="sources",
        shares_page=True,
        narrow="stack",
    )


def schools_table(rows: Sequence[SchoolDrawn], sources: Sequence[SourceDrawn], file_name: str) -> Table:
    """This function will lay every school out by source: the sources of a row add up to its budget."""
    used = {key for row in rows for key in row.by_source}
    names = [(one.key, one.name) for one in sources if one.key in used]
    if NO_SOURCE in used:
        names.append((NO_SOURCE, _("No source may pay it")))
    return Table(
        key="schools",
        caption=_("Every school by source"),
        columns=[
            Column("name", _("School")),
            *(
                Column(f"source{at}", label, kind="money", total=True, value=_from(key))
                for at, (key, label) in enumerate(names)
            ),
            Column("total_cents", _("Budget"), kind="money", total=True),
            Column("beside_cents", _("Beside the formula"), kind="money", total=True),
        ],
        rows=rows,
        order="name",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=file_name,
        narrow="scroll",
    )


def school_ledgers(draws: Sequence[PaidDraw]) -> list[Ledger]:
    """This function will lay out what one school's budget comes from, and what it has beside it."""
    by_name: dict[str, int] = {}
    for draw in draws:
        if not draw.beside:
            name = draw.name or _("No source may pay it")
            by_name[name] = by_name.get(name, 0) + draw.cents
    found = []
    if by_name:
        found.append(_ledger(_("Where it comes from"), list(by_name.items()), _("Budget")))
    beside = [(draw.name, draw.cents) for draw in draws if draw.beside]
    if beside:
        found.append(_ledger(_("Named for this school beside the formula"), beside, _("Together")))
    return found


def _ledger(caption: str, parts: Sequence[tuple[str, int]], total: str) -> Ledger:
    return Ledger(
        caption=caption,
        lines=[LedgerLine(name, cents) for name, cents in parts],
        total_label=total,
        total_cents=sum(cents for _name, cents in parts),
    )


def _from(key: str) -> Callable[[SchoolDrawn], int]:
    return lambda row: row.by_source.get(key, 0)
