"""How well rules did: of all students of a trial, and of each group, as far as a viewer may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughline.engines.warning import Score, is_missed_more
from throughline.formats.warning import RulesPart
from throughline.rooms.accounts import api as accounts
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import part_in
from throughline.rooms.warning.foresight.counting import score_of
from throughline.rooms.warning.foresight.groups import Group, find_groups
from throughline.rooms.warning.foresight.unsaid import groups_unsaid, is_small
from throughline.rooms.warning.models import RuleVersion, Trial
from throughline.rooms.warning.roll import was_anybody_there
from throughline.rooms.warning.rules.queries import get_version_for
from throughline.rooms.warning.trials.holding import standing_of
from throughline.rooms.warning.trials.queries import check_may_try
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

# What an outcome tells of: who may not see these of every student is not told small numbers.
_TELLS_OF = ("attendance", "academic", "behavior")


@dataclass(frozen=True, slots=True)
class Judged:
    """How well rules did. `whole` is None where too few students are in it to say numbers to this viewer.

    `missed_more` are the groups who were missed much more often than all others. `sees_all`: nothing was left out.
    """

    trial: Trial
    part: RulesPart
    is_stale: bool
    whole: Score | None
    families: Mapping[str, Sequence[Group]]
    missed_more: Sequence[Group]
    sees_all: bool


@dataclass(frozen=True, slots=True)
class ForesightPage:
    """A version of the rules, the latest trial of how well it does: how it stands, and what came of it."""

    version: RuleVersion
    trial: Trial | None
    state: str
    judged: Judged | None


def get_version_to_judge(viewer: Viewer, version_id: int) -> RuleVersion:
    """This function will return any rules: in force, in draft, or of before. **Raises** `NotAllowed`, `NotFound`."""
    check_may_try(viewer)
    return get_version_for(viewer, version_id)


def first_offer() -> tuple[date, date]:
    """This function will offer two days: the last of January and the last day of last school year, where it is kept.

    Otherwise the middle of this school year so far, and today.
    """
    today = accounts.today()
    this, last = SchoolYear.of(today), SchoolYear(SchoolYear.of(today).ends - 1)
    winter = date(last.ends, 1, 31)
    if was_anybody_there(winter):
        return winter, last.last_day
    fall = min(date(this.ends - 1, 9, 1), today)
    return fall + (today - fall) / 2, today


def foresight_page(viewer: Viewer, version_id: int) -> ForesightPage:
    """This function will return how well a version did in its latest trial. **Raises** `NotAllowed`, `NotFound`."""
    version = get_version_to_judge(viewer, version_id)
    trial = Trial.objects.filter(version=version, kind=Trial.Kind.FORESEE).first()
    state = standing_of(trial) if trial else ""
    judged = _judged(viewer, version, trial) if trial and state == Trial.State.DONE else None
    return ForesightPage(version, trial, state, judged)


def _judged(viewer: Viewer, version: RuleVersion, trial: Trial) -> Judged:
    rows = access.get_outcomes_for(viewer).filter(trial=trial)
    sees_all = access.sees_everybody(viewer, *_TELLS_OF)
    whole = score_of(rows)
    is_said = sees_all or not is_small(whole)
    families = find_groups(viewer, rows, trial.on) if is_said and whole.n else {}
    if not sees_all:
        families = {family: _said(groups, whole) for family, groups in families.items()}
    return Judged(
        trial=trial,
        part=part_in(trial.document),
        is_stale=trial.document != version.document,
        whole=whole if is_said else None,
        families=families,
        missed_more=[one for groups in families.values() for one in groups if is_missed_more(one.score, whole)],
        sees_all=sees_all,
    )


def _said(groups: Sequence[Group], whole: Score) -> list[Group]:
    unsaid = groups_unsaid([one.score for one in groups], whole)
    return [one for one, hidden in zip(groups, unsaid, strict=True) if not hidden]
