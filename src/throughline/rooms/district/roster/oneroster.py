"""What a OneRoster feed wants of organizations and academic sessions."""

from throughline.rooms.district.models import AcademicSession, Organization
from throughline.rooms.district.roster import rules
from throughline.rooms.district.roster.steps import Check, Step, Target

ORGANIZATION = Target(
    "organization",
    Organization,
    wanted="""
        select row_no, digest as source_digest, "sourcedId" as source_id, name,
            case type when 'school' then 'school' when 'district' then 'district' when 'local' then 'district'
                when 'state' then 'state' when 'department' then 'department' else 'other' end as kind,
            identifier, "parentSourcedId" as parent_source
        from in_orgs where status <> 'tobedeleted'""",
    ends="""select id from district_organization
        where ended_at is null and source_id in (select source_id from gone_orgs)""",
    kept=("level",),
    parent="parent_id",
    referred_to=True,
)

SESSION = Target(
    "session",
    AcademicSession,
    wanted="""
        select row_no, digest as source_digest, "sourcedId" as source_id, title, type as kind,
            "startDate"::date as starts_on, "endDate"::date as ends_on,
            nullif("schoolYear", '')::smallint as school_year, "parentSourcedId" as parent_source
        from "in_academicSessions" where status <> 'tobedeleted'""",
    ends="""select id from district_academicsession
        where ended_at is null and source_id in (select source_id from "gone_academicSessions")""",
    parent="parent_id",
    referred_to=True,
)


def _parent_check(entity: str, file: str) -> Check:
    return Check(
        rules.PARENT_UNKNOWN,
        f"{file}.csv",
        "parentSourcedId",
        f"""select row_no, parent_source as value from w_{entity}
            where parent_source <> '' and parent_id is null""",
    )


ONEROSTER: tuple[Step, ...] = (
    ORGANIZATION,
    _parent_check("organization", "orgs"),
    SESSION,
    _parent_check("session", "academicSessions"),
)
