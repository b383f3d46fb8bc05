"""A rule broken somewhere inside a formula: which setting, and the words that fill the rule's placeholders."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.values.problem import Rule

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and at which setting of the document; a reader of documents knows the line."""

    rule: Rule
    path: Path
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


class CalculationFault(Exception):
    """A calculation that cannot be used as it is written."""

    def __init__(self, rule: Rule, value: str, **details: str) -> None:
        super().__init__(rule.code)
        self.rule, self.value, self.details = rule, value, details
