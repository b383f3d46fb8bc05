"""What a file of counts would change, day by day, as its page shows it before anything is kept."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.brought.pages import Looked, Part
from throughline.rooms.funding.brought.states import CHANGED, GONE, NEW, SAME, changes_table
from throughline.rooms.funding.counts.files import ComparedDay, Preview, days_as_file
from throughline.rooms.funding.counts.forms import KeepForm
from throughline.rooms.funding.counts.queries import label_of
from throughline.rooms.funding.filed import GRADES
from throughline.rooms.students.api import ALL_STUDENTS
from throughline.web.components import figures
from throughline.web.tables import Column, Table


def looked(found: Preview) -> Looked:
    """This function will lay a file out, with a part for each of its days."""
    many = len(found.days) > 1
    n = sum(one.n_students for one in found.days)
    come_to = ngettext(
        "They come to %(n)s student. Nothing is kept yet.", "They come to %(n)s students. Nothing is kept yet.", n
    )
    titles = {"n": figures.number(len(found.days)), "day": ", ".join(figures.day(one.on) for one in found.days)}
    title, lead = _("The counts of %(day)s would be these"), come_to % {"n": figures.number(n)}
    if many:
        title = _("The counts of %(n)s days would be these")
        lead = _("Nothing is kept yet. All days are kept together, or none.")
    return Looked(
        title=title % titles,
        lead=lead,
        parts=[Part(_table(one), figures.day(one.on) if many else "", list(_says(one, many))) for one in found.days],
        keep=KeepForm.offering(days_as_file(found.by_day), found.own),
        warnings=found.warnings,
    )


def kept_words(found: Preview) -> str:
    """This function will say what was kept."""
    if len(found.days) == 1:
        n = len(found.days[0].schools)
        return ngettext("Kept for %(n)s school.", "Kept for %(n)s schools.", n) % {"n": figures.number(n)}
    says = _("Kept: the counts of %(days)s.") % {"days": "; ".join(figures.day(one.on) for one in found.days)}
    if not found.taken:
        return says
    n = len(found.taken)
    own = ngettext("%(n)s need now has a day of its own.", "%(n)s needs now have a day of their own.", n)
    return f"{says} {own % {'n': figures.number(n)}}"


def _table(day: ComparedDay) -> Table:
    columns = [
        Column("name", _("School"), sortable=False),
        Column("n_before", _("Kept now"), kind="number", total=True, sortable=False),
        Column("n_students", _("In the file"), kind="number", total=True, sortable=False),
        Column("n_withheld", _("Withheld"), kind="number", sortable=False),
    ]
    return changes_table(
        columns,
        day.compared,
        lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        key=f"compared-{day.on.isoformat()}",
        caption=_("What the file says of %(day)s, beside what is kept") % {"day": figures.day(day.on)},
    )


def _says(day: ComparedDay, many: bool) -> Iterator[str]:
    states = Counter(row.state for row in day.compared)
    parts = {
        NEW: _("%(n)s added"),
        CHANGED: _("%(n)s changed"),
        SAME: _("%(n)s left as they are"),
        GONE: _("%(n)s taken out"),
    }
    changes = [says % {"n": figures.number(states[state])} for state, says in parts.items() if states[state]]
    yield _("Schools: %(changes)s.") % {"changes": ", ".join(changes)}
    if many:
        n = ngettext("%(n)s student", "%(n)s students", day.n_students) % {"n": figures.number(day.n_students)}
        needs = [_label(code) for code in day.counted if code != ALL_STUDENTS]
        yield _("The file counts on it: %(what)s.") % {"what": ", ".join([n, *needs])}
    if day.left_out:
        words = {"needs": ", ".join(sorted(_label(code) for code in day.left_out))}
        yield _("Kept now, and not in the file for this day: %(needs)s. They would be taken out.") % words
    if day.projected:
        yield _("This day is projected now; from then on it is counted.")


def _label(code: str) -> str:
    return _("grade %(grade)s") % {"grade": code.removeprefix(GRADES)} if code.startswith(GRADES) else label_of(code)
