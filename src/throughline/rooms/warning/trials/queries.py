"""What came of a trial: how many the rules would flag, add and drop, and whom, as far as a viewer may see them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from throughline.formats.warning import RulesPart
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import part_in, part_of
from throughline.rooms.warning.models import RuleVersion, Trial, TrialReason, TrialStudent
from throughline.rooms.warning.noting import Dressed
from throughline.rooms.warning.roll import batches
from throughline.rooms.warning.rules.queries import changes_between, check_may_change, get_version_for
from throughline.rooms.warning.rules.sentences import tell
from throughline.rooms.warning.trials.holding import standing_of
from throughline.rooms.warning.trials.tallies import (
    Tally,
    TallyRow,
    by_indicator,
    by_school,
    summed,
    unsaid_alone,
    unsaid_of,
)
from throughline.rooms.warning.words import named
from throughline.values.errors import NotFound
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a trial. `unsaid`: numbers were left out, since the viewer may not see every student."""

    trial: Trial
    part: RulesPart
    part_before: RulesPart | None
    is_stale: bool
    changes: Sequence[tuple[str, str, str]]
    whole: Tally
    schools: Sequence[TallyRow]
    indicators: Sequence[TallyRow]
    rows: QuerySet[TrialStudent]
    unsaid: bool


@dataclass(frozen=True, slots=True)
class TryPage:
    """A version, the rules in force, and the latest trial of the version: how it stands, and what came of it."""

    version: RuleVersion
    current: RuleVersion | None
    trial: Trial | None
    state: str
    compared: Compared | None


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A student with the reasons by the rules tried, and by those in force, that are the viewer's to see."""

    row: TrialStudent
    part: RulesPart
    part_before: RulesPart | None
    reasons: Sequence[TrialReason]
    reasons_before: Sequence[TrialReason]


def check_may_try(viewer: Viewer) -> None:
    """This function will do nothing for those who may change the rules. **Raises** `NotAllowed`."""
    check_may_change(viewer)


def get_version_to_try(viewer: Viewer, version_id: int) -> RuleVersion:
    """This function will return rules that are not in force. **Raises** `NotAllowed`, `NotFound`."""
    check_may_try(viewer)
    version = get_version_for(viewer, version_id)
    if version.state == "in_force":
        raise NotFound(
            gettext_noop("These rules are in force: there is nothing to compare them with."),
            gettext_noop("Draft a change, and try it."),
        )
    return version


def find_days() -> tuple[date, date]:
    """This function will return the first and the last day rules may be tried on: of last school year and this one."""
    today = accounts.today()
    return SchoolYear(SchoolYear.of(today).ends - 1).first_day, today


def count_on(on: date) -> int:
    """This function will count the students who are looked at. A duty looks."""
    with accounts.acting_as(access.DUTY):
        return sum(len(student_ids) for _school, student_ids in batches(on))


def try_page(viewer: Viewer, version_id: int) -> TryPage:
    """This function will return what came of the latest trial of a version. **Raises** `NotAllowed`, `NotFound`."""
    version = get_version_to_try(viewer, version_id)
    current = access.in_force()
    trial = Trial.objects.filter(version=version, kind=Trial.Kind.COMPARE).select_related("against").first()
    state = standing_of(trial) if trial else ""
    compared = _compared(viewer, version, current, trial) if trial and state == Trial.State.DONE else None
    return TryPage(version, current, trial, state, compared)


def dressed(viewer: Viewer, found: Sequence[TrialStudent]) -> Dressed:
    """This function will put to students the reasons that `viewer` may see: one query, however many."""
    held: dict[tuple[int, bool], list[TrialReason]] = defaultdict(list)
    wanted = access.get_tried_reasons_for(viewer).filter(row__in=[row.pk for row in found])
    for reason in wanted.order_by("-standing", "pk"):
        held[reason.row_id, reason.by_tried].append(reason)
    rows = [
        TriedRow(row, *parts_of(row.trial), held.get((row.pk, True), []), held.get((row.pk, False), []))
        for row in found
    ]
    classes = {access.CLASS, *(reason.record_class for reasons in held.values() for reason in reasons)}
    return Dressed(rows, [row.student for row in found], frozenset(classes))


def parts_of(trial: Trial) -> tuple[RulesPart, RulesPart | None]:
    """This function will return the rules that were tried as they were, and those that were in force."""
    return part_in(trial.document), part_of(trial.against) if trial.against else None


def _compared(viewer: Viewer, version: RuleVersion, current: RuleVersion | None, trial: Trial) -> Compared:
    part, part_before = parts_of(trial)
    with accounts.acting_as(access.DUTY):
        of_school, of_indicator = by_school(trial), by_indicator(trial)
    sees = access.sees_everybody(viewer)
    sizes = {int(school): n for school, n in trial.sizes.items()}
    names = {school.id: school.name for school in district.find_schools(set(sizes))}
    tallies = [of_school.get(school, Tally()) for school in sizes]
    whole = summed(tallies)
    if not sees:
        tallies, whole = unsaid_of(tallies, whole)
    rows = [TallyRow(names.get(pk, ""), sizes[pk], one) for pk, one in zip(sizes, tallies, strict=True)]
    return Compared(
        trial=trial,
        part=part,
        part_before=part_before,
        is_stale=trial.document != version.document or trial.against_id != (current.pk if current else None),
        changes=changes_between(tell(part_before), tell(part)) if part_before else [],
        whole=whole,
        schools=sorted(rows, key=lambda row: row.name),
        indicators=_indicators(viewer, trial, of_indicator),
        rows=access.get_tried_for(viewer).filter(trial=trial).exclude(change=TrialStudent.Change.KEPT),
        unsaid=not sees,
    )


def _indicators(viewer: Viewer, trial: Trial, found: dict[str, Tally]) -> list[TallyRow]:
    """What either rules watch. To those who may not see all that an indicator counts, no small number is said."""
    part, part_before = parts_of(trial)
    watched = {one.code: one for other in (part_before, part) if other for one in other.indicator if one.on}
    rows = []
    for code, one in watched.items():
        tally = found.get(code, Tally())
        if not access.sees_everybody(viewer, access.CLASS_OF[one.measure]):
            tally = unsaid_alone(tally)
        rows.append(TallyRow(named(one), 0, tally))
    return rows
