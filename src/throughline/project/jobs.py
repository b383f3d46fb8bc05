"""The job queue: where its work is declared, and how a job knows on whose behalf it runs."""

from procrastinate import App

JOB_MODULES: list[str] = []


def on_app_ready(app: App) -> None:
    """This function will name the modules that declare jobs."""
    app.import_paths = [*(app.import_paths or []), *JOB_MODULES]
