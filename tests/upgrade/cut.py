"""Cut a populated district down to a handful of students, so that what is kept of it stays small and hangs together."""

import psycopg

Connection = psycopg.Connection[tuple[object, ...]]

N_SPARED_A_TABLE = 2
# Of what there is much, a few are enough: the table, what each few are of, their order, how many.
FEW = (
    ("students_attendanceday", "student_id", '"on" desc', 5),
    ("exchange_plannedchange", "run_id, entity, action", "object_id", 3),
    ("students_spelling", "left(key, 1)", "key, word", 5),
)
# What happened is never cut, its chain would break; sessions are nobody's to keep.
WHOLE = ("audit_auditrecord", "audit_disclosure", "audit_link")
EMPTIED = ("django_session",)

_KEYS = """
select child.relname, a.attname, parent.relname, b.attname
from pg_constraint c
join pg_class child on child.oid = c.conrelid
join pg_class parent on parent.oid = c.confrelid
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
where c.contype = 'f' and c.connamespace = 'public'::regnamespace and cardinality(c.conkey) = 1"""
_COLUMNS = """
select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped"""


def cut(connection: Connection, named: list[str]) -> list[str]:
    """Spare the students with these ids in the roster and a few whom each table refers to; tell the tables left empty.

    It takes a superuser: no trigger runs and no key is looked at while rows go. What refers to nothing afterwards goes
    too, and its history with it.
    """
    columns: dict[str, set[str]] = {}
    for table, column in connection.execute(_COLUMNS):
        columns.setdefault(str(table), set()).add(str(column))
    connection.execute("set session_replication_role = replica")
    for table in EMPTIED:
        _delete(connection, table, "true")
    for table, of, order, n in FEW:
        if table in columns:
            _leave_few(connection, table, of, order, n)
    _spare(connection, named)
    for table, held in columns.items():
        if "student_id" in held and table not in WHOLE:
            _delete(connection, table, "student_id not in (select id from spared)")
    _delete(connection, "students_student", "id not in (select id from spared)")
    _delete(connection, "students_guardian", "id not in (select guardian_id from students_guardianship)")
    _delete(connection, "students_class", "id not in (select classroom_id from students_classplace)")
    while _cut_loose(connection, columns):
        pass
    connection.execute("set session_replication_role = origin")
    return [table for table in sorted(columns) if not _one(connection, table)]


def _delete(connection: Connection, table: str, where: str) -> int:
    return connection.execute(f"delete from {table} where {where}").rowcount  # noqa: S608 - names from the catalog


def _one(connection: Connection, table: str) -> bool:
    return connection.execute(f"select from {table} limit 1").fetchone() is not None


def _leave_few(connection: Connection, table: str, of: str, order: str, n: int) -> None:
    numbered = f"select ctid, row_number() over (partition by {of} order by {order}) n from {table}"  # noqa: S608 - names of ours
    _delete(connection, table, f"ctid in (select ctid from ({numbered}) numbered where n > {n})")  # noqa: S608 - names of ours


def _spare(connection: Connection, named: list[str]) -> None:
    connection.execute(
        "create temporary table spared as select id from students_student where source_id = any(%s)", (named,)
    )
    for table, key, parent, _target in connection.execute(_KEYS).fetchall():
        if parent == "students_student":
            few = f"select distinct {key} from {table} order by {key} limit {N_SPARED_A_TABLE}"  # noqa: S608 - from the catalog
            connection.execute(f"insert into spared {few}")


def _cut_loose(connection: Connection, columns: dict[str, set[str]]) -> int:
    """Delete what refers to a row that has gone: by a key, or in the history as its table does by a key."""
    n = 0
    for child, key, parent, target in connection.execute(_KEYS).fetchall():
        for table in (child, f"{child}event"):
            if key in columns.get(str(table), ()):
                gone = f"not exists (select from {parent} p where p.{target} = {table}.{key})"
                n += _delete(connection, str(table), f"{key} is not null and {gone}")
    for table, held in columns.items():
        if "pgh_obj_id" in held and "id" in columns.get(table.removesuffix("event"), ()):
            kept = f"select id from {table.removesuffix('event')}"  # noqa: S608 - names from the catalog
            n += _delete(connection, table, f"pgh_obj_id not in ({kept})")
    return n
