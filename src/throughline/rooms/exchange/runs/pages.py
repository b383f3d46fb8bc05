"""What the pages about runs show."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.exchange.models import FoundProblem, Kind, Run, Status, Verdict
from throughline.rooms.exchange.recipes import in_order, targets_of
from throughline.rooms.exchange.runs.queries import (
    check_may_import,
    get_run_for,
    get_runs_for,
    progress_of,
    standing_of,
)
from throughline.rooms.exchange.runs.showing import ChangesSource
from throughline.rooms.exchange.runs.undoing import find_obstacles
from throughline.rooms.exchange.runs.wording import n_changes, sample_words, sentence
from throughline.rooms.exchange.words import ACTIONS, entity_words
from throughline.values.viewer import Viewer
from throughline.web.components import figures
from throughline.web.components.pieces import Progress, Tab
from throughline.web.components.pieces import Status as Mark

WORKING = (Status.READING, Status.APPLYING, Status.ROLLING_BACK)
MARKS = {
    Status.PREVIEWED: "care",
    Status.APPLIED: "good",
    Status.REFUSED: "stop",
    Status.FAILED: "stop",
}
TABS = ("create", "change", "reopen", "end")


@dataclass(frozen=True, slots=True)
class CountRow:
    """One kind of row, with how many a run adds, changes, brings back, ends, and finds the same."""

    name: str
    create: int
    change: int
    reopen: int
    end: int
    same: int


@dataclass(frozen=True)
class RunPage:
    """One run as its page shows it."""

    run: Run
    status: Status
    sentence: str
    mark: Mark
    counts: list[CountRow]
    tabs: list[Tab]
    progress: Progress | None
    obstacles: list[str]
    was_interrupted: bool
    n_listed: int

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way back."""
        return crumbs()

    @property
    def n_not_listed(self) -> int:
        return self.run.n_errors + self.run.n_warnings + self.run.n_notices - self.n_listed

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of the run beside what it does."""
        return find_facts(self.run)

    @property
    def is_idle(self) -> bool:
        return self.progress is None

    @property
    def can_apply(self) -> bool:
        return self.is_idle and self.status == Status.PREVIEWED and n_changes(self.run.counts) > 0

    @property
    def can_roll_back(self) -> bool:
        return self.is_idle and self.status == Status.APPLIED and n_changes(self.run.counts) > 0

    @property
    def can_read_again(self) -> bool:
        return self.is_idle and self.status in (Status.PREVIEWED, Status.FAILED) and bool(self.run.upload)

    @property
    def can_cancel(self) -> bool:
        return self.is_idle and self.status in (Status.PREVIEWED, Status.FAILED)

    @property
    def must_confirm(self) -> bool:
        return bool(self.run.endings.get("needs_confirming")) and self.can_apply


def runs_page(viewer: Viewer) -> QuerySet[Run]:
    """This function will return the runs that `viewer` may see, newest first, with what came of checking samples.

    **Raises** `NotAllowed` for whoever may not import.
    """
    of = {"n_matching": Verdict.MATCHES, "n_differing": Verdict.DIFFERS}
    counts = {name: Count("checks", filter=Q(checks__verdict=verdict)) for name, verdict in of.items()}
    return get_runs_for(viewer).annotate(**counts)


def start_page(viewer: Viewer) -> list[tuple[str, str]]:
    """This function will return the kinds of file that can be brought in, with their names.

    **Raises** `NotAllowed` for whoever may not import.
    """
    check_may_import(viewer)
    return [(value, str(label)) for value, label in Kind.choices]


def run_page(viewer: Viewer, run_id: int, tab: str = "") -> RunPage:
    """This function will return one run as its page shows it.

    **Raises** `NotAllowed`, and `NotFound`.
    """
    run = get_run_for(viewer, run_id)
    status = standing_of(run)
    is_working = status in WORKING
    can_undo = status == Status.APPLIED and tab == ""
    return RunPage(
        run=run,
        status=status,
        sentence=sentence(run, status),
        mark=mark_of(status),
        counts=[
            _count_row(entity, counts)
            for entity, counts in in_order(run.kind, run.counts).items()
            if any(counts.values())
        ],
        tabs=_tabs(run, status, tab),
        progress=_progress(run, status) if is_working else None,
        obstacles=find_obstacles(run.pk, targets_of(run.kind)) if can_undo else [],
        was_interrupted=status not in {run.status, Status.CANCELLED},
        n_listed=FoundProblem.objects.filter(run=run).count(),
    )


def crumbs() -> list[tuple[str, str]]:
    """This function will return the way back to the list of imports."""
    return [(_("Imports"), reverse("exchange:runs"))]


def find_facts(run: Run) -> list[tuple[str, str]]:
    """This function will return what is known of a run beside what it does, as terms."""
    modes = {"bulk": _("All there is"), "delta": _("Changes only"), "mixed": _("All of some files, changes of others")}
    facts = [
        (_("Uploaded by"), f"{run.by_name}, {figures.moment(run.created_at)}"),
        (_("Version"), f"OneRoster {run.version}" if run.version else ""),
        (_("Covers"), modes.get(run.mode, "")),
        (_("Applied by"), f"{run.applied_by_name}, {figures.moment(run.applied_at)}" if run.applied_at else ""),
        (
            _("Rolled back by"),
            f"{run.rolled_back_by_name}, {figures.moment(run.rolled_back_at)}" if run.rolled_back_at else "",
        ),
    ]
    verdicts = list(run.checks.values_list("verdict", flat=True))
    n_matching = verdicts.count(Verdict.MATCHES)
    facts.append((_("Sample checked"), sample_words(n_matching, len(verdicts) - n_matching)))
    for file, rows in run.rows.items():
        told = _("%(read)s rows read, %(unchanged)s as last time, %(held)s kept out")
        facts.append((file, told % {key: figures.number(n) for key, n in rows.items()}))
    return [(term, said) for term, said in facts if said]


def progress_page(viewer: Viewer, run_id: int) -> RunPage:
    """This function will return a run with its progress, which at the end leads on to what came of it.

    **Raises** `NotAllowed`, and `NotFound`.
    """
    page = run_page(viewer, run_id)
    here = reverse("exchange:run", args=[run_id])
    done = Progress(_("Done"), state="done", key="run-progress", says=page.sentence, follow_url=here)
    return replace(page, progress=page.progress or done)


def mark_of(status: Status) -> Mark:
    """This function will return a run's status as a word with its shape."""
    return Mark(str(status.label), MARKS.get(status, "quiet"))  # type: ignore[arg-type]  # the kinds are a literal


def _count_row(entity: str, counts: dict[str, int]) -> CountRow:
    return CountRow(entity_words(entity), *(counts.get(action, 0) for action in (*TABS, "same")))


def _tabs(run: Run, status: Status, current: str) -> list[Tab]:
    here = reverse("exchange:run", args=[run.pk])
    tabs = [Tab(_("Summary"), here, current == "")]
    keeps_changes = status in (Status.PREVIEWED, Status.APPLIED, Status.ROLLED_BACK, Status.APPLYING)
    for action in TABS if keeps_changes else ():
        if n := sum(actions.get(action, 0) for actions in run.counts.values()):
            url = reverse("exchange:changes", args=[run.pk, action])
            tabs.append(Tab(str(ACTIONS[action]), url, current == action, n))
    if status == Status.APPLIED and n_changes(run.counts):
        tabs.append(Tab(_("Check a sample"), reverse("exchange:sample", args=[run.pk]), current == "sample"))
    if n := run.n_errors + run.n_warnings + run.n_notices:
        tabs.append(Tab(_("Problems"), reverse("exchange:problems", args=[run.pk]), current == "problems", n))
    return tabs


def _progress(run: Run, status: Status) -> Progress:
    told = progress_of(run)
    labels = {
        "comparing": _("Comparing with the roster"),
        "applying": _("Applying"),
        "rolling back": _("Rolling back"),
    }
    cancel = reverse("exchange:cancel", args=[run.pk]) if status == Status.READING else ""
    is_measured = told.stage in ("reading", "comparing") and told.n_total
    return Progress(
        label=labels.get(told.stage, str(status.label)),
        done=told.n_done * 100 // told.n_total if is_measured else 0,
        total=100 if is_measured else None,
        says=_("Stopping…") if told.cancel_asked else " ",
        state="waiting" if told.stage in ("", "waiting") else "running",
        key="run-progress",
        poll_url=reverse("exchange:progress", args=[run.pk]),
        cancel_url="" if told.cancel_asked else cancel,
    )


def changes_page(viewer: Viewer, run_id: int, action: str, at: datetime) -> tuple[RunPage, ChangesSource]:
    """This function will return a run and its changes of one action; whoever fetches them is noted.

    **Raises** `NotAllowed`, and `NotFound`.
    """
    page = run_page(viewer, run_id, action)
    return page, ChangesSource(page.run, action, viewer, at)


def problems_page(viewer: Viewer, run_id: int) -> tuple[RunPage, QuerySet[FoundProblem]]:
    """This function will return a run and the problems kept with it, the gravest first.

    **Raises** `NotAllowed`, and `NotFound`.
    """
    page = run_page(viewer, run_id, "problems")
    return page, FoundProblem.objects.filter(run=page.run).order_by("number")
