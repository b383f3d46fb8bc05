"""Reads a file and writes down all it would change, without changing anything."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from throughline.formats.csv.tally import Tally
from throughline.rooms.exchange.models import Kind
from throughline.rooms.exchange.planning.steps import Planner
from throughline.rooms.exchange.staging.district_file import stage_file
from throughline.rooms.exchange.staging.oneroster import stage_package
from throughline.rooms.exchange.staging.progress import Progress


@dataclass(frozen=True)
class Preview:
    """What a file would do: counts by entity and action, rows by file, problems, and students it would end."""

    tally: Tally
    version: str = ""
    mode: str = ""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    endings: dict[str, object] = field(default_factory=dict)
    refused: bool = False


def make_preview(*, run_id: int, kind: str, path: Path, at: datetime, progress: Progress) -> Preview:
    """This function will plan the run that brings the file at `path` in. It runs as whoever is acting.

    **Raises** `RefusedInput` for a file that is not what it should be, and `Cancelled`.
    """
    tally = Tally()
    staged = stage_package(path, tally, progress) if kind == Kind.ONEROSTER else stage_file(kind, path, tally, progress)
    if staged.refused:
        return Preview(tally, staged.version, staged.mode, rows=staged.rows, refused=True)
    planner = Planner(run_id, at, tally, _checkpoint(progress, len(staged.steps)))
    if not staged.is_same:
        planner.plan(staged.steps)
    endings = count_endings(run_id) if kind == Kind.ONEROSTER else {}
    return Preview(tally, staged.version, staged.mode, planner.changes, staged.rows, endings)


def _checkpoint(progress: Progress, n_steps: int) -> Callable[[], None]:
    n_done = 0

    def step_done() -> None:
        nonlocal n_done
        progress("comparing", n_done, n_steps)
        n_done += 1

    return step_done


def count_endings(run_id: int) -> dict[str, object]:
    """This function will count the students a run would end, against how many there are; and schools losing all."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from students_student where ended_at is null")
        n_current = cursor.fetchone()[0]
        cursor.execute(
            """select o.name, count(*) as n_current, count(p.object_id) as n_ending
            from students_student s join district_organization o on o.id = s.home_school_id
                left join exchange_plannedchange p
                    on p.run_id = %s and p.entity = 'student' and p.action = 'end' and p.object_id = s.id
            where s.ended_at is null group by o.id, o.name order by o.name""",
            [run_id],
        )
        schools = cursor.fetchall()
        cursor.execute(
            "select count(*) from exchange_plannedchange where run_id = %s and entity = 'student' and action = 'end'",
            [run_id],
        )
        n_ending = cursor.fetchone()[0]
    emptied = [name for name, there, ending in schools if there == ending]
    share = n_ending / n_current if n_current else 0.0
    stops = bool(emptied) or share > settings.ENDING_LIMIT_SHARE
    return {
        "n_ending": n_ending,
        "n_current": n_current,
        "limit_share": settings.ENDING_LIMIT_SHARE,
        "schools_emptied": emptied,
        "needs_confirming": stops,
    }
