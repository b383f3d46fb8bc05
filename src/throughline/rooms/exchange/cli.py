"""`throughline import`: a file comes in from the terminal, by the same command the page uses.

Nothing here loads Django before the database is ready; `ready` is the project's, handed in by the command line.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from throughline.values.errors import ThroughlineError

if TYPE_CHECKING:
    from throughline.rooms.exchange.api import RunReport
    from throughline.values.viewer import Viewer

Ready = Callable[[], AbstractContextManager[object]]
_SHOWN_OF_EACH = 2


class FileKind(StrEnum):
    """What a file brings."""

    ONEROSTER = "oneroster"
    NEEDS = "needs"
    ATTENDANCE = "attendance"
    MARKS = "marks"
    BEHAVIOR = "behavior"
    ASSESSMENTS = "assessments"
    LANGUAGES = "languages"


def register(app: typer.Typer, ready: Ready) -> None:
    """This function will add the verb to the command line."""

    @app.command("import")
    def import_(
        kind: Annotated[FileKind, typer.Argument(help="What the file brings.")],
        path: Annotated[Path, typer.Argument(help="A OneRoster 1.1 or 1.2 zip or folder, or one of our CSV files.")],
        dry_run: Annotated[bool, typer.Option(help="Show what would change, and change nothing.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print counts and problems as JSON.")] = False,
        confirm_ending: Annotated[
            bool, typer.Option(help="Apply even where more students than usual would be ended.")
        ] = False,
        skip_bad_rows: Annotated[
            bool, typer.Option(help="Apply the good rows although others are kept out by errors.")
        ] = False,
        as_: Annotated[str, typer.Option("--as", metavar="USERNAME", help="On whose behalf this is done.")] = "",
    ) -> None:
        """Bring a file in: it is read, previewed and applied whole, or not at all.

        Exit code 0: done, or nothing to do. 1: refused, stopped, or rows kept out by errors. 2: wrong usage.
        """
        options = {"dry_run": dry_run, "confirm_ending": confirm_ending, "skip_bad_rows": skip_bad_rows}
        with ready():
            raise typer.Exit(_import(kind.value, path, as_, as_json=as_json, options=options))


def _import(kind: str, path: Path, username: str, *, as_json: bool, options: dict[str, bool]) -> int:
    from django.db import ProgrammingError
    from django.utils import timezone

    from throughline.rooms.exchange import api as exchange

    try:
        by = _person(username)
    except ProgrammingError as error:
        raise ThroughlineError(
            "The database has no tables yet.", "Start Throughline once: throughline serve."
        ) from error
    except ThroughlineError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        report = exchange.import_file(
            by=by, at=timezone.now(), kind=kind, path=path, progress=_show_progress, **options
        )
    except ThroughlineError as error:
        if as_json:
            print(json.dumps({"status": "refused", "says": error.says, "next_step": error.next_step, "problems": []}))
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else _told(report))
    went_well = report.status == "applied" or (options["dry_run"] and report.status == "previewed")
    return 0 if went_well and not report.n_errors else 1


def _person(username: str) -> "Viewer":
    """Who acts: the one named, or in demo mode the administrator of the cast."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    users = get_user_model().objects.filter(is_active=True)
    if username:
        found = users.filter(username__iexact=username).first()
    elif settings.IS_DEMO:
        found = users.filter(roles__relation="district_admin").order_by("pk").first()
    else:
        raise ThroughlineError("An import is done on somebody's behalf.", "Name them with --as USERNAME.")
    if found is None:
        raise ThroughlineError("Nobody who may sign in has that name.", "Name a person with --as USERNAME.")
    return found.viewer()


def _show_progress(stage: str, n_done: int, n_total: int) -> None:
    if sys.stderr.isatty() and n_total:
        end = "\r" if n_done < n_total else "\n"
        print(f"{stage}: {n_done * 100 // n_total:3d} %", end=end, file=sys.stderr, flush=True)


def _told(report: "RunReport") -> str:
    from django.utils.translation import gettext as _

    from throughline.rooms.exchange.words import ACTIONS, entity_words

    lines = [report.sentence]
    if report.says:
        lines += [f"{_(report.says)} {_(report.next_step)}".strip()]
    for entity, counts in report.counts.items():
        told = ", ".join(f"{ACTIONS[action]} {n}" for action, n in counts.items() if n and action in ACTIONS)
        if told:
            lines.append(f"  {entity_words(entity)}: {told}")
    return "\n".join([*lines, *_problem_lines(report)])


def _problem_lines(report: "RunReport") -> list[str]:
    """The first few problems of each sort, and how many more there are."""
    from django.utils.translation import gettext as _

    sorts = Counter((problem.rule.code, problem.file, problem.column) for problem in report.problems)
    shown: Counter[tuple[str, str, str]] = Counter()
    lines = []
    for problem in report.problems:
        sort = (problem.rule.code, problem.file, problem.column)
        shown[sort] += 1
        if shown[sort] <= _SHOWN_OF_EACH:
            parts = (f"{problem.severity.value}:", f"{problem.place()}:", problem.says(_), problem.next_step(_))
            lines.append(" ".join(part for part in parts if part != ":"))
        elif shown[sort] == sorts[sort]:
            lines.append(_("…and %(n)s more like it.") % {"n": report.n_like(problem) - _SHOWN_OF_EACH})
    return lines
