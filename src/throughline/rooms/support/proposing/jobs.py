"""Passing on what waits too long, early each morning."""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.rooms.support.proposing.passing import DUTY, pass_on_proposals


@app.periodic(cron="0 5 * * *")
@app.task(name="support.pass_on_proposals", queue="support")
def every_morning(timestamp: int) -> None:
    """Pass on what waits too long. Safe to run twice."""
    pass_on_proposals(by=DUTY, at=timezone.now())
