"""Carries the rows of one student to another, one statement a table, and back."""

from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from throughline.rooms.students.joins import Join, JoinedRow
from throughline.rooms.students.merging.moves import Moves, all_moves


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one table: how many rows move to the kept student, and how many stay since that one has the like."""

    moves: Moves
    n_moving: int
    n_staying: int


def count_rows(kept_id: int, joined_id: int) -> list[Counted]:
    """This function will count what would move and what would stay, as far as whoever asks may see the rows."""
    found = []
    with connection.cursor() as cursor:
        for moves in all_moves():
            if moves.how == "move":
                cursor.execute(
                    f"""select count(*) filter (where not {_clash(moves)}), count(*) filter (where {_clash(moves)})
                    from {moves.table} t where t.{moves.column} = %(joined)s and {moves.only}""",
                    {"kept": kept_id, "joined": joined_id},
                )
                found.append(Counted(moves, *cursor.fetchone()))
    return found


def carry_rows(join: Join) -> int:
    """This function will carry the rows of the joined student to the kept one, and write each down."""
    n_moved = 0
    with connection.cursor() as cursor:
        for moves in all_moves():
            if moves.how == "move":
                rows = _carry(cursor, moves, join)
                JoinedRow.objects.bulk_create(
                    (JoinedRow(join=join, table=moves.table, row=row) for row in rows), batch_size=2000
                )
                n_moved += len(rows)
    return n_moved


def carry_back(join: Join) -> int:
    """This function will give back every row that followed, and return how many are no longer there to give back."""
    n_gone = 0
    with connection.cursor() as cursor:
        for moves in all_moves():
            rows = list(JoinedRow.objects.filter(join=join, table=moves.table).values_list("row", flat=True))
            if rows:
                cursor.execute(
                    f"""update {moves.table} set {moves.column} = %s
                    where {moves.key} = any(%s) and {moves.column} = %s""",
                    [join.joined_id, rows, join.kept_id],
                )
                n_gone += len(rows) - cursor.rowcount
    return n_gone


def _carry(cursor: CursorWrapper, moves: Moves, join: Join) -> list[int]:
    together = "true"
    if moves.follows:
        column, parent = moves.follows
        together = f"exists (select from {parent} p where p.id = t.{column} and p.{moves.column} = %(kept)s)"
    cursor.execute(
        f"""update {moves.table} t set {moves.column} = %(kept)s
        where t.{moves.column} = %(joined)s and {moves.only} and not {_clash(moves)} and {together}
        returning t.{moves.key}""",
        {"kept": join.kept_id, "joined": join.joined_id},
    )
    return [key for (key,) in cursor.fetchall()]


def _clash(moves: Moves) -> str:
    if moves.alone is None:
        return "false"
    same = " and ".join(f'k."{column}" is not distinct from t."{column}"' for column in moves.alone) or "true"
    both = f"{moves.among.format(row='k')} and {moves.among.format(row='t')}"
    return f"exists (select from {moves.table} k where k.{moves.column} = %(kept)s and {same} and {both})"
