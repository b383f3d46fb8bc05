"""Who a OneRoster feed's users are: students, staff, guardians, and the roles that make them so."""

from throughline.rooms.district.api import Check, Prepare, Step, Target
from throughline.rooms.students.models import Guardian, StaffMember, Student
from throughline.rooms.students.roster import rules

_KIND = """case when {role} = 'student' then 'student' when {role} in ('guardian', 'parent', 'relative') then 'guardian'
    else 'staff' end"""

# 1.2 has a row for each role; 1.1 has one role on the user, at each of the user's organizations.
POSTS_1_2 = Prepare(
    "feed_post",
    f"""select row_no, digest, "sourcedId" as source_id, "userSourcedId" as person, "orgSourcedId" as org, role,
        {_KIND.format(role="role")} as kind, "roleType" = 'primary' as is_primary,
        nullif("beginDate", '')::date as starts_on, nullif("endDate", '')::date as ends_on
    from in_roles where status <> 'tobedeleted'""",
    keys=("person",),
)
POSTS_1_1 = Prepare(
    "feed_post",
    f"""select u.row_no, null::bigint as digest, u."sourcedId" || '@' || o.org as source_id, u."sourcedId" as person,
        o.org,
        u.role, {_KIND.format(role="u.role")} as kind, o.place = 1 as is_primary, null::date as starts_on,
        null::date as ends_on
    from in_users u
        cross join unnest(string_to_array(u."orgSourcedIds", ',')) with ordinality o(org, place)
    where u.status <> 'tobedeleted'""",
    keys=("person",),
)

_LIVE_POSTS = """
    select e.id, e.source_id, p.source_id as person, 'student' as kind
    from students_enrollment e join students_student p on p.id = e.student_id where e.ended_at is null
    union all select e.id, e.source_id, p.source_id, 'staff'
    from students_staffpost e join students_staffmember p on p.id = e.staff_id where e.ended_at is null
    union all select e.id, e.source_id, p.source_id, 'guardian'
    from students_guardianpost e join students_guardian p on p.id = e.guardian_id where e.ended_at is null"""

# A record that was joined to another is fed no more: its identifier leads to the one that was kept.
_JOINED = """select s.source_id, j.kept_id as id from students_join j join students_student s on s.id = j.joined_id
    where j.undone_at is null"""
# Where the feed still holds a record that was joined to this one, the student has not left.
_MAY_LEAVE = """not exists (select from students_join j join students_student s on s.id = j.joined_id
    where j.undone_at is null and j.kept_id = t.id
        and s.source_id in (select "sourcedId" from in_users where status <> 'tobedeleted'))"""
# Whose row the feed has no more, and who so leaves the posts that it knew.
_LEAVING = f"""select source_id from gone_users where source_id not in (
    select t.source_id from students_student t where not ({_MAY_LEAVE}))"""

GONE_POSTS_1_2 = Prepare(
    "gone_post",
    f"""select l.id, l.source_id, l.person, l.kind from ({_LIVE_POSTS}) l
    where (l.source_id in (select source_id from gone_roles) or l.person in ({_LEAVING}))
        and l.source_id not in (select source_id from feed_post)""",
)
GONE_POSTS_1_1 = Prepare(
    "gone_post",
    f"""select l.id, l.source_id, l.person, l.kind from ({_LIVE_POSTS}) l
    where l.person in ({_LEAVING} union all select "sourcedId" from in_users)
        and l.source_id not in (select source_id from feed_post)""",
)

_NAMES = """given_name, middle_name, family_name, preferred_given_name, preferred_family_name, pronouns, username,
    email, phone"""
_STAGED = """select row_no, digest, "sourcedId" as person, "givenName" as given_name, "middleName" as middle_name,
    "familyName" as family_name, {preferred}, username, email, coalesce(nullif(sms, ''), phone) as phone,
    identifier as local_id, split_part(grades, ',', 1) as grade, "agentSourcedIds" as agents,
    {primary_org} as primary_org
    from in_users where status <> 'tobedeleted'"""
_PREFERRED_1_2 = (
    '"preferredGivenName" as preferred_given_name, "preferredFamilyName" as preferred_family_name, pronouns'
)
_PREFERRED_1_1 = "'' as preferred_given_name, '' as preferred_family_name, '' as pronouns"
# Somebody with a new role whose own row did not change, or is not in a delta, is as we know them.
_KNOWN = f"""
    select distinct on (k.person) null::integer as row_no, k.digest, k.person, {_NAMES}, k.local_id, k.grade,
        null::text as agents, '' as primary_org
    from (
        select source_id as person, source_digest as digest, {_NAMES}, local_id, grade, 1 as rank from students_student
        union all select source_id, source_digest, {_NAMES}, '', '', 2 from students_staffmember
        union all select source_id, source_digest, {_NAMES}, '', '', 3 from students_guardian
    ) k
    where k.person in (select person from feed_post except select "sourcedId" from in_users
        except select source_id from gone_users)
    order by k.person, k.rank"""


def _people(preferred: str, primary_org: str) -> Prepare:
    staged = _STAGED.format(preferred=preferred, primary_org=primary_org)
    return Prepare("feed_person", f"{staged} union all select * from ({_KNOWN}) known", keys=("person",))


PEOPLE_1_2 = _people(_PREFERRED_1_2, '"primaryOrgSourcedId"')
PEOPLE_1_1 = _people(_PREFERRED_1_1, """split_part("orgSourcedIds", ',', 1)""")

# What each person the feed touches is, once it is taken in: by the roles it gives and by those they keep.
_GIVEN = "select distinct person, kind from feed_post"
_KEPT = f"""
    select l.person, l.kind from ({_LIVE_POSTS}) l
    where l.person in (select person from feed_person union all select person from gone_post)
        and (l.source_id, l.person) not in (select source_id, person from gone_post)"""
KINDS = Prepare("feed_kind", f"{_GIVEN} union {_KEPT}", keys=("person",))

NO_ROLE = Check(
    rules.NO_ROLE,
    "users.csv",
    "sourcedId",
    """select p.row_no, p.person as value from feed_person p
    where p.row_no is not null and not exists (select from feed_kind k where k.person = p.person)""",
)
GRADE_MISSING = Check(
    rules.GRADE_MISSING,
    "users.csv",
    "grades",
    """select p.row_no, p.person as value from feed_person p join feed_kind k using (person)
    where k.kind = 'student' and p.grade = '' and p.row_no is not null""",
)

_HOMES = Prepare(
    "feed_home",
    """select distinct on (p.person) p.person, o.id as school_id
    from feed_post p join ids_organization o on o.source_id = p.org join district_all_organizations d on d.id = o.id
    where p.kind = 'student'
    order by p.person, p.is_primary desc, (d.kind = 'school') desc,
        (coalesce(p.starts_on <= throughline_today(), true) and coalesce(p.ends_on >= throughline_today(), true)) desc,
        p.starts_on desc nulls last, p.row_no""",
    keys=("person",),
)
_KINDS_OF_ORGANIZATIONS = Prepare(
    "district_all_organizations",
    """select id, kind from w_organization
    union all select id, kind from district_organization where id not in (select id from w_organization)""",
)


def _ends(table: str, kind: str) -> str:
    return f"""
        select t.id from {table} t
        where t.ended_at is null and (
            t.source_id in (select source_id from gone_users)
            or t.source_id in (
                (select person from feed_person union select person from gone_post where kind = '{kind}')
                except select person from feed_kind where kind = '{kind}'))"""


def _person(
    entity: str,
    model: type[Student | StaffMember | Guardian],
    more: str = "",
    joins: str = "",
    ends: str = "",
    also_known: str = "",
) -> Target:
    return Target(
        entity,
        model,
        wanted=f"""
            select p.row_no, p.digest as source_digest, p.person as source_id, {_NAMES}{more}
            from feed_person p join feed_kind k on k.person = p.person and k.kind = '{entity}' {joins}""",
        ends=_ends(model._meta.db_table, entity) + ends,
        referred_to=True,
        also_known=also_known,
    )


STUDENT = _person(
    "student",
    Student,
    """, p.local_id, p.grade, coalesce(h.school_id, (select s.home_school_id from students_student s
        where s.source_id = p.person), o.id) as home_school_id""",
    "left join feed_home h on h.person = p.person left join ids_organization o on o.source_id = p.primary_org"
    f" where p.person not in (select source_id from ({_JOINED}) joined)",
    f" and {_MAY_LEAVE}",
    _JOINED,
)
STAFF = _person("staff", StaffMember)
GUARDIAN = _person("guardian", Guardian)

_AFTER_POSTS: tuple[Step, ...] = (
    KINDS,
    NO_ROLE,
    GRADE_MISSING,
    _KINDS_OF_ORGANIZATIONS,
    _HOMES,
    STUDENT,
    STAFF,
    GUARDIAN,
)
PEOPLE: dict[str, tuple[Step, ...]] = {
    "1.1": (POSTS_1_1, GONE_POSTS_1_1, PEOPLE_1_1, *_AFTER_POSTS),
    "1.2": (POSTS_1_2, GONE_POSTS_1_2, PEOPLE_1_2, *_AFTER_POSTS),
}
