"""Takes a OneRoster package into temporary tables: rows that are new or other than last time, and ids that are gone."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.db import connection

from throughline.formats.csv.columns import Table
from throughline.formats.csv.reading import TableReading
from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster import rules as oneroster_rules
from throughline.formats.oneroster.catalog import TABLES
from throughline.formats.oneroster.manifest import Mode
from throughline.formats.oneroster.package import Package, open_package
from throughline.rooms.district.api import Target
from throughline.rooms.exchange import rules
from throughline.rooms.exchange.recipes import oneroster_steps, targets_by_entity
from throughline.rooms.exchange.staging import tables
from throughline.rooms.exchange.staging.progress import Progress, counted
from throughline.rooms.exchange.staging.staged import Staged
from throughline.rooms.students import api as students
from throughline.values.problem import Rule


def stage_package(path: Path, tally: Tally, progress: Progress) -> Staged:
    """This function will read a package into temporary tables.

    **Raises** `RefusedInput` for what is no OneRoster 1.1 or 1.2 package, and `Cancelled`.
    """
    package = open_package(path)
    tally.add_all(package.problems)
    tables.make_tables(TABLES.values())
    modes = {str(package.mode(name)) for name in package.tables}
    mode = "delta" if modes == {"delta"} else "bulk" if modes <= {"bulk"} else "mixed"
    staged = Staged(package.version, mode, oneroster_steps(package.version), refused=package.has_errors)
    package = _counting(package, path, progress)
    for name in package.tables:
        _stage_table(package, TABLES[name], tally, staged)
    staged.is_same = not staged.refused and tables.are_empty(TABLES.values())
    return staged


def _counting(package: Package, path: Path, progress: Progress) -> Package:
    wanted = {f"{name}.csv" for name in package.tables}
    n_total, n_done = _size(path, wanted), 0

    def tell(n_bytes: int) -> None:
        nonlocal n_done
        n_done += n_bytes
        progress("reading", n_done, max(n_total, n_done))

    tell(0)
    files = {name: counted(opener, tell) for name, opener in package.bundle.files.items()}
    return replace(package, bundle=replace(package.bundle, files=files))


def _size(path: Path, wanted: set[str]) -> int:
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*.csv") if file.name in wanted)
    with zipfile.ZipFile(path) as archive:
        return sum(e.file_size for e in archive.infolist() if e.filename.rpartition("/")[2] in wanted)


def _stage_table(package: Package, table: Table, tally: Tally, staged: Staged) -> None:
    targets = [targets_by_entity()[entity] for entity in students.ENTITIES_OF[table.name]]
    known = tables.read_digests(_digests_of(target) for target in targets)
    reading = package.read(table.name, tally, known)
    tables.copy_blocks(table, reading)
    staged.refused = staged.refused or reading.refused
    staged.rows[reading.file] = {
        "read": reading.n_rows,
        "unchanged": reading.n_unchanged,
        "held": reading.n_held,
    }
    if package.mode(table.name) is Mode.DELTA:
        _keep_latest(table, tally)
    else:
        _hold_twice(table, targets, reading, tally)
        _find_gone(table, targets, reading, tally)
    _add_deleted(table)


def _digests_of(target: Target) -> str:
    if target.can_end:
        return f"select source_digest from {target.table} where ended_at is null and source_digest is not null"
    return f"""select d.source_digest from {target.table} d join students_student s on s.id = d.student_id
        where s.ended_at is null and d.source_digest is not null"""


def _keep_latest(table: Table, tally: Tally) -> None:
    """In a delta the same id may change more than once: the latest change counts."""
    incoming = f'"{tables.incoming(table)}"'
    ranked = f"""select row_no, "sourcedId" as value, row_number() over (partition by "sourcedId"
        order by nullif("dateLastModified", '')::timestamptz desc nulls last, row_no desc) as place from {incoming}"""
    _report(table, tally, oneroster_rules.EARLIER_CHANGE, f"select row_no, value from ({ranked}) r where place > 1")
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {incoming} where row_no in (select row_no from ({ranked}) r where place > 1)")


def _hold_twice(table: Table, targets: Sequence[Target], reading: TableReading, tally: Tally) -> None:
    """In a bulk file an id stands once. The same row again is passed over; rows that differ are all kept out."""
    incoming = f'"{tables.incoming(table)}"'
    same = f"""select row_no, "sourcedId" as value from (select row_no, "sourcedId",
        row_number() over (partition by "sourcedId", digest order by row_no) as place from {incoming}) r
        where place > 1"""
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*), count(distinct "sourcedId") from {incoming}')
        n_rows, n_ids = cursor.fetchone()
        if n_rows > n_ids:
            _report(table, tally, oneroster_rules.SAME_TWICE, same)
            cursor.execute(f"delete from {incoming} where row_no in (select row_no from ({same}) s)")
        cursor.execute("drop table if exists pg_temp.held_ids")
        cursor.execute(f"""create temp table held_ids on commit drop as
            select "sourcedId" as source_id from {incoming} group by 1 having count(*) > 1""")
        cursor.execute("drop table if exists pg_temp.vanished")
        cursor.execute("create temp table vanished (digest bigint) on commit drop")
        with cursor.copy("copy vanished from stdin") as copy:
            copy.write("".join(f"{digest}\n" for digest in reading.vanished.tolist()))
        cursor.execute("analyze vanished")
        for target in targets:  # a row other than the one we hold, while the one we hold is still in the file
            if target.can_end and reading.n_unchanged:
                cursor.execute(f"""insert into held_ids select t.source_id from {target.table} t
                    join {incoming} i on i."sourcedId" = t.source_id where t.ended_at is null
                    and t.source_digest is not null and t.source_digest not in (select digest from vanished)""")
        twice = (
            f'select row_no, "sourcedId" as value from {incoming} where "sourcedId" in (select source_id from held_ids)'
        )
        _report(table, tally, oneroster_rules.TWICE, twice)
        cursor.execute(f'delete from {incoming} where "sourcedId" in (select source_id from held_ids)')


def _find_gone(table: Table, targets: Sequence[Target], reading: TableReading, tally: Tally) -> None:
    """Whom a bulk file no longer names has ended; but a row that was kept out is not gone."""
    gone, incoming = f'"{tables.gone(table)}"', f'"{tables.incoming(table)}"'
    with connection.cursor() as cursor:
        for target in targets:
            if not target.can_end:
                continue
            cursor.execute(f"""
                insert into {gone} select t.source_id from {target.table} t
                where t.ended_at is null and {target.fed}
                    and (t.source_digest is null or t.source_digest in (select digest from vanished))
                    and not exists (select from {incoming} i where i."sourcedId" = t.source_id)
                    and not exists (select from held_ids h where h.source_id = t.source_id)""")
        cursor.execute("drop table if exists pg_temp.held_keys")
        cursor.execute("create temp table held_keys (source_id text) on commit drop")
        held = reading.held_keys
        with cursor.copy("copy held_keys from stdin") as copy:
            for key in held:
                copy.write_row([key])
        cursor.execute(f"delete from {gone} where source_id in (select source_id from held_keys)")
        if reading.n_held > len(held):
            cursor.execute(f"delete from {gone}")
            if cursor.rowcount:
                details = {"n": str(cursor.rowcount), "held": str(reading.n_held)}
                tally.add(rules.ENDINGS_WAIT, reading.file, details=details)
        cursor.execute(f"analyze {gone}")


def _add_deleted(table: Table) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"""insert into "{tables.gone(table)}"
            select "sourcedId" from "{tables.incoming(table)}" where status = 'tobedeleted'""")


def _report(table: Table, tally: Tally, rule: Rule, select: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"select row_no, value, count(*) over () from ({select}) s order by row_no limit 50")
        found = cursor.fetchall()
    for row, value, _n in found:
        tally.add(rule, table.file, row, "sourcedId", value)
    if found:
        tally.count_more(rule, table.file, "sourcedId", found[0][2] - len(found))
