"""Which adults stand for which students: either of the two may name the other."""

from throughline.rooms.district.api import Check, Prepare, Step, Target
from throughline.rooms.students.models import Guardianship
from throughline.rooms.students.roster import rules

_AGENTS = Prepare(
    "feed_agent",
    """select p.row_no, p.person, a.agent from feed_person p
    cross join unnest(string_to_array(p.agents, ',')) a(agent) where p.agents <> ''""",
)
_AGENT_CHECK = Check(
    rules.AGENT_NOT_FAMILY,
    "users.csv",
    "agentSourcedIds",
    """select a.row_no, a.agent as value from feed_agent a
    where a.person in (select source_id from ids_student) and a.agent not in (select source_id from ids_guardian)""",
)
# What is now said of each pair that a row in this feed speaks for; who was not asked keeps to what was said before.
_PAIRS = Prepare(
    "feed_pair",
    """
    with asked_student as (select w.id from w_student w join feed_person p on p.person = w.source_id
            where p.agents is not null),
        asked_guardian as (select w.id from w_guardian w join feed_person p on p.person = w.source_id
            where p.agents is not null),
        by_student as (select s.id as student_id, g.id as guardian_id, min(a.row_no) as row_no
            from feed_agent a join w_student s on s.source_id = a.person join ids_guardian g on g.source_id = a.agent
            group by 1, 2),
        by_guardian as (select s.id as student_id, g.id as guardian_id, min(a.row_no) as row_no
            from feed_agent a join w_guardian g on g.source_id = a.person join ids_student s on s.source_id = a.agent
            group by 1, 2),
        known as (select t.* from students_guardianship t
            where t.student_id in (select id from asked_student) or t.guardian_id in (select id from asked_guardian)),
        pair as (select student_id, guardian_id from by_student union select student_id, guardian_id from by_guardian
            union select student_id, guardian_id from known)
    select coalesce(s.row_no, g.row_no) as row_no, student_id, guardian_id, k.id, k.ended_at,
        case when k.id in (select r.row from students_joinedrow r join students_join j on j.id = r.join_id
                where r."table" = 'students_guardianship' and j.undone_at is null) then k.said_by_student
            when student_id in (select id from asked_student) then s.student_id is not null
            else coalesce(k.said_by_student, false) end as said_by_student,
        case when guardian_id in (select id from asked_guardian) then g.student_id is not null
            else coalesce(k.said_by_guardian, false) end as said_by_guardian
    from pair left join by_student s using (student_id, guardian_id)
        left join by_guardian g using (student_id, guardian_id)
        left join students_guardianship k using (student_id, guardian_id)""",
)
GUARDIANSHIP = Target(
    "guardianship",
    Guardianship,
    wanted="""
        select row_no, student_id, guardian_id, said_by_student, said_by_guardian
        from feed_pair where said_by_student or said_by_guardian""",
    match=("student_id", "guardian_id"),
    ends="""
        select id from feed_pair
        where id is not null and ended_at is null and not said_by_student and not said_by_guardian
        union select t.id from students_guardianship t where t.ended_at is null
            and (t.student_id in (select id from e_student) or t.guardian_id in (select id from e_guardian))""",
)

FAMILY: tuple[Step, ...] = (_AGENTS, _AGENT_CHECK, _PAIRS, GUARDIANSHIP)
