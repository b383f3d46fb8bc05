"""One row of a file of earlier budgets, and a school as its rows say it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from throughline.engines.funding.checks import MOST_STUDENTS, nearest
from throughline.engines.funding.prior import PriorBudget
from throughline.formats.csv.writing import without_escape
from throughline.formats.formula.schools_rows import Row
from throughline.formats.prior import rules
from throughline.formats.prior.columns import PRIOR_COLUMNS
from throughline.values.money import cents_from_dollars, dollars_text
from throughline.values.problem import Problem, Rule

MOST_CENTS = 10**13  # a hundred billion dollars: above it stands a slip, and below it no sum overflows
_Say = Callable[..., None]  # a rule, the column, the value found there, and words by name
_EXAMPLES = {column.name: column.example for column in PRIOR_COLUMNS}


@dataclass
class School:
    """One school as its rows say it: a total, sources, or both. Each amount stands with its row."""

    school_id: str
    total: tuple[int, int] | None = None
    sources: dict[str, tuple[int, int]] = field(default_factory=dict)
    n_students: int | None = None

    def budget(self, file: str, problems: list[Problem]) -> PriorBudget:
        """This function will put the rows together, and say so where they do not add up."""
        by_source = {name: cents for name, (cents, _row) in self.sources.items()}
        added = sum(by_source.values())
        if self.total is None:
            return PriorBudget(self.school_id, added, self.n_students, by_source)
        total, row = self.total
        if by_source and added != total:
            words = {
                "school": self.school_id,
                "sources": dollars_text(added),
                "total": dollars_text(total),
                "difference": dollars_text(abs(total - added)),
            }
            problems.append(Problem(rules.TOTAL_DIFFERS, file, row, "amount", dollars_text(total), words))
        return PriorBudget(self.school_id, total, self.n_students, by_source)


def read_row(
    file: str,
    row: Row,
    where: Mapping[str, int],
    found: dict[str, School],
    problems: list[Problem],
    schools: Mapping[str, str] | None,
) -> None:
    """This function will take one row into the school it is of; what is wrong with it is added to `problems`."""

    def text(name: str) -> str:
        return without_escape(row.cells[where[name]].strip()) if name in where else ""

    def say(rule: Rule, column: str, value: str = "", **words: str) -> None:
        problems.append(Problem(rule, file, row.number, column, value[:80], words))

    school_id, source = text("school_id"), text("source")[:120]
    if not school_id:
        say(rules.CELL_BLANK, "school_id", example=_EXAMPLES["school_id"])
        return
    if schools and school_id not in schools:
        say(rules.SCHOOL_UNKNOWN, "school_id", school_id, nearest=nearest(school_id, sorted(schools)))
    school = found.setdefault(school_id, School(school_id))
    amount = _amount(text("amount"), say)
    if source and source in school.sources:
        say(rules.AMOUNT_REPEATED, "source", source, school=school_id, first=str(school.sources[source][1]))
    elif source:
        school.sources[source] = (amount, row.number)
    elif school.total is not None:
        say(rules.TOTAL_REPEATED, "amount", text("amount"), school=school_id, first=str(school.total[1]))
    else:
        school.total = (amount, row.number)
    _count(text("students"), school, say)


def _amount(text: str, say: _Say) -> int:
    if not text:
        say(rules.CELL_BLANK, "amount", example=_EXAMPLES["amount"])
        return 0
    try:
        cents = cents_from_dollars(text)
    except ValueError:
        say(rules.AMOUNT, "amount", text)
        return 0
    if cents < 0:
        say(rules.AMOUNT_NEGATIVE, "amount", text)
    elif cents > MOST_CENTS:
        say(rules.AMOUNT_TOO_LARGE, "amount", text)
    else:
        return cents
    return 0


def _count(text: str, school: School, say: _Say) -> None:
    if not text:
        return
    written = text.replace(",", "")
    if not (written.isascii() and written.isdigit()) or len(written) > 9 or int(written) > MOST_STUDENTS:
        say(rules.STUDENTS, "students", text)
    elif school.n_students not in (None, int(written)):
        say(rules.STUDENTS_DIFFER, "students", text, school=school.school_id, first=str(school.n_students))
    else:
        school.n_students = int(written)
