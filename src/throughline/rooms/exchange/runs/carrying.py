"""What happens to a run's row: previewed, applied, rolled back. One transaction each, as the person who acts."""

from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from django.db import IntegrityError, connection, transaction
from django.db.models import Count

from throughline.rooms.audit import api as audit
from throughline.rooms.exchange.freshness.queries import keep_freshness
from throughline.rooms.exchange.models import FoundProblem, PlannedChange, Run, Status
from throughline.rooms.exchange.planning.changes import apply_changes, count_moved, undo_changes
from throughline.rooms.exchange.planning.preview import Preview, make_preview
from throughline.rooms.exchange.recipes import targets_of
from throughline.rooms.exchange.runs.undoing import find_obstacles, made_by
from throughline.rooms.exchange.runs.uploads import forget_upload
from throughline.rooms.exchange.staging.progress import Progress
from throughline.rooms.students import api as students
from throughline.rooms.warning import api as warning
from throughline.values.errors import RefusedInput, ThroughlineError
from throughline.values.problem import Problem
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_ROSTER_LOCK = 7_246_001  # one apply or roll-back at a time, whoever asks


class CannotNow(ThroughlineError):
    """The run is not where this act could be done, for the reason given. `obstacles` name what stands in the way."""

    obstacles: list[str] = []


def lock_roster() -> None:
    """This function will wait until no other apply or roll-back is under way, and keep others out till the end."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ROSTER_LOCK])


def acts_so_far() -> int:
    """This function will count every apply and roll-back until now: a preview is true while this stays the same."""
    done = Run.objects.aggregate(applied=Count("applied_at"), undone=Count("rolled_back_at"))
    return int(done["applied"]) + int(done["undone"])


def preview_into(run: Run, *, at: datetime, path: Path, progress: Progress) -> None:
    """This function will read the run's file and keep the preview with it; a refusal is kept as well.

    **Raises** `Cancelled`, upon which the caller's transaction must be undone.
    """
    PlannedChange.objects.filter(run=run).delete()
    FoundProblem.objects.filter(run=run).delete()
    run.stands_on = acts_so_far()
    if path.is_file():
        with path.open("rb") as source:
            run.file_digest = file_digest(source, "sha256").hexdigest()
    try:
        _keep_preview(run, make_preview(run_id=run.pk, kind=run.kind, path=path, at=at, progress=progress))
    except RefusedInput as error:
        run.status, run.says, run.next_step = Status.REFUSED, error.says, error.next_step
        run.n_errors = len(error.problems)
        _keep_problems(run, error.problems)
    if run.status == Status.REFUSED:
        forget_upload(run)
    run.previewed_at = at
    run.save()


def _keep_preview(run: Run, preview: Preview) -> None:
    tally = preview.tally
    run.status, run.mode, run.version = Status.PREVIEWED, preview.mode, preview.version
    run.counts, run.rows, run.endings = preview.counts, preview.rows, preview.endings
    run.n_errors, run.n_warnings, run.n_notices = tally.n_errors, tally.n_warnings, tally.n_notices
    run.problem_counts = [
        {"code": rule.code, "severity": rule.severity.value, "file": file, "column": column, "n": n}
        for rule, file, column, n in tally.counts()
    ]
    if preview.refused:
        run.status = Status.REFUSED
        run.says = gettext_noop("The file cannot be taken as it is. Nothing was changed.")
        run.next_step = gettext_noop("Mend the errors listed below and import the file again.")
    _keep_problems(run, tally.problems)


def _keep_problems(run: Run, problems: tuple[Problem, ...]) -> None:
    order = {"error": 0, "warning": 1, "notice": 2}
    ranked = sorted(problems, key=lambda p: (order[p.severity], p.file, p.row or 0))
    FoundProblem.objects.bulk_create(
        FoundProblem(
            run=run,
            number=number,
            code=problem.rule.code,
            severity=problem.severity.value,
            file=problem.file,
            row=problem.row,
            column=problem.column,
            value=problem.value,
            says=problem.rule.says,
            next_step=problem.rule.next_step,
            details=dict(problem.details),
        )
        for number, problem in enumerate(ranked, 1)
    )


def apply_previewed(run: Run, *, by: Viewer, at: datetime, n_confirmed: int | None, is_fresh: bool = False) -> None:
    """This function will carry out a previewed run, in the caller's transaction.

    `is_fresh` says that the preview was made in this same transaction, with the roster locked: it is true still.

    **Raises** `CannotNow` where it is not previewed, its preview is no longer true, or it would end so many students
    that a person must first name their number (`n_confirmed`).
    """
    if run.status != Status.PREVIEWED:
        raise CannotNow(gettext_noop("This run is not ready to be applied."), gettext_noop("Look at how it stands."))
    check_endings_confirmed(run, n_confirmed)
    targets = targets_of(run.kind)
    if not is_fresh and (run.stands_on != acts_so_far() or count_moved(run.pk, targets, "before")):
        raise CannotNow(
            gettext_noop("The roster has changed since this preview was made, so it is no longer true."),
            gettext_noop("Read the file again and look at the new preview."),
        )
    apply_changes(run.pk, targets, run.counts, is_fresh=is_fresh)
    forget_upload(run)
    run.status, run.applied_at, run.applied_by_name = Status.APPLIED, at, str(by)
    run.save()
    keep_freshness(run.kind)
    audit.record_act(by=by, at=at, act="apply", noun="import", object_id=run.pk, details={"counts": run.counts})
    students.refresh_relations(by=by, at=at)


def check_endings_confirmed(run: Run, n_confirmed: int | None) -> None:
    """This function will do nothing where the run ends few students, or their number was confirmed.

    **Raises** `CannotNow` otherwise.
    """
    if run.endings.get("needs_confirming") and n_confirmed != run.endings.get("n_ending"):
        raise CannotNow(
            gettext_noop("This file would end more students than usual, so it waits for a person to confirm it."),
            gettext_noop("Look at who would be ended. If it is right, confirm with their number."),
        )


def roll_back_applied(run: Run, *, by: Viewer, at: datetime) -> None:
    """This function will give every row back what it was before the run, in the caller's transaction.

    **Raises** `CannotNow` where something has been built on the run since, naming what.
    """
    targets = targets_of(run.kind)
    obstacles = find_obstacles(run.pk, targets)
    check_nothing_built_on(obstacles)
    made = made_by(run.pk, "student")
    students.forget_relations(by=by, at=at, student_ids=made)
    students.forget_pairs(by=by, at=at, student_ids=made)
    students.forget_adult_pairs(by=by, at=at, guardian_ids=made_by(run.pk, "guardian"))
    warning.forget_worked_out(student_ids=made)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            undo_changes(run.pk, targets)
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
    except IntegrityError as error:  # rows that this person may not see refer to what the run made
        raise _built_on([]) from error
    run.status, run.rolled_back_at, run.rolled_back_by_name = Status.ROLLED_BACK, at, str(by)
    run.save()
    keep_freshness(run.kind)
    audit.record_act(by=by, at=at, act="roll back", noun="import", object_id=run.pk)
    students.refresh_relations(by=by, at=at)


def check_nothing_built_on(obstacles: list[str]) -> None:
    """This function will do nothing where there are no obstacles to a roll-back.

    **Raises** `CannotNow` naming them otherwise.
    """
    if obstacles:
        raise _built_on(obstacles)


def _built_on(obstacles: list[str]) -> CannotNow:
    says = gettext_noop("This import can no longer be rolled back, because others have built on what it brought in.")
    next_step = gettext_noop("Import a corrected file instead; what is missing from it is ended.")
    stop = CannotNow(says, next_step)
    stop.obstacles = obstacles
    return stop


def put_away(run: Run) -> None:
    """This function will end a run that was not applied: its plan and its file are gone, its counts stay."""
    PlannedChange.objects.filter(run=run).delete()
    forget_upload(run)
    run.status, run.says, run.next_step = Status.CANCELLED, "", ""
    run.save()
