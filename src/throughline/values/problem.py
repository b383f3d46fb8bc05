"""What is wrong with something a person gave us, said so that they can mend it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error keeps the row out, a warning lets it in, a notice informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that input can break: what it says, and what to do next. Both may name {placeholders}."""

    code: str
    severity: Severity
    says: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule, at one place: file, row (1 is the header), column and the value found there.

    `details` fill the placeholders of the rule's words; they are text already safe to show.
    """

    rule: Rule
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    def says(self, translate: Callable[[str], str] = str) -> str:
        """This function will say in words what is wrong, in the language `translate` speaks."""
        return translate(self.rule.says).format(**self._words())

    def next_step(self, translate: Callable[[str], str] = str) -> str:
        """This function will say what to do about it, in the language `translate` speaks."""
        return translate(self.rule.next_step).format(**self._words())

    def place(self) -> str:
        """This function will name the place: `users.csv, row 12, grades`."""
        parts = [self.file, f"row {self.row}" if self.row else "", self.column]
        return ", ".join(part for part in parts if part)

    def as_json(self) -> dict[str, str | int | None]:
        """This function will return the problem as plain values for `--json`."""
        return {
            "code": self.rule.code,
            "severity": self.severity.value,
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "says": self.says(),
            "next_step": self.next_step(),
        }

    def _words(self) -> dict[str, str]:
        return {
            "file": self.file,
            "row": str(self.row or ""),
            "column": self.column,
            "value": self.value,
        } | dict(self.details)
