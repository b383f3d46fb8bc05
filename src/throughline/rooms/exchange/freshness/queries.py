"""How fresh what came in is: when each kind of file was last taken, for whoever may see what it brings."""

from throughline.rooms.exchange.models import Kind, Run, Status, Taken
from throughline.rooms.students import api as students

# Which class of record a kind of file brings above all.
_BRINGS = {
    Kind.ONEROSTER: "enrollment",
    Kind.NEEDS: "needs",
    Kind.ATTENDANCE: "attendance",
    Kind.MARKS: "academic",
    Kind.BEHAVIOR: "behavior",
    Kind.ASSESSMENTS: "assessments",
    Kind.LANGUAGES: "family_contacts",
}


def find_freshness() -> list[students.Freshness]:
    """This function will say of each kind of file that was ever taken when that was last: one query."""
    taken = {row.kind: row for row in Taken.objects.all()}
    return [
        students.Freshness(_BRINGS[kind], str(kind.label), taken[kind].at, f"import:{taken[kind].run_id}")
        for kind in Kind
        if kind in taken
    ]


def keep_freshness(kind: str) -> None:
    """This function will write down which applied run of a kind is the newest now, after one was taken or rolled back.

    Whoever calls it may see the runs.
    """
    newest = Run.objects.filter(kind=kind, status=Status.APPLIED).order_by("-applied_at", "-pk").first()
    if newest is None or newest.applied_at is None:
        Taken.objects.filter(kind=kind).delete()
    else:
        Taken.objects.update_or_create(kind=kind, defaults={"run_id": newest.pk, "at": newest.applied_at})
