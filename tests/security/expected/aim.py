"""One address, and the groups of the cast that are answered at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.demo import cast

EVERYBODY = frozenset(cast.BY_KEY)
NOBODY: frozenset[str] = frozenset()
OFFICE = frozenset({"administrator", "data_lead"})
# Who answers for records across the district, and may ask who looked at any of them.
OVERSEERS = OFFICE | {"privacy_officer", "support_lead"}
AT_HIGH = frozenset({"coordinator", "counselor", "nurse", "principal"})
FAMILY = frozenset({"student", "guardian"})
SEES_STUDENTS = OVERSEERS | AT_HIGH | FAMILY | {"coordinator_elsewhere", "teacher", "partner"}
EXPORTS_STUDENTS = FAMILY | {"data_lead", "support_lead", "coordinator", "coordinator_elsewhere", "principal"}
SEES_BUDGETS = frozenset({"finance", "finance_director", "data_lead", "principal"})
SEES_ALL_BUDGETS = frozenset({"finance", "finance_director", "data_lead"})
WRITES_BUDGETS = frozenset({"finance", "finance_director"})
KEEPS_SCHOOLS = OFFICE | WRITES_BUDGETS


@dataclass(frozen=True)
class Aim:
    """One address, with what fills it and what is posted to it, and who is answered."""

    page: str
    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY
    fill: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    # What is posted that is looked up or made, as what fills the address is.
    made: Mapping[str, str] = field(default_factory=dict)
    open: bool = False

    def __str__(self) -> str:
        words = [self.page, *self.fill.values(), *(f"{key}={value}" for key, value in self.query.items())]
        return " ".join(words)
