"""The job queue: where its work is declared, and the worker that does it."""

from typing import cast

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

JOB_MODULES: list[str] = [
    "throughline.rooms.accounts.mail.jobs",
    "throughline.rooms.support.proposing.jobs",
    "throughline.rooms.warning.flags.jobs",
    "throughline.rooms.warning.trials.jobs",
    "throughline.rooms.exchange.runs.jobs",
]


def on_app_ready(queue: App) -> None:
    """This function will name the modules that declare jobs."""
    queue.import_paths = [*(queue.import_paths or []), *JOB_MODULES]


def work() -> None:
    """This function will do waiting jobs until it is told to stop."""
    connector = cast("DjangoConnector", app.connector)
    queue = app.with_connector(connector.get_worker_connector())
    queue.run_worker(concurrency=1, fetch_job_polling_interval=1.0)
