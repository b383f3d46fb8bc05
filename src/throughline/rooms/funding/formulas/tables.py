"""A formula laid out to be read: dollars, weights, and where the figures come from."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.formulas.queries import FormulaPage, FormulaRow, FormulasPage, RateRow
from throughline.web.components import figures
from throughline.web.components.pieces import Status
from throughline.web.tables import Column, Table


def kept_table(page: FormulasPage) -> Table:
    """This function will list the formulas that are kept."""
    return Table(
        key="formulas",
        caption=_("Kept by the district"),
        columns=[
            Column("name", _("Formula"), link=lambda row: reverse("funding:formula", args=[row.id])),
            Column("number", _("Version"), kind="number"),
            Column("year", _("Year")),
            Column("source", _("Source")),
            Column("illustrative", _("Standing"), kind="status", value=_standing),
            Column("at", _("Saved"), kind="moment"),
        ],
        rows=page.kept,
        searchable=len(page.kept) > 10,
        count=lambda n: ngettext("%(n)s formula", "%(n)s formulas", n),
        file_name="formulas",
        empty_title=_("No formula is kept yet"),
        empty_text=_("Keep a copy of one from the library below, or write the district's own."),
        narrow="stack",
    )


def dollars_table(page: FormulaPage) -> Table:
    """This function will lay out dollars for each student, levels down, needs across."""

    def rate(at: int) -> Callable[[RateRow], int]:
        return lambda row: row.rates_cents[at]

    columns = [
        Column(f"need-{at}", label, kind="money", value=rate(at), sortable=False) for at, label in enumerate(page.needs)
    ]
    return _matrix("dollars", _("Dollars for each student"), columns, page)


def weights_table(page: FormulaPage) -> Table:
    """This function will lay out the weights that the dollars come to."""

    def weight(at: int) -> Callable[[RateRow], float]:
        return lambda row: float(row.weights[at])

    columns = [
        Column(f"need-{at}", label, kind="number", value=weight(at), decimals=2, sortable=False)
        for at, label in enumerate(page.needs)
    ]
    return _matrix("weights", _("The same, as weights"), columns, page)


def source_terms(page: FormulaPage) -> list[tuple[str, str]]:
    """This function will say where the figures are written, and which document this is."""
    source = page.source
    title = format_html('<a href="{}">{}</a>', source.url, source.title) if source.url else source.title
    pairs = [
        (_("Source"), title),
        (_("Published by"), source.publisher),
        (_("Where in it"), source.place),
        (_("Year"), page.year),
        (_("Saved"), f"{figures.moment(page.at)}, {page.by_name}" if page.at else ""),
        (_("Digest"), page.digest),
    ]
    return [(term, value) for term, value in pairs if value]


def _matrix(key: str, caption: str, columns: list[Column], page: FormulaPage) -> Table:
    return Table(
        key=key,
        caption=caption,
        columns=[Column("label", _("Level"), sortable=False), *columns],
        rows=page.rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s level", "%(n)s levels", n),
        narrow="scroll",
        shares_page=True,
    )


def _standing(row: FormulaRow) -> Status:
    return Status(_("Illustrative"), "care") if row.illustrative else Status(_("Sourced"), "good")
