"""A refusal in the reader's language: what is so, what to do, and each problem with its place."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """One problem: on which line, what is so and what to do."""

    place: str
    says: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal, ready to be read."""

    says: str
    next_step: str
    problems: tuple[ToldProblem, ...]


def told(refused: RefusedInput | None) -> Told | None:
    """This function will say a refusal in the reader's language; nothing where there was none."""
    if refused is None:
        return None
    return Told(
        gettext(refused.says),
        gettext(refused.next_step) if refused.next_step else "",
        tuple(
            ToldProblem(
                _place(problem),
                problem.says(gettext),
                problem.next_step(gettext),
            )
            for problem in refused.problems
        ),
    )


def _place(problem: Problem) -> str:
    """Where in a file: the line of a document, or the row and column of a table."""
    if not problem.row:
        return ""
    words = {"file": problem.file, "row": problem.row, "column": problem.column}
    if problem.file.lower().endswith((".csv", ".xlsx")):
        says = _("%(file)s, row %(row)s, column %(column)s") if problem.column else _("%(file)s, row %(row)s")
        return says % words
    return _("Line %(row)s") % words
