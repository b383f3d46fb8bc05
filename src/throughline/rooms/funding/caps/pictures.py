"""Caps as a page shows them: one row for each school and source, with what binds it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from throughline.formats.caps import BudgetCaps, Cap
from throughline.rooms.students import api as students
from throughline.web.tables import Column, Table


@dataclass(frozen=True, slots=True)
class CapRow:
    """One school's dollars from one source."""

    school: str
    source: str
    binds: str
    ends_on: date
    cents: int


def caps_table(caps: BudgetCaps) -> Table:
    """This function will list every school's caps; they add up to its budget and to what was named for it."""
    return Table(
        key="caps",
        caption=_("What each school may plan with, by source"),
        columns=[
            Column("school", _("School")),
            Column("source", _("Source")),
            Column("binds", _("What binds it")),
            Column("ends_on", _("Until"), kind="date"),
            Column("cents", _("At most"), kind="money", total=True),
        ],
        rows=[
            CapRow(school.name, cap.name or _("No source may pay it"), binds(cap), cap.ends_on, cap.cents)
            for school in caps.schools
            for cap in school.caps
        ],
        count=lambda n: ngettext("%(n)s cap", "%(n)s caps", n),
        file_name=f"caps-on-page-run-{caps.run.number}",
        narrow="stack",
    )


def binds(cap: Cap) -> str:
    """This function will say what binds a cap, in a few words."""
    parts = []
    if cap.restricted is not None:
        parts.append(_("Restricted") if cap.restricted else _("Unrestricted"))
    if cap.allowed_uses:
        parts.append(_("for %(uses)s") % {"uses": ", ".join(cap.allowed_uses)})
    if cap.needs:
        categories, language = students.need_categories(), get_language() or "en"
        names = [categories[code].name(language) if code in categories else code for code in cap.needs]
        parts.append(_("only for %(needs)s") % {"needs": ", ".join(names)})
    if cap.may_only_add:
        parts.append(_("only adds to what others pay"))
    if not cap.poolable:
        parts.append(_("not to be pooled"))
    if cap.beside:
        parts.append(_("named for this school"))
    return ", ".join(parts)
