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
    with connection.cursor() as cursor:
        for table in tables:
            for name in (incoming(table), gone(table)):
                cursor.execute(sql.SQL("drop table if exists pg_temp.{}").format(sql.Identifier(name)))
            columns = sql.SQL(", ").join(
                sql.SQL("{} text not null default ''").format(sql.Identifier(column.name)) for column in table.kept
            )
            cursor.execute(
                sql.SQL("create temp table {} (row_no integer, digest bigint, {}) on commit drop").format(
                    sql.Identifier(incoming(table)), columns
                )
            )
            cursor.execute(
                sql.SQL("create temp table {} (source_id text) on commit drop").format(sql.Identifier(gone(table)))
            )


def copy_blocks(table: Table, blocks: Iterable[Block]) -> int:
    """This function will copy a file's rows into their temporary table as they are read, and return how many."""
    n_rows = 0
    statement = sql.SQL("copy {} from stdin").format(sql.Identifier(incoming(table)))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in blocks:
            copy.write(block.copy_text())
            n_rows += len(block)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("analyze {}").format(sql.Identifier(incoming(table))))
    return n_rows


def read_digests(selects: Iterable[str]) -> Digests:
    """This function will return the sorted digests that the queries select."""
    query = " union ".join(selects)
    parts = []
    with connection.cursor() as cursor, cursor.copy(f"copy ({query}) to stdout (format binary)") as copy:
        parts = [bytes(part) for part in copy]
    return np.sort(_of_binary(b"".join(parts)))


def _of_binary(raw: bytes) -> Digests:
    """One bigint a row: a header of 19 bytes, then 2 + 4 + 8 bytes a row, then a trailer of 2."""
    rows = np.frombuffer(
        raw, dtype=np.dtype([("n", ">i2"), ("size", ">i4"), ("digest", ">i8")]), offset=19, count=(len(raw) - 21) // 14
    )
    return rows["digest"].astype(np.int64)
