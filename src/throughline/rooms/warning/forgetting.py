"""Let go of what was tried: with a draft that is thrown away, and before the next trial."""

from throughline.rooms.accounts import api as accounts
from throughline.rooms.warning import access
from throughline.rooms.warning.models import Trial, TrialOutcome, TrialReason, TrialStudent


def forget_trials(version_id: int, kind: str = "") -> None:
    """This function will let go of what was tried with a version, or of one kind of it."""
    with accounts.acting_as(access.DUTY):
        trials = Trial.objects.filter(version=version_id)
        for trial in trials.filter(kind=kind) if kind else trials:
            forget_rows(trial.pk)
            trial.delete()


def forget_rows(trial_id: int) -> None:
    """This function will let go of whom a trial named, and why, and of what came to whom. A duty does it."""
    TrialOutcome.objects.filter(trial=trial_id).delete()
    TrialReason.objects.filter(row__trial=trial_id).delete()
    TrialStudent.objects.filter(trial=trial_id).delete()
