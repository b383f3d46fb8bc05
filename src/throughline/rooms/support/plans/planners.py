"""Who may write plans for which students, whoever asks: `may_plan` of many people and students at once."""

from collections.abc import Mapping

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support.places import READS_ONLY
from throughline.rooms.support.planned import DRAFT_CLASS, PLAN_CLASS

# By student, each person who may write plans for them, and the relations in which they stand.
Planners = Mapping[int, Mapping[int, frozenset[str]]]


def find_planners(schools: Mapping[int, int | None]) -> Planners:
    """This function will return who may write plans for students, given by key with the school each is at home at.

    By the policy in force: who may write both plans and notes, in person and not as who only teaches. Two queries
    however many students. It tells nobody who these people are; the caller says only to whom something falls.
    """
    by_plan = {code: scope for code, scope in accounts.find_scopes("write", PLAN_CLASS).items() if code != READS_ONLY}
    by_draft = accounts.find_scopes("write", DRAFT_CLASS)
    standing = _standing(schools, {**by_plan, **by_draft})
    return {
        student: {
            user: held for user, held in people.items() if not (held.isdisjoint(by_plan) or held.isdisjoint(by_draft))
        }
        for student, people in standing.items()
    }


def _standing(schools: Mapping[int, int | None], scopes: Mapping[str, str]) -> dict[int, dict[int, frozenset[str]]]:
    """Who stands in which of these relations to each student: by a role there or district-wide, or named."""
    held: dict[int, dict[int, set[str]]] = {student: {} for student in schools}
    for role in accounts.find_roles_held(code for code, scope in scopes.items() if scope in ("school", "district")):
        everywhere = scopes[role.relation] == "district"
        for student, school in schools.items():
            if everywhere or (school is not None and school == role.place_id):
                held[student].setdefault(role.user_id, set()).add(role.relation)
    named = [code for code, scope in scopes.items() if scope == "student"]
    for student, user, relation in students.find_related_among(schools, named):
        held[student].setdefault(user, set()).add(relation)
    return {student: {user: frozenset(codes) for user, codes in people.items()} for student, people in held.items()}
