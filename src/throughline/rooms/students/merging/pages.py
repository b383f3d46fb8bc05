"""What joining would do, put into a table."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.students.merging.queries import JoinPage
from throughline.web.tables import Column, Table


def following_table(page: JoinPage) -> Table:
    """This function will list what would follow to the kept record, and what would stay."""
    return Table(
        key="following",
        caption=_("What would follow"),
        columns=[
            Column("words", _("What"), sortable=False),
            Column("n_moving", _("Follows"), kind="number", sortable=False),
            Column("n_staying", _("Stays"), kind="number", sortable=False),
        ],
        rows=page.rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s kind of row", "%(n)s kinds of row", n),
        empty_title=_("Nothing follows"),
        empty_text=_("Nothing stands in the other record that you may see."),
        narrow="stack",
    )
