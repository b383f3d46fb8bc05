"""Carries out a recipe's steps: what is wanted is held against what is there, and every difference written down."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from throughline.formats.csv.tally import Tally
from throughline.rooms.district.api import Check, Prepare, Step, Target

_SHOWN_OF_EACH = 50


class Planner:
    """Plans one run within one transaction. `changes` counts by entity and action; `tally` collects problems."""

    def __init__(self, run_id: int, at: datetime, tally: Tally, checkpoint: Callable[[], None]) -> None:
        self._run_id = run_id
        self._at = at
        self._tally = tally
        self._checkpoint = checkpoint
        self.changes: dict[str, dict[str, int]] = {}

    def plan(self, steps: Sequence[Step]) -> None:
        """This function will carry out the steps in order."""
        with connection.cursor() as cursor:
            for step in steps:
                self._checkpoint()
                if isinstance(step, Prepare):
                    self._prepare(cursor, step)
                elif isinstance(step, Check):
                    self._check(cursor, step)
                else:
                    self._target(cursor, step)

    def _prepare(self, cursor: CursorWrapper, step: Prepare) -> None:
        _make(cursor, step.table, step.sql, step.keys)

    def _check(self, cursor: CursorWrapper, step: Check) -> None:
        cursor.execute(
            f"select row_no, value, count(*) over () from ({step.sql}) found"
            f" order by row_no, value limit {_SHOWN_OF_EACH}"
        )
        found = cursor.fetchall()
        for row, value, _n in found:
            self._tally.add(step.rule, step.file, row, step.column, value)
        if found:
            self._tally.count_more(step.rule, step.file, step.column, found[0][2] - len(found))

    def _target(self, cursor: CursorWrapper, target: Target) -> None:
        wanted, ending = f"w_{target.entity}", f"e_{target.entity}"
        _make(cursor, wanted, self._wanted(target), keys=("id", *target.match))
        if target.parent:
            self._find_parents(cursor, target)
        _make(cursor, ending, self._ending(target), keys=("id",))
        cursor.execute(f"select (select count(*) from {wanted}), (select count(*) from {ending})")
        n_wanted, n_ending = cursor.fetchone()
        counts: dict[str, int] = {}
        if n_wanted:
            cursor.execute(self._differences(target), [self._run_id, target.entity])
            counts.update(dict(cursor.fetchall()))
        if n_ending:
            cursor.execute(self._ends(target), {"run": self._run_id, "entity": target.entity, "at": self._at})
            counts["end"] = cursor.rowcount
        counts["same"] = self._count_same(cursor, target, n_wanted, counts)
        self.changes[target.entity] = counts
        if target.referred_to:
            _make(cursor, f"ids_{target.entity}", _open_ids(target), keys=("source_id",))

    def _count_same(self, cursor: CursorWrapper, target: Target, n_wanted: int, counts: dict[str, int]) -> int:
        """Where a file says all there is, rows that stay as they are; else rows of the file that are already so."""
        if not target.can_end:
            return n_wanted - sum(counts.get(action, 0) for action in ("create", "change", "reopen"))
        cursor.execute(f"select count(*) from {target.table} where ended_at is null and {target.fed}")
        return int(cursor.fetchone()[0]) - counts.get("change", 0) - counts.get("end", 0)

    def _wanted(self, target: Target) -> str:
        """What is wanted, once a row, with the id it has or will have."""
        match = ", ".join(f's."{column}"' for column in target.match)
        joined = " and ".join(f't."{column}" = s."{column}"' for column in target.match)
        said = [column for column in target.columns if column not in target.kept and column != target.parent]
        columns = [f's."{column}"' for column in said]
        columns += [f"coalesce(t.{column}, '') as {column}" for column in target.kept]
        if target.parent:
            columns += [f"null::bigint as {target.parent}", "s.parent_source"]
        key = f"s.{target.key} as id"
        if target.has_own_key:
            key = f"coalesce(t.{target.key}, nextval('{target.table}_{target.key}_seq')) as id"
        return f"""
            select {key}, s.row_no, t.{target.key} is null as is_new, {", ".join(columns)}
            from (select distinct on ({match}) * from ({target.wanted}) s order by {match}, s.row_no) s
                left join {target.table} t on {joined}"""

    def _find_parents(self, cursor: CursorWrapper, target: Target) -> None:
        wanted = f"w_{target.entity}"
        cursor.execute(f"""
            update {wanted} w set {target.parent} = coalesce(
                (select p.id from {wanted} p where p.source_id = w.parent_source),
                (select t.id from {target.table} t where t.source_id = w.parent_source))
            where parent_source <> ''""")

    def _ending(self, target: Target) -> str:
        select = target.ends or f"select {target.key} as id from {target.table} where false"
        return f"select distinct id from ({select}) e where id not in (select id from w_{target.entity})"

    def _differences(self, target: Target) -> str:
        """Write down rows to make, and rows there that differ; count each by what is done to it."""
        columns = [c for c in target.all_columns if c != "ended_at" and c != target.key]
        row = [f"w.id as {target.key}", *(f'w."{c}"' for c in columns)]
        compared = [c for c in columns if c != "source_digest"]
        ours, theirs = (", ".join(f'{side}."{c}"' for c in compared) for side in ("w", "t"))
        changed = f"({ours}) is distinct from ({theirs})"
        noted = "w.source_digest is distinct from t.source_digest" if "source_digest" in columns else "false"
        ended = "false"
        if target.can_end:
            row.append("null::timestamptz as ended_at")
            ended = "t.ended_at is not null"
        return f"""
            with planned as (
                insert into exchange_plannedchange (run_id, entity, object_id, action, "row", before, after)
                select %s, %s, w.id,
                    case when w.is_new then 'create' when {ended} then 'reopen'
                        when {changed} then 'change' else 'note' end,
                    w.row_no, case when w.is_new then null else to_jsonb(t) end,
                    (select to_jsonb(r) from (select {", ".join(row)}) r)
                from w_{target.entity} w left join {target.table} t on t.{target.key} = w.id
                where w.is_new or {ended} or {changed} or {noted}
                returning action)
            select action, count(*) from planned group by action"""

    def _ends(self, target: Target) -> str:
        ended = "jsonb_build_object('ended_at', %(at)s::timestamptz)"
        if target.is_dated:
            last = "greatest(least(coalesce(t.ends_on, d.day), d.day), t.starts_on)"
            ended = f"jsonb_build_object('ended_at', %(at)s::timestamptz, 'ends_on', {last})"
        return f"""
            insert into exchange_plannedchange (run_id, entity, object_id, action, "row", before, after)
            select %(run)s, %(entity)s, t.{target.key}, 'end', null, to_jsonb(t), to_jsonb(t) || {ended}
            from {target.table} t join e_{target.entity} e on e.id = t.{target.key}
                cross join (select throughline_today() as day) d"""


def _open_ids(target: Target) -> str:
    """The ids of every row that is open once the plan is carried out, and other identifiers that lead to one."""
    also = f"union all {target.also_known}" if target.also_known else ""
    return f"""
        select source_id, id from w_{target.entity}
        union all select t.source_id, t.{target.key} from {target.table} t where t.ended_at is null
            and not exists (select from w_{target.entity} w where w.id = t.{target.key})
            and not exists (select from e_{target.entity} e where e.id = t.{target.key})
        {also}"""


def _make(cursor: CursorWrapper, name: str, select: str, keys: Sequence[str] = ()) -> None:
    """Make a temporary table in place of any before, in one trip, and let the planner know of its keys, if any."""
    columns = ", ".join(f'"{key}"' for key in dict.fromkeys(keys))
    known = f"; analyze {name} ({columns})" if columns else ""
    cursor.execute(f"drop table if exists pg_temp.{name}; create temp table {name} on commit drop as {select}{known}")
