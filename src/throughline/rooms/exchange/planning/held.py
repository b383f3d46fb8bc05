"""A few students that a run brought something of, drawn by chance, and their rows as they stand in the tables now."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from throughline.rooms.district.api import Target

# Whose row it is: the student's own, or one that names them.
_OWNER = "case when p.entity = 'student' then p.object_id else (p.after ->> 'student_id')::bigint end"
_BROUGHT = "p.run_id = %s and p.action in ('create', 'change', 'reopen')"


def draw_students(run_id: int, seed: str, n: int) -> list[int]:
    """This function will draw `n` of the students that a run brought something of: for one seed always the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select student
            from (select distinct {_OWNER} as student from exchange_plannedchange p where {_BROUGHT}) d
            where student is not null order by md5(%s || ':' || student), student limit %s""",
            [run_id, seed, n],
        )
        return [pk for (pk,) in cursor.fetchall()]


def held_rows(
    run_id: int, targets: Sequence[Target], student_ids: Sequence[int]
) -> list[tuple[str, int, dict[str, Any]]]:
    """This function will return the rows of these students that a run brought, as they are held now.

    Each is (entity, key, values), parents before children; a row that is gone is left out.
    """
    found: list[tuple[str, int, dict[str, Any]]] = []
    with connection.cursor() as cursor:
        for target in targets:
            cursor.execute(
                f"""select p.entity, p.object_id, to_jsonb(t)
                from exchange_plannedchange p join {target.table} t on t.{target.key} = p.object_id
                where {_BROUGHT} and p.entity = %s and {_OWNER} = any(%s) order by p.object_id""",
                [run_id, target.entity, list(student_ids)],
            )
            found += [(*row, json.loads(held) if isinstance(held, str) else held) for *row, held in cursor.fetchall()]
    return found
