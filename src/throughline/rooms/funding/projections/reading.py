"""From what somebody chose to the counts a projection is carried on from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from throughline.formats.enrollment import read_births, read_history
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.ahead import SchoolHistory
from throughline.rooms.funding.projections import rules
from throughline.rooms.funding.projections.roster import counted_histories, october, this_year
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem
from throughline.values.words import gettext_noop

Sent = tuple[str, bytes]
_FEWEST_YEARS = 2


def histories_from_roster(births: Sent | None) -> list[SchoolHistory]:
    """This function will read the roster's Octobers. **Raises** `RefusedInput` where it knows one only."""
    born = _births(births)
    known = counted_histories(this_year(accounts.today()))
    n_years = max((len(one.history.years) for one in known), default=0)
    if n_years < _FEWEST_YEARS:
        raise _refused([Problem(rules.TOO_FEW_YEARS, details={"n": str(n_years)})])
    return [replace(one, history=replace(one.history, births=born.get(one.source_id, {}))) for one in known]


def histories_from_file(file: Sent, births: Sent | None) -> list[SchoolHistory]:
    """This function will read a file of earlier counts. **Raises** `RefusedInput` with every row that is wrong."""
    names = {one.source_id: one.name for one in district.schools_on(accounts.today())}
    histories, problems = read_history(file[1], file[0], schools=names, births=_births(births))
    if histories is None:
        raise _refused(problems)
    return [SchoolHistory(source_id, names[source_id], history) for source_id, history in histories.items()]


def day_of_needs(schools: Sequence[SchoolHistory]) -> date:
    """This function will return the day whose shares of each need are carried on: the last October, if it has come."""
    last = max(one.history.years[-1] for one in schools)
    return min(october(last), accounts.today())


def _births(sent: Sent | None) -> Mapping[str, Mapping[int, int]]:
    if sent is None:
        return {}
    born, problems = read_births(sent[1], sent[0])
    if problems:
        raise _refused(problems)
    return born


def _refused(problems: Sequence[Problem]) -> RefusedInput:
    return RefusedInput(
        gettext_noop("The counts cannot be used as they are, and nothing was projected."),
        gettext_noop("Mend what is listed and try again."),
        tuple(problems),
    )
