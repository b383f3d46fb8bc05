"""The sample of a run: a few students drawn by chance, what is held of each, and what came of checking."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.exchange.models import PlannedChange, Run, SampleCheck, Status
from throughline.rooms.exchange.planning.held import draw_students, held_rows
from throughline.rooms.exchange.recipes import targets_by_entity, targets_of
from throughline.rooms.exchange.runs.queries import get_run_for, standing_of
from throughline.rooms.exchange.runs.showing import BASIS, Names, ShownChange, show_held
from throughline.rooms.students import api as students
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

SAMPLE_SIZE = 10
_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Sampled:
    """One student of a sample: their rows as they are held now, and what somebody found."""

    student: students.Student
    rows: list[ShownChange]
    n_more: int
    check: SampleCheck | None


def seed_of(run: Run) -> str:
    """This function will return what a run's sample is drawn by: it is said on the page, so that it can be repeated."""
    return f"{run.pk}-{run.file_digest[:8]}"


def sample_run(viewer: Viewer, run_id: int) -> Run:
    """This function will return a run whose rows are in force, so that a sample of them can be checked.

    **Raises** `NotAllowed`, `NotFound`, and `RefusedInput` where it is not applied.
    """
    run = get_run_for(viewer, run_id)
    if standing_of(run) != Status.APPLIED:
        raise RefusedInput(
            gettext_noop("Only what an import has brought in can be checked against the source."),
            gettext_noop("Apply the import first."),
        )
    return run


def find_sample(viewer: Viewer, run: Run, *, at: datetime) -> list[Sampled]:
    """This function will return a run's sample, the same whoever asks, and note whose rows are shown."""
    drawn = draw_students(run.pk, seed_of(run), SAMPLE_SIZE)
    found = {row.pk: row for row in students.get_students_for(viewer).filter(pk__in=drawn)}
    held = [
        PlannedChange(run=run, entity=entity, object_id=key, action="create", after=values)
        for entity, key, values in held_rows(run.pk, targets_of(run.kind), list(found))
    ]
    _note(viewer, at, held)
    names = Names(run, held)
    checks = {check.student_id: check for check in SampleCheck.objects.filter(run=run, student_id__in=drawn)}
    return [_sampled(found[pk], held, names, checks.get(pk)) for pk in drawn if pk in found]


def _note(viewer: Viewer, at: datetime, held: list[PlannedChange]) -> None:
    """Note each class of record that is shown, of each student."""
    walls = {target.entity: getattr(target.model, "wall", None) for target in targets_by_entity().values()}
    named = {entity: wall.record_class for entity, wall in walls.items() if wall is not None}
    shown: dict[str, set[int]] = defaultdict(set)
    for row in held:
        shown["directory"].add(_owner(row))
        shown[row.after.get("record_class") or named[row.entity]].add(_owner(row))
    for record_class, student_ids in shown.items():
        audit.record_disclosures(
            by=viewer,
            at=at,
            student_ids=sorted(student_ids),
            record_class=record_class,
            place="imports.sample",
            basis=BASIS,
        )


def _owner(row: PlannedChange) -> int:
    return int(row.object_id if row.entity == "student" else row.after["student_id"])


def _sampled(student: students.Student, held: list[PlannedChange], names: Names, check: SampleCheck | None) -> Sampled:
    own = [row for row in held if _owner(row) == student.pk]
    shown = [show_held(row, names) for row in own[:_MOST_ROWS]]
    return Sampled(student, shown, max(0, len(own) - _MOST_ROWS), check)
