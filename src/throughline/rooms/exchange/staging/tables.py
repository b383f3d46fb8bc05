"""Temporary tables that hold what a file brings until the plan is made. They live in one transaction."""

from collections.abc import Iterable

import numpy as np
from django.db import connection
from psycopg import sql

from throughline.formats.csv.block import Block, Digests
from throughline.formats.csv.columns import Table


def incoming(table: Table) -> str:
    """This function will name the temporary table for a file's rows."""
    return f"in_{table.name}"


def gone(table: Table) -> str:
    """This function will name the temporary table for the ids that are gone from a file."""
    return f"gone_{table.name}"


def make_tables(tables: Iterable[Table]) -> None:
    """This function will make the two empty temporary tables of each file, in place of any before."""
    statements = []
    for table in tables:
        names = {"rows": sql.Identifier(incoming(table)), "gone": sql.Identifier(gone(table))}
        columns = sql.SQL(", ").join(
            sql.SQL("{} text not null").format(sql.Identifier(column.name)) for column in table.kept
        )
        statements.append(
            sql.SQL(
                "drop table if exists pg_temp.{rows}, pg_temp.{gone};"
                " create temp table {rows} (row_no integer, digest bigint, {columns}) on commit drop;"
                " create temp table {gone} (source_id text) on commit drop"
            ).format(columns=columns, **names)
        )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("; ").join(statements))


def copy_blocks(table: Table, blocks: Iterable[Block]) -> int:
    """This function will copy a file's rows into their temporary table as they are read, and return how many."""
    n_rows = 0
    statement = sql.SQL("copy {} from stdin").format(sql.Identifier(incoming(table)))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in blocks:
            copy.write(block.copy_text())
            n_rows += len(block)
    with connection.cursor() as cursor:
        keys = sql.SQL(", ").join(sql.Identifier(name) for name in _keys(table))
        cursor.execute(sql.SQL("analyze {} ({})").format(sql.Identifier(incoming(table)), keys))
    return n_rows


def are_empty(tables: Iterable[Table]) -> bool:
    """This function will tell whether no file brought a row or lost one."""
    found = [f'exists (select from "{name(table)}")' for table in tables for name in (incoming, gone)]
    with connection.cursor() as cursor:
        cursor.execute(f"select {' or '.join(found)}")
        return not cursor.fetchone()[0]


def _keys(table: Table) -> list[str]:
    """The columns that rows are looked up by."""
    return [c.name for c in table.kept if c.name in table.keys or c.refers_to or c.name in ("status", "role")]


def read_digests(selects: Iterable[str]) -> Digests:
    """This function will return the sorted digests that the queries select."""
    query = " union ".join(selects)
    with connection.cursor() as cursor, cursor.copy(f"copy ({query}) to stdout (format binary)") as copy:
        parts = [bytes(part) for part in copy]
    return np.sort(_of_binary(b"".join(parts)))


def _of_binary(raw: bytes) -> Digests:
    """One bigint a row: a header of 19 bytes, then 2 + 4 + 8 bytes a row, then a trailer of 2."""
    rows = np.frombuffer(
        raw, dtype=np.dtype([("n", ">i2"), ("size", ">i4"), ("digest", ">i8")]), offset=19, count=(len(raw) - 21) // 14
    )
    return rows["digest"].astype(np.int64)
