"""Relations that other rooms work out, such as what an agreement and consents let an organization's people see."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime

from django.db import connection

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students.access import holding_today
from throughline.values.viewer import Viewer

_DUTY = Viewer(duty="relations", name="Relations from agreements")
_COLUMNS = "organization_id, student_id, relation, record_classes, starts_on, ends_on"
_SAME = """r.organization_id = w.organization_id and r.student_id = w.student_id and r.relation = w.relation
    and r.record_classes = w.record_classes and r.starts_on is not distinct from w.starts_on
    and r.ends_on is not distinct from w.ends_on"""
_WANTED = """create temp table wanted_compiled on commit drop as
    select distinct o as organization_id, s as student_id, r as relation,
        string_to_array(c, ',')::varchar(80)[] as record_classes, f as starts_on, u as ends_on
    from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::date[], %s::date[]) w (o, s, r, c, f, u)"""


@dataclass(frozen=True, slots=True)
class WantedRelation:
    """That those who belong to an organization see some classes of record of one student, or fields of them, for days.

    `record_classes` names at least one class: to the walls an empty list would mean all the relation may see.
    """

    organization_id: int
    student_id: int
    relation: str
    record_classes: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None

    def __post_init__(self) -> None:
        if not self.record_classes:
            raise ValueError("a relation that shows nothing is no relation")


def set_relations(
    *, by: Viewer, at: datetime, source: str, rows: Iterable[WantedRelation], student_ids: Collection[int] | None = None
) -> int:
    """This function will make the relations that come from `source` exactly `rows`, and return how many came or went.

    With `student_ids`, only those to these students, and `rows` names no other. What stays the same is not touched,
    so that history tells what changed. `by` is who set it off, for the audit.
    """
    wanted = [(w[0], w[1], w[2], ",".join(sorted(w[3])), w[4], w[5]) for w in map(astuple, rows)]
    within = "" if student_ids is None else " and r.student_id = any(%s)"
    only = [] if student_ids is None else [list(student_ids)]
    with accounts.acting_as(_DUTY), connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.wanted_compiled")
        cursor.execute(_WANTED, [list(column) for column in zip(*wanted, strict=True)] or [[]] * 6)
        cursor.execute(
            f"delete from students_relation r where r.source = %s{within}"
            f" and not exists (select from wanted_compiled w where {_SAME})",
            [source, *only],
        )
        n_removed = cursor.rowcount
        cursor.execute(
            f"insert into students_relation ({_COLUMNS}, source, given_by)"
            f" select {_COLUMNS}, %s, '' from wanted_compiled w"
            f" where not exists (select from students_relation r where r.source = %s and {_SAME})",
            [source, source],
        )
        n_added = cursor.rowcount
        cursor.execute("drop table wanted_compiled")
    accounts.forget_kept()
    if n_added or n_removed:
        details = {"added": n_added, "removed": n_removed}
        audit.record_act(by=by, at=at, act="set", noun="relations", object_id=source, details=details)
    return int(n_added + n_removed)


@dataclass(frozen=True, slots=True)
class CompiledCount:
    """How many students stand in relations from one source today, and the classes of record these let be seen."""

    n_students: int
    record_classes: tuple[str, ...]


def count_relations(source: str) -> CompiledCount:
    """This function will count the students to whom relations from `source` hold today; a duty counts, names nobody."""
    with accounts.acting_as(_DUTY):
        rows = holding_today().filter(source=source)
        classes = {name for held in rows.values_list("record_classes", flat=True).distinct() for name in held}
        n_students = rows.values("student_id").distinct().count()
    return CompiledCount(n_students, accounts.together(classes))


def find_compiled(student_id: int) -> dict[str, tuple[str, ...]]:
    """This function will return, by source, what of one student's record compiled relations show today.

    A duty looks; the caller has checked that it may be told.
    """
    found: dict[str, set[str]] = {}
    with accounts.acting_as(_DUTY):
        rows = holding_today().filter(student=student_id, organization__isnull=False)
        for source, classes in rows.values_list("source", "record_classes"):
            found.setdefault(source, set()).update(classes)
    return {source: accounts.together(classes) for source, classes in found.items()}
