"""The tables on the pages about runs."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.exchange.models import FoundProblem, Kind, Run
from throughline.rooms.exchange.runs.pages import CountRow, RunPage, mark_of
from throughline.rooms.exchange.runs.queries import standing_of
from throughline.rooms.exchange.runs.report import as_problem
from throughline.rooms.exchange.runs.showing import ChangesSource
from throughline.rooms.exchange.runs.wording import sample_words, sentence
from throughline.rooms.exchange.words import ACTIONS, SEVERITIES
from throughline.web.components.pieces import Status as Mark
from throughline.web.tables import Choice, Column, Table

_MARKS = {"error": "stop", "warning": "care", "notice": "note"}


def runs_table(runs: QuerySet[Run]) -> Table:
    """This function will declare the list of imports."""
    return Table(
        key="imports",
        caption=_("Imports"),
        columns=[
            Column("created_at", _("When"), kind="moment", link=lambda run: reverse("exchange:run", args=[run.pk])),
            Column("kind", _("What"), value=lambda run: run.get_kind_display()),
            Column("status", _("State"), kind="status", value=lambda run: mark_of(standing_of(run))),
            Column("told", _("In words"), value=lambda run: sentence(run, standing_of(run)), sortable=False),
            Column("by_name", _("By")),
            Column("sample", _("Sample checked"), value=_sample, sortable=False),
        ],
        rows=runs,
        choices=[Choice("kind", _("What"), [(value, str(label)) for value, label in Kind.choices])],
        order="-created_at",
        searchable=False,
        count=lambda n: ngettext("%(n)s import", "%(n)s imports", n),
        empty_title=_("No import yet"),
        empty_text=_("Start with the roster: the OneRoster zip that the student information system exports."),
        narrow="stack",
    )


def counts_table(page: RunPage) -> Table:
    """This function will declare how many rows of each kind a run adds, changes and ends."""
    actions = [Column(action, str(ACTIONS[action]), kind="number", sortable=False) for action in ACTIONS]
    rows: list[CountRow] = page.counts
    return Table(
        key="counts",
        caption=_("Rows by what is done to them"),
        columns=[Column("name", _("Kind of row"), sortable=False), *actions],
        rows=rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s kind of row", "%(n)s kinds of row", n),
        narrow="scroll",
    )


def changes_table(source: ChangesSource) -> Table:
    """This function will declare the rows that a run adds, changes, brings back or ends."""
    kinds = source.kinds()
    told = {"create": _("What is known"), "end": _("What is known")}.get(source.action, _("Before → after"))
    return Table(
        key="changes",
        caption=str(ACTIONS[source.action]),
        columns=[
            Column("who", _("Who or what"), sortable=False),
            Column("kind", _("Kind of row"), sortable=False),
            Column("what", told, sortable=False),
            Column("row", _("Row in the file"), kind="number", sortable=False),
        ],
        rows=source,
        choices=[Choice("kind", _("Kind of row"), kinds)] if len(kinds) > 1 else [],
        searchable=False,
        narrow="stack",
    )


def problems_table(page: RunPage, problems: QuerySet[FoundProblem]) -> Table:
    """This function will declare what is wrong with a run's file, by severity, file and rule."""
    files = sorted({row["file"] for row in page.run.problem_counts} - {""})
    codes = sorted({row["code"] for row in page.run.problem_counts})
    return Table(
        key="problems",
        caption=_("Problems"),
        columns=[
            Column("severity", _("Severity"), kind="status", value=_severity),
            Column("file", _("File")),
            Column("row", _("Row"), kind="number"),
            Column("column", _("Column")),
            Column("value", _("Value"), sortable=False),
            Column("says", _("What is wrong"), value=lambda p: as_problem(p).says(_), sortable=False),
            Column("next_step", _("What to do"), value=lambda p: as_problem(p).next_step(_), sortable=False),
        ],
        rows=problems,
        choices=[
            Choice("severity", _("Severity"), [(value, str(label)) for value, label in SEVERITIES.items()]),
            Choice("file", _("File"), [(file, file) for file in files]),
            Choice("code", _("Rule"), [(code, code) for code in codes]),
        ],
        searchable=False,
        count=lambda n: ngettext("%(n)s problem listed", "%(n)s problems listed", n),
        file_name=f"import-{page.run.pk}-problems",
        narrow="stack",
    )


def _sample(run: Run) -> str:
    return sample_words(getattr(run, "n_matching", 0), getattr(run, "n_differing", 0))


def _severity(problem: FoundProblem) -> Mark:
    return Mark(str(SEVERITIES[problem.severity]), _MARKS[problem.severity])  # type: ignore[arg-type]  # a literal
