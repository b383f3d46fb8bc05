"""What a family placed beside a part of the record, as it goes on paper with that part."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from throughline.formats.pdf import Entries, Entry
from throughline.rooms.students.models import RecordRequest
from throughline.web.components import figures


def statement_parts(statements: Iterable[tuple[str, RecordRequest]]) -> Iterator[Entries]:
    """This function will lay out statements for paper, each given with the name of the part it stands beside."""
    for part, row in statements:
        placed = {"who": row.statement_by, "day": figures.day(row.statement_on)}
        by = _("Placed by %(who)s on %(day)s. It goes wherever this part of the record goes.") % placed
        yield Entries(_("A statement about: %(part)s") % {"part": part}, [Entry(row.statement, by=by)])
