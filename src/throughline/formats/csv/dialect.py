"""How a layout wants its files read: what it adds to, or forgives of, the rules of CSV."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from throughline.formats.csv.cells import Check
from throughline.formats.csv.rules import NO_ROWS
from throughline.values.problem import Rule


def know_no_header(name: str) -> tuple[Rule, Mapping[str, str]] | None:
    """This function will know nothing of a header that is not in the catalogue."""
    return None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one file is read.

    `edition` chooses the columns. `lenient` forgives what people write by hand: other delimiters, headers
    and words in any case, spaces around ids. `checks` stand in for the checks of the columns they name.
    `also_required` are columns needed beyond those the catalogue says. A row whose cell in the column
    `deleted[0]` is `deleted[1]` needs nothing but its key. `header_rule` says which rule a header outside
    the catalogue falls under, `order_rule` which one a header out of order does, and `secret_rule` which
    one a column that is dropped unread does. `salt` goes into the digests of rows.
    """

    edition: str = ""
    lenient: bool = False
    checks: Mapping[str, Check] = field(default_factory=dict)
    also_required: frozenset[str] = frozenset()
    deleted: tuple[str, str] | None = None
    header_rule: Callable[[str], tuple[Rule, Mapping[str, str]] | None] = know_no_header
    order_rule: Rule | None = None
    secret_rule: Rule | None = None
    no_rows_rule: Rule = NO_ROWS
    salt: str = ""
