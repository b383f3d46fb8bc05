"""What a run came to, as one value that every page and verb prints."""

from dataclasses import dataclass

from throughline.rooms.exchange.models import FoundProblem, Run, Status
from throughline.rooms.exchange.recipes import in_order
from throughline.rooms.exchange.runs.wording import ORDER, sentence
from throughline.values.problem import Problem, Rule, Severity


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run with its counts by entity and action, rows by file, and the problems kept."""

    run_id: int
    kind: str
    status: str
    version: str
    mode: str
    counts: dict[str, dict[str, int]]
    rows: dict[str, dict[str, int]]
    n_errors: int
    n_warnings: int
    n_notices: int
    problems: tuple[Problem, ...]
    problem_counts: list[dict[str, str | int]]
    endings: dict[str, object]
    sentence: str
    says: str = ""
    next_step: str = ""

    @property
    def n_changes(self) -> int:
        """How many rows it makes, changes, reopens or ends."""
        return sum(n for actions in self.counts.values() for action, n in actions.items() if action in ORDER)

    @property
    def is_taken(self) -> bool:
        """Whether all went well: applied, or previewed without anything that stops it."""
        return self.status == Status.APPLIED or (self.status == Status.PREVIEWED and not self.says)

    def n_like(self, problem: Problem) -> int:
        """This function will count the problems of the same sort: rule, file and column."""
        sort = (problem.rule.code, problem.file, problem.column)
        found = (row["n"] for row in self.problem_counts if (row["code"], row["file"], row["column"]) == sort)
        return int(next(found, 1))

    def as_json(self) -> dict[str, object]:
        """This function will return the report as plain values for `--json`."""
        return {
            "run": self.run_id,
            "kind": self.kind,
            "status": str(self.status),
            "version": self.version,
            "mode": self.mode,
            "sentence": self.sentence,
            "counts": self.counts,
            "rows": self.rows,
            "errors": self.n_errors,
            "warnings": self.n_warnings,
            "notices": self.n_notices,
            "not_listed": self.n_errors + self.n_warnings + self.n_notices - len(self.problems),
            "endings": self.endings,
            "says": self.says,
            "next_step": self.next_step,
            "problems": [problem.as_json() for problem in self.problems],
        }


def report_of(run: Run, *, says: str = "", next_step: str = "") -> RunReport:
    """This function will report a run as it stands, with what stopped it, if anything did."""
    return RunReport(
        run_id=run.pk,
        kind=run.kind,
        status=run.status,
        version=run.version,
        mode=run.mode,
        counts=in_order(run.kind, run.counts),
        rows=run.rows,
        n_errors=run.n_errors,
        n_warnings=run.n_warnings,
        n_notices=run.n_notices,
        problem_counts=run.problem_counts,
        problems=tuple(as_problem(row) for row in FoundProblem.objects.filter(run=run).order_by("number")),
        endings=run.endings,
        sentence=sentence(run, Status(run.status)),
        says=says or run.says,
        next_step=next_step or run.next_step,
    )


def as_problem(row: FoundProblem) -> Problem:
    """This function will return a kept problem as the value that all floors know."""
    rule = Rule(row.code, Severity(row.severity), row.says, row.next_step)
    return Problem(rule, row.file, row.row, row.column, row.value, row.details)
