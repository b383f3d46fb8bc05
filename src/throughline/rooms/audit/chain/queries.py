"""Proof that nothing in the audit was changed, removed or put in between: the chain, worked out anew.

What this cannot see is the newest end of the chain cut off whole. Keep the head somewhere else, and give it back.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from throughline.rooms.audit.chain.triggers import TABLES, parts_of

_COLUMNS = "id, batch, step, digest"
_ROWS = " union all ".join(
    f"select '{table}' as source, {_COLUMNS}, array[{', '.join(parts_of(table, table))}] as parts from {table}"  # noqa: S608 - names of our own tables
    for table in TABLES
)
_WALK = f"""
    select l.seq, l.batch, l.n_rows, (extract(epoch from l.at) * 1000000)::bigint, l.previous, l.digest,
        r.source, r.id, r.step, r.digest, r.parts
    from audit_link l full join ({_ROWS}) r on r.batch = l.batch
    order by l.seq nulls last, r.step, r.source, r.id"""  # noqa: S608 - names of our own tables
_NAMES = {"audit_auditrecord": "Audit record", "audit_disclosure": "Disclosure"}


@dataclass(frozen=True, slots=True)
class ChainReport:
    """How many rows and links were walked, the head of the chain, and the first break; no words where there is none."""

    n_rows: int
    n_links: int
    head: str
    first_break: str = ""


class _Broken(Exception):
    """The first break, in words."""


def check_chain(kept: str = "") -> ChainReport:
    """This function will walk the whole chain and name the first break, if there is one.

    `kept` is a head written down earlier (`12:9f…`): it must still be a link of the chain.
    """
    n_rows, n_links, head, digest = 0, 0, "", b""
    try:
        for link, rows in _links():
            n_links += 1
            digest = _check_link(n_links, link, rows, digest)
            n_rows += len(rows)
            head = f"{n_links}:{digest.hex()}"
            if kept and kept.partition(":")[0] == str(n_links) and kept != head:
                raise _Broken(f"Link {n_links} is not the one that was kept: the chain was written anew.")
        if kept and (not kept.partition(":")[0].isdecimal() or int(kept.partition(":")[0]) > n_links):
            raise _Broken(f"The chain ends at link {n_links}, and the link that was kept, {kept}, is not in it.")
    except _Broken as broken:
        return ChainReport(n_rows, n_links, head, str(broken))
    return ChainReport(n_rows, n_links, head)


def _links() -> Iterator[tuple[Sequence[Any], list[Sequence[Any]]]]:
    """Each link with its rows, in the order of the chain; read in one statement, so that work may go on meanwhile."""
    with transaction.atomic(), closing(connection.chunked_cursor()) as cursor:
        cursor.execute(_WALK)
        for _seq, together in groupby(cursor, key=lambda row: row[0]):
            rows = list(together)
            yield rows[0][:6], [row[6:] for row in rows if row[6] is not None]


def _check_link(number: int, link: Sequence[Any], rows: list[Sequence[Any]], before: bytes) -> bytes:
    seq, batch, n_rows, at, previous, digest = link
    if seq is None:
        raise _Broken(f"{_name(rows[0])} belongs to no link: it was added past the chain, or its link was removed.")
    if seq != number:
        raise _Broken(f"Link {number} is gone: link {seq} stands in its place.")
    if bytes(previous) != before:
        raise _Broken(f"Link {seq} does not follow link {seq - 1}: one of the two was changed.")
    for step, row in enumerate(rows, start=1):
        if row[2] != step:
            raise _Broken(f"Row {step} of link {seq} was removed or moved: {_name(row)} stands in its place.")
        if bytes(row[3]) != _digest_of(row[4]):
            raise _Broken(f"{_name(row)}, row {step} of link {seq}, was changed after it was written.")
    if len(rows) != n_rows:
        raise _Broken(
            f"Link {seq} was made of {n_rows} rows, and {len(rows)} are left: row {len(rows) + 1} was removed."
        )
    own = "".join(map(_part, (str(seq), str(batch), str(n_rows), str(at)))).encode()
    if bytes(digest) != hashlib.sha256(before + own + b"".join(bytes(row[3]) for row in rows)).digest():
        raise _Broken(f"Link {seq} is not the one its rows were sealed with: it, or one of its rows, was written anew.")
    return bytes(digest)


def _digest_of(parts: Sequence[str | None]) -> bytes:
    return hashlib.sha256("".join(map(_part, parts)).encode()).digest()


def _part(value: str | None) -> str:
    return "-" if value is None else f"{len(value.encode())}:{value}"


def _name(row: Sequence[Any]) -> str:
    return f"{_NAMES[row[0]]} {row[1]}"
