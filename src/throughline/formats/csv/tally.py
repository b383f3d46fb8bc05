"""Problems collected in bounded memory: every one is counted, and the first of each sort are kept."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from throughline.values.problem import Problem, Rule, Severity

_SHOWN = 80


class Tally:
    """Collects problems. At most `cap` of each rule, file and column are kept; all are counted."""

    def __init__(self, cap: int = 50) -> None:
        self._cap = cap
        self._kept: list[Problem] = []
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._rules: dict[str, Rule] = {}

    def add(
        self,
        rule: Rule,
        file: str = "",
        row: int | None = None,
        column: str = "",
        value: str = "",
        details: Mapping[str, str] | None = None,
    ) -> None:
        """This function will count a problem, and keep it while there are few like it."""
        key = (rule.code, file, column)
        self._counts[key] += 1
        if self._counts[key] <= self._cap:
            self._rules[rule.code] = rule
            self._kept.append(Problem(rule, file, row, column, shown(value), details or {}))

    def add_problem(self, problem: Problem) -> None:
        """This function will count a problem made elsewhere."""
        self.add(problem.rule, problem.file, problem.row, problem.column, problem.value, dict(problem.details))

    def add_all(self, problems: Iterable[Problem]) -> None:
        """This function will count each of the problems."""
        for problem in problems:
            self.add_problem(problem)

    def count_more(self, rule: Rule, file: str, column: str, n: int) -> None:
        """This function will count `n` more problems of a sort of which enough are kept."""
        self._counts[rule.code, file, column] += n

    def is_full(self, rule: Rule, file: str, column: str) -> bool:
        """This function will say whether enough of this sort are kept, so that counting is all that is left."""
        return self._counts[rule.code, file, column] >= self._cap

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems kept, in the order in which they were found."""
        return tuple(self._kept)

    def counts(self) -> Iterator[tuple[Rule, str, str, int]]:
        """This function will give each sort of problem: its rule, file, column and how many there are."""
        for (code, file, column), n in self._counts.items():
            if n:
                yield self._rules[code], file, column, n

    def n_of(self, severity: Severity, file: str | None = None) -> int:
        """This function will count the problems of one severity, in one file or in all."""
        return sum(
            n for rule, where, _, n in self.counts() if rule.severity is severity and (file is None or where == file)
        )

    def n_by_code(self, file: str | None = None) -> dict[str, int]:
        """This function will count the problems by the code of their rule, in one file or in all."""
        counts: Counter[str] = Counter()
        for rule, where, _, n in self.counts():
            if file is None or where == file:
                counts[rule.code] += n
        return dict(counts)

    @property
    def n_errors(self) -> int:
        return self.n_of(Severity.ERROR)

    @property
    def n_warnings(self) -> int:
        return self.n_of(Severity.WARNING)

    @property
    def n_notices(self) -> int:
        return self.n_of(Severity.NOTICE)

    @property
    def n_not_kept(self) -> int:
        """How many problems were counted and not kept."""
        return self._counts.total() - len(self._kept)

    def as_json(self) -> dict[str, object]:
        """This function will return the counts and the kept problems as plain values for `--json`."""
        return {
            "errors": self.n_errors,
            "warnings": self.n_warnings,
            "notices": self.n_notices,
            "not_listed": self.n_not_kept,
            "counts": [
                {
                    "code": rule.code,
                    "severity": rule.severity.value,
                    "file": file,
                    "column": column,
                    "n": n,
                }
                for rule, file, column, n in self.counts()
            ],
            "problems": [problem.as_json() for problem in self._kept],
        }


def shown(value: str) -> str:
    """This function will cut a cell's text to what a message can show, without control characters.

    **Example**

    >>> shown("a\\x00b"), len(shown("x" * 500))
    ('a�b', 81)
    """
    text = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)
