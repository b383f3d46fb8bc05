"""Two households: a family reads its own telephone and e-mail in a child's record, never those of the other adults."""

from django.db.models import QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.access import Sight
from throughline.rooms.students.models import Guardianship
from throughline.values.viewer import Viewer

_CONTACTS = "family_contacts"


def with_contacts(viewer: Viewer, sight: Sight, rows: QuerySet[Guardianship]) -> list[Guardianship]:
    """This function will fetch who stands for a student; to family, with no way to reach anybody but themselves.

    Where parents live apart, one must not learn from the school how to reach the other. Their names are shown.
    """
    standing = list(rows.select_related("guardian"))
    if _CONTACTS in sight.own:
        own = _own_source_id(viewer)
        for row in standing:
            if row.guardian.source_id != own:
                row.guardian.phone = row.guardian.email = ""
    return standing


def with_history(viewer: Viewer, sight: Sight, rows: QuerySet[Guardianship]) -> QuerySet[Guardianship]:
    """This function will keep the adults whose changes, of telephone and e-mail too, are the viewer's to read."""
    return rows.filter(guardian__source_id=_own_source_id(viewer)) if _CONTACTS in sight.own else rows


def _own_source_id(viewer: Viewer) -> str | None:
    known = accounts.User.objects.filter(pk=viewer.user_id or 0).exclude(source_id="")
    return known.values_list("source_id", flat=True).first()
