"""Works out from the roster who stands in which relation to which student: self, guardian, teacher.

At 18 a student's rights pass from the parents to the student (34 CFR 99.5). The days say so, so that on that day both
walls follow by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students.models import Relation
from throughline.rooms.students.relations.after_roster import work_after_roster
from throughline.values.viewer import Viewer

_DUTY = Viewer(duty="relations", name="Relations from the roster")

# One row a person, student and relation: from the first day to the last on which it holds, open ends where they are.
_WANTED_BY_DAY = """
    select u.id as user_id, s.id as student_id, 'self' as relation, null::date as starts_on, null::date as ends_on
    from accounts_user u join students_student s on s.source_id = u.source_id
    where u.source_id <> '' and s.ended_at is null
    union
    select u.id, j.kept_id, 'self', null, null
    from accounts_user u join students_student s on s.source_id = u.source_id
        join students_join j on j.joined_id = s.id and j.undone_at is null
        join students_student kept on kept.id = j.kept_id
    where u.source_id <> '' and kept.ended_at is null
    union all
    select u.id, k.student_id, stands.relation, stands.starts_on, stands.ends_on
    from accounts_user u join students_guardian g on g.source_id = u.source_id
        join students_guardianship k on k.guardian_id = g.id join students_student s on s.id = k.student_id
        left join (select student_id, {of_age} as of_age_on from students_demographics) d using (student_id)
        left join students_dependentstudent shown using (student_id)
        cross join lateral (
            select 'guardian' as relation, null::date as starts_on,
                case when shown.id is null then of_age_on - 1 end as ends_on
            union all select 'guardian_of_adult', of_age_on, null where of_age_on is not null and shown.id is null
        ) stands
    where u.source_id <> '' and g.ended_at is null and k.ended_at is null and s.ended_at is null
    union all
    select u.id, p.student_id, 'teacher',
        case when bool_or(first_on is null) then null else min(first_on) end,
        case when bool_or(last_on is null) then null else max(last_on) end
    from accounts_user u join students_staffmember m on m.source_id = u.source_id
        join students_teaching t on t.staff_id = m.id join students_class c on c.id = t.classroom_id
        join students_classplace p on p.classroom_id = c.id join students_student s on s.id = p.student_id
        cross join lateral (select greatest(t.starts_on, p.starts_on, x.starts_on) as first_on,
            least(t.ends_on, p.ends_on, x.ends_on) as last_on
            from (select min(a.starts_on) as starts_on, max(a.ends_on) as ends_on from district_academicsession a
                where a.source_id = any(string_to_array(c.sessions, ','))) x) d
    where u.source_id <> '' and m.ended_at is null and t.ended_at is null and c.ended_at is null
        and p.ended_at is null and s.ended_at is null and t.role = 'teacher'
        and (last_on is null or last_on >= throughline_today())
        and (first_on is null or last_on is null or first_on <= last_on)
    group by u.id, p.student_id"""
# The 18th birthday; of who was born on February 29, March 1, as that year has no such day.
OF_AGE = """(birth_on + case when to_char(birth_on, 'MM-DD') = '02-29' then 1 else 0 end + interval '18 years')::date"""
_WANTED = _WANTED_BY_DAY.replace("{of_age}", OF_AGE)

_SAME = """r.user_id = w.user_id and r.student_id = w.student_id and r.relation = w.relation
    and r.starts_on is not distinct from w.starts_on and r.ends_on is not distinct from w.ends_on"""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many relations came and went."""

    n_added: int
    n_removed: int


def refresh_relations(*, by: Viewer, at: datetime) -> Refreshed:
    """This function will make the relations of people who sign in those that the roster now tells of.

    It runs as a duty of the system, since it looks at every student; `by` is who set it off, for the audit. What rooms
    above registered to be done after the roster is done then.
    """
    with accounts.acting_as(_DUTY), connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.wanted_relation")
        cursor.execute(f"create temp table wanted_relation on commit drop as {_WANTED}")
        cursor.execute(
            "delete from students_relation r where r.relation in ('self', 'guardian', 'guardian_of_adult', 'teacher')"
            f" and not exists (select from wanted_relation w where {_SAME})"
        )
        n_removed = cursor.rowcount
        cursor.execute(
            "insert into students_relation"
            " (user_id, student_id, relation, starts_on, ends_on, record_classes, source, given_by)"
            " select user_id, student_id, relation, starts_on, ends_on, '{}', '', '' from wanted_relation w"
            f" where not exists (select from students_relation r where {_SAME})"
        )
        refreshed = Refreshed(cursor.rowcount, n_removed)
        cursor.execute("drop table wanted_relation")
    accounts.forget_kept()
    if refreshed.n_added or refreshed.n_removed:
        details = {"added": refreshed.n_added, "removed": refreshed.n_removed}
        audit.record_act(by=by, at=at, act="refresh", noun="relations", details=details)
    for work in work_after_roster():
        work(by=by, at=at)
    return refreshed


def keep_guardians(*, by: Viewer, at: datetime, student_id: int) -> None:
    """This function will let guardians stand as such again, who showed that an adult student depends on them.

    What the next roster works out, at once.
    """
    with accounts.acting_as(_DUTY):
        at_home = Relation.objects.filter(student=student_id)
        at_home.filter(relation="guardian_of_adult").delete()
        n_kept = at_home.filter(relation="guardian").update(ends_on=None)
    accounts.forget_kept()
    audit.record_act(by=by, at=at, act="keep", noun="guardians", object_id=student_id, details={"kept": n_kept})


def forget_relations(*, by: Viewer, at: datetime, student_ids: Sequence[int]) -> int:
    """This function will take away all relations to students whose rows are about to go, and return how many."""
    with accounts.acting_as(_DUTY):
        n_removed, _by_model = Relation.objects.filter(student_id__in=student_ids).delete()
    accounts.forget_kept()
    if n_removed:
        audit.record_act(by=by, at=at, act="remove", noun="relations", details={"removed": n_removed})
    return n_removed
