"""The working out that nobody waits for: each night, after an import, and after rules were switched on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from throughline.rooms.warning import access
from throughline.rooms.warning.flags.raising import work_out_warning
from throughline.values.viewer import Viewer


@app.task(name="warning.work_out", queue="warning")
def work_out() -> None:
    """Work out how students stand. Safe to run twice."""
    work_out_warning(by=access.DUTY, at=timezone.now())


@app.periodic(cron="30 4 * * *")
@app.task(name="warning.every_night", queue="warning")
def every_night(timestamp: int) -> None:
    """The same, early each morning, since a day that passes changes what is due and what is recent."""
    work_out_warning(by=access.DUTY, at=timezone.now())


def ask_to_work_out(*, by: Viewer, at: datetime) -> None:
    """This function will have it worked out soon, once however often it is asked for, where rules are in force."""
    if access.in_force() is None:
        return
    try:
        with transaction.atomic():
            work_out.configure(queueing_lock="warning.work_out").defer()
    except AlreadyEnqueued:
        pass
