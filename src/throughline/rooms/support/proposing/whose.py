"""Whose it is that a proposed goal waits: one rule, so that none waits unseen.

A proposal is told on Today to the people of the first of these steps on which there is anybody beside whoever proposed
it:

1. those whose work it is: the coordinators of the student's school, and whoever answers for a plan of the student;
2. those named for the student: case manager, team;
3. who leads the school;
4. who leads student support in the district;
5. anybody else who may write plans for the student.

Once it has waited longer than the district sets and was passed on, those named for the student are told beside the
first step, and so is who leads the school; and after as long again who leads student support in the district.

On steps 1, 2 and 5 stand only people who may write plans for the student by the policy in force, and so may answer. Who
leads may not: they name somebody for the student, who then stands on step 2.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Plan, Proposal
from throughline.rooms.support.planned import State
from throughline.rooms.support.plans.planners import find_planners
from throughline.rooms.support.proposed import VOICE_CLASS
from throughline.values.viewer import Viewer

READERS, LEADERS, LEADS = ("coordinator",), ("school_leader",), ("district_support",)
BEING_PLANNED = (State.ACTIVE, State.DRAFT)
# How many proposals are weighed at once.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Whose:
    """Who is told that a proposal waits; whether they may answer it, or name who does; to whom it was passed."""

    user_ids: frozenset[int]
    may_answer: bool
    passed_to: frozenset[int] = frozenset()


def find_whose(rows: Sequence[Proposal]) -> Mapping[int, Whose]:
    """This function will say, by proposal, who is told that it waits: four queries however many there are.

    Each of `rows` comes with its student.
    """
    schools = {row.student_id: row.student.home_school_id for row in rows}
    planners, owners, leading = find_planners(schools), _owners(schools), _leading()
    found = {}
    for row in rows:
        people, school = planners[row.student_id], schools[row.student_id]
        own = owners.get(row.student_id, set())
        named = {user for user, held in people.items() if not held.isdisjoint(students.NAMED)}
        leaders = {role.user_id for role in leading if role.relation in LEADERS and role.place_id == school}
        leads = {role.user_id for role in leading if role.relation in LEADS}
        steps = (
            ({user for user, held in people.items() if user in own or not held.isdisjoint(READERS)}, True),
            (named, True),
            (leaders, False),
            (leads, False),
            (set(people), True),
        )
        others = ((told - {row.proposed_by_id}, may_answer) for told, may_answer in steps)
        told, may_answer = next((one for one in others if one[0]), (set(), False))
        passed_to = (leaders if row.passed_on else set()) | (leads if row.passed_further_on else set())
        if passed_to:
            told = told | (named - {row.proposed_by_id})
        found[row.pk] = Whose(frozenset(told), may_answer, frozenset(passed_to - told - {row.proposed_by_id}))
    return found


def find_who_leads(row: Proposal, *, school: bool) -> frozenset[int]:
    """This function will return who leads the school of a proposal's student, or else student support in the district.

    Nobody is told of what they proposed themselves.
    """
    place = row.student.home_school_id
    held = (role for role in _leading() if role.relation in (LEADERS if school else LEADS))
    return frozenset(role.user_id for role in held if not school or role.place_id == place) - {row.proposed_by_id}


def find_theirs(viewer: Viewer, most: int) -> list[tuple[Proposal, bool]]:
    """This function will return the proposals of which `viewer` is told that they wait, the oldest first.

    With each, whether they may answer it, or name somebody who does.
    """
    return list(islice(_theirs(viewer), most))


def _theirs(viewer: Viewer) -> Iterator[tuple[Proposal, bool]]:
    rows, start = _that_may_be_theirs(viewer), 0
    while found := list(rows[start : start + AT_ONCE]):
        whose = find_whose(found)
        for row in found:
            if viewer.user_id in whose[row.pk].user_ids:
                yield row, whose[row.pk].may_answer
            elif viewer.user_id in whose[row.pk].passed_to:
                yield row, False
        start += AT_ONCE


def _that_may_be_theirs(viewer: Viewer) -> QuerySet[Proposal]:
    """What waits where `viewer` has a role or is named, and district-wide where nobody leads the school.

    The rest is never theirs by the rule; nothing is, and nothing is asked, of those who only teach, or are family.
    """
    places = {role.organization_id for role in accounts.current_roles(viewer) if role.organization_id is not None}
    held = students.relations_held(viewer)
    named = {pk for relation in students.NAMED for pk in held.get(relation, ())}
    theirs = Q(student__home_school__in=places) | Q(student__in=named)
    if accounts.find_reach(viewer, "see", VOICE_CLASS).everything:
        leaders = [role for role in _leading() if role.relation in LEADERS]
        unled = ~Q(student__home_school__in=[role.place_id for role in leaders if role.place_id is not None])
        theirs |= (
            Q(passed_further_on__isnull=False)
            | unled
            | Q(student__home_school=None)
            | Q(proposed_by__in=[role.user_id for role in leaders])
        )
    elif not (places or named):
        return Proposal.objects.none()
    rows = access.get_waiting_proposals_for(viewer).filter(theirs, student__in=students.get_students_for(viewer))
    return rows.select_related("student").order_by("proposed_on", "pk")


def _owners(student_ids: Iterable[int]) -> dict[int, set[int]]:
    """Who answers for a plan of each student, under way or being written."""
    found: dict[int, set[int]] = {}
    plans = Plan.objects.filter(student__in=list(student_ids), state__in=BEING_PLANNED)
    for student, owner in plans.values_list("student_id", "owner_id"):
        found.setdefault(student, set()).add(owner)
    return found


def _leading() -> list[accounts.RoleHeld]:
    """Who leads a school, or student support in the district, as far as these may read what is proposed."""
    return accounts.find_roles_held({*LEADERS, *LEADS} & accounts.find_scopes("see", VOICE_CLASS).keys())
