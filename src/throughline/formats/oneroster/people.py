"""What only users.csv and roles.csv together tell: who has no role, and who has two primary ones."""

import numpy as np

from throughline.formats.csv.block import Block
from throughline.formats.csv.ids import Hashes, IdSet, hashes_of
from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster import rules
from throughline.formats.oneroster.package import Package


class Roles:
    """Watches the blocks of roles.csv (1.2) and reports at its end; `see` each block first."""

    def __init__(self, package: Package, tally: Tally) -> None:
        self._package = package
        self._tally = tally
        self._users = IdSet()
        self._primary = IdSet()

    def see(self, block: Block) -> None:
        """This function will note who has a role, and where it is the primary one."""
        self._users.add(hashes_of(block.column("userSourcedId")))
        self._primary.add(hashes_of(_primary_places(block)))

    def end(self, users: IdSet, *, all_users: bool) -> None:
        """This function will report users with two primary roles in one organization, or with none at all.

        The latter only where `all_users` says that both files were read whole.
        """
        twice = self._primary.close()
        if len(twice):
            self._report_two_primary(twice)
        self._users.close()
        if all_users and len(lacking := users.without(self._users)):
            self._report_without(lacking)

    def _report_two_primary(self, twice: Hashes) -> None:
        met: set[str] = set()
        for block in self._package.read("roles", Tally(0)):
            places = _primary_places(block)
            for index in np.flatnonzero(np.isin(hashes_of(places), twice)).tolist():
                if places[index] in met:
                    user = block.column("userSourcedId")[index]
                    number = block.numbers[index]
                    self._tally.add(rules.TWO_PRIMARY_ROLES, "roles.csv", number, "roleType", user)
                met.add(places[index])

    def _report_without(self, lacking: Hashes) -> None:
        for block in self._package.read("users", Tally(0)):
            ids = block.column("sourcedId")
            for index in np.flatnonzero(np.isin(hashes_of(ids), lacking)).tolist():
                self._tally.add(rules.WITHOUT_ROLE, "users.csv", block.numbers[index], "sourcedId", ids[index])


def _primary_places(block: Block) -> list[str]:
    """For each primary role the user and organization together; for the others something like no other."""
    columns = (block.column(name) for name in ("roleType", "userSourcedId", "orgSourcedId"))
    return [
        f"{user}\x1f{org}" if kind == "primary" else f"\x1f{number}"
        for number, (kind, user, org) in zip(block.numbers, zip(*columns, strict=True), strict=True)
    ]
