"""Starting and checking Throughline: demo, serve, worker, check."""

import os
import socket
import sys
import time
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from throughline.project import database, processes, static
from throughline.project.options import DEMO, Choice, check_options, find_faults, read_options
from throughline.project.start import ready
from throughline.values.errors import ThroughlineError

_HOW_MANY_PORTS = 100


def register(app: typer.Typer) -> None:
    """This function will add these verbs to the command line."""
    for verb in (demo, serve, worker, check):
        app.command()(verb)


def demo() -> None:
    """Start with an invented district, in demo mode: one-click sign-in, nothing real."""
    os.environ["THROUGHLINE_MODE"] = DEMO
    serve()


def serve() -> None:
    """Start the pages and the worker, and with no DATABASE_URL the embedded PostgreSQL. Ctrl-C stops all of it."""
    began = time.monotonic()
    choices = read_options()
    check_options(choices)
    with processes.stop_on_signals(), ready():
        _bring_up_to_date(choices)
        static.collect_static_files(settings.STATIC_ROOT)
        address, port = str(choices["THROUGHLINE_ADDRESS"].value), _free_port(choices)
        commands = processes.commands_for(address, port, int(str(choices["THROUGHLINE_THREADS"].value)))
        with processes.running(commands) as family:
            family.wait_for_answer(address, port)
            _announce(address, port, time.monotonic() - began, choices)
            family.wait()


def worker() -> None:
    """Run waiting jobs (imports and other long work) until stopped."""
    from throughline.project import jobs

    with ready():
        jobs.work()


class Subject(StrEnum):
    """What can be checked."""

    OPTIONS = "options"
    AUDIT = "audit"


def check(
    subject: Annotated[
        Subject,
        typer.Argument(
            help="options: each value and where it came from. audit: that no row of the record was touched."
        ),
    ] = Subject.OPTIONS,
    kept: Annotated[
        str, typer.Option(metavar="HEAD", help="audit: a head written down earlier, which must still be in the chain.")
    ] = "",
) -> None:
    """Print every option and what is wrong, or prove the chain of the audit; exit 1 where something is wrong."""
    if subject is Subject.AUDIT:
        with ready():
            went_well = _check_audit(kept)
    else:
        went_well = _check_options()
    if not went_well:
        raise typer.Exit(1)


def _check_audit(kept: str) -> bool:
    from django.db import ProgrammingError

    from throughline.rooms.audit import api as audit

    try:
        report = audit.check_chain(kept)
    except ProgrammingError as error:
        raise ThroughlineError(
            "The database is not at this release yet.", "Start Throughline once: throughline serve."
        ) from error
    if report.first_break:
        print(f"The chain is broken. {report.first_break}")
        print(f"Up to there it holds: {report.n_rows} rows in {report.n_links} links. Compare with a backup.")
        return False
    print(f"The chain holds: {report.n_rows} rows in {report.n_links} links.")
    print(f"Its head, to keep elsewhere: {report.head}")
    return True


def _check_options() -> bool:
    choices = read_options()
    faults = dict(find_faults(choices))
    for name, choice in choices.items():
        print(f"{name} = {choice.shown}  [{choice.source}]")
        if name in faults:
            print(f"    needs mending: {faults[name]}")
    trouble = _database_trouble(choices)
    print(f"database: {trouble or 'reachable'}")
    return not faults and not trouble


def _database_trouble(choices: Mapping[str, Choice]) -> str:
    try:
        with database.opened(choices) as addresses:
            faults = database.find_role_faults(addresses)
    except ThroughlineError as error:
        return str(error)
    return "; ".join(faults) if choices["THROUGHLINE_MODE"].value != DEMO else ""


def _bring_up_to_date(choices: Mapping[str, Choice]) -> None:
    from throughline.demo import load
    from throughline.project import prepare

    is_demo = choices["THROUGHLINE_MODE"].value == DEMO
    steps = list(prepare.STEPS) if not prepare.is_prepared() else []
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=not sys.stderr.isatty()) as bar:
        if steps:
            task = bar.add_task("Preparing the database", total=len(steps))
            prepare.prepare_database(lambda _step: bar.advance(task))
        if is_demo and not load.is_loaded():
            task = bar.add_task("Loading the invented district", total=len(load.STEPS))
            load.load_demo(
                lambda step: bar.update(task, advance=1, description=f"Loading the invented district: {step}")
            )


def _free_port(choices: Mapping[str, Choice]) -> int:
    """The port asked for; in demo mode the next free one, so that a second start just works."""
    address, wanted = str(choices["THROUGHLINE_ADDRESS"].value), int(str(choices["THROUGHLINE_PORT"].value))
    tries = _HOW_MANY_PORTS if choices["THROUGHLINE_MODE"].value == DEMO else 1
    for port in range(wanted, wanted + tries):
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    raise ThroughlineError(f"Port {wanted} of {address} is taken.", "Set THROUGHLINE_PORT to a free one.")


def _announce(address: str, port: int, seconds: float, choices: Mapping[str, Choice]) -> None:
    shown = "localhost" if address in ("0.0.0.0", "::") else address  # noqa: S104 - compared, not listened on
    home = Path(str(choices["THROUGHLINE_HOME"].value))
    print(f"\n  Throughline is ready at http://{shown}:{port}/   ({seconds:.1f} s)")
    print(f"  Everything it keeps lies under {home}. Press Ctrl-C to stop.\n", flush=True)
