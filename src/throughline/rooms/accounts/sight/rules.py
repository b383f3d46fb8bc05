"""The policy table as it stands, held in memory for as long as the database says the same.

Every request asks by it, and it changes a few times a year: so each asks the database for the stamp that any change of
a row renews, and reads the rows only where that is another. A district that tightens a rule has it in force with the
next request, in every process.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from throughline.rooms.accounts.models import Rule
from throughline.rooms.accounts.sight.viewing import kept

_ACTS = {"see": "may_see", "write": "may_write", "export": "may_export"}
# One question whether the table is known or not: the rows come with the answer where it is not, or bears no stamp.
_ASKED = """
select present.stamp, case when present.stamp is distinct from %s
    then (select json_agg(rule order by id) from accounts_rule rule) end
from (select (select stamp::text from accounts_rulesstamp) as stamp) present
"""


@dataclass(frozen=True)
class Rules:
    """The rows of the policy table, and what is often asked of them. Nobody changes one."""

    stamp: str
    rows: tuple[Rule, ...]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rows)

    def giving(self, act: str, record_class: str) -> tuple[Rule, ...]:
        """The rows that give an act on a class of record, in the order of the table."""
        return self._by_class.get((act, record_class), ())

    @cached_property
    def of_organizations(self) -> frozenset[str]:
        """The relations held by whoever belongs to an organization with an agreement."""
        return frozenset(rule.relation for rule in self.rows if rule.scope == "agreement")

    @cached_property
    def _by_class(self) -> dict[tuple[str, str], tuple[Rule, ...]]:
        found: dict[tuple[str, str], tuple[Rule, ...]] = {}
        for rule in self.rows:
            for act, column in _ACTS.items():
                if getattr(rule, column):
                    pair = (act, rule.record_class)
                    found[pair] = (*found.get(pair, ()), rule)
        return found


_last = Rules("", ())


def all_rules() -> Rules:
    """This function will return the policy table as it stands in the database."""
    return kept("rules", _read)


def _read() -> Rules:
    global _last  # what every request of this process reads, put whole in its place
    held = _last
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [held.stamp])
        ((stamp, rows),) = cursor.fetchall()
    if stamp != held.stamp:
        held = _last = Rules(stamp or "", tuple(Rule(**row) for row in rows or ()))
    return held
