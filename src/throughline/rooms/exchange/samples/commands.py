"""Say what came of holding a student's rows against the source system."""

from datetime import datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.exchange.models import SampleCheck, Verdict
from throughline.rooms.exchange.planning.held import draw_students
from throughline.rooms.exchange.samples.queries import SAMPLE_SIZE, sample_run, seed_of
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def check_sample(
    *, by: Viewer, at: datetime, run_id: int, student_id: int, verdict: Verdict, differs: str = ""
) -> SampleCheck:
    """This function will keep whether a sampled student's rows match the source system, or what differs.

    What was said before is replaced; history keeps it. **Raises** `NotAllowed`, `NotFound` where the student is not in
    the run's sample, and `RefusedInput` where the run is not applied.
    """
    run = sample_run(by, run_id)
    if student_id not in draw_students(run.pk, seed_of(run), SAMPLE_SIZE):
        raise NotFound(gettext_noop("This student is not in the sample."), gettext_noop("Look at the sample again."))
    told = {"verdict": verdict, "differs": differs if verdict == Verdict.DIFFERS else ""}
    check, _made = SampleCheck.objects.update_or_create(
        run=run, student_id=student_id, defaults={**told, "checked_by": str(by), "checked_at": at}
    )
    details = {"verdict": str(verdict)}
    audit.record_act(by=by, at=at, act="check sample of", noun="import", object_id=run.pk, details=details)
    return check
