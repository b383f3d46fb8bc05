"""What a OneRoster feed wants of organizations and academic sessions."""

from throughline.rooms.district.models import AcademicSession, Organization
from throughline.rooms.district.roster import rules
from throughline.rooms.district.roster.steps import Check, Step, Target

# Partner organizations and agencies are kept by people: a feed neither changes nor ends them.
_FED = "kind not in ('partner', 'agency')"
_KEPT = f"select source_id from district_organization where not ({_FED})"

ORGANIZATION = Target(
    "organization",
    Organization,
    wanted=f"""
        select row_no, digest as source_digest, "sourcedId" as source_id, name,
            case type when 'school' then 'school' when 'district' then 'district' when 'local' then 'district'
                when 'state' then 'state' when 'department' then 'department' else 'other' end as kind,
            identifier, "parentSourcedId" as parent_source
        from in_orgs where status <> 'tobedeleted' and "sourcedId" not in ({_KEPT})""",
    ends=f"""select id from district_organization
        where ended_at is null and {_FED} and source_id in (select source_id from gone_orgs)""",
    fed=_FED,
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


def _circle_check(file: str) -> Check:
    """Parents that go round: the way up from a row comes back to it. Ways longer than any real one are not followed."""
    return Check(
        rules.PARENT_CIRCLE,
        f"{file}.csv",
        "parentSourcedId",
        f"""with recursive up as (
                select "sourcedId" as start, "parentSourcedId" as place, 1 as steps from "in_{file}"
                union all
                select up.start, i."parentSourcedId", up.steps + 1
                from up join "in_{file}" i on i."sourcedId" = up.place
                where up.place <> up.start and up.steps < 30)
            select row_no, "parentSourcedId" as value from "in_{file}"
            where "sourcedId" in (select start from up where place = start)""",
    )


ONEROSTER: tuple[Step, ...] = (
    _circle_check("orgs"),
    ORGANIZATION,
    Check(
        rules.KEPT_BY_PEOPLE,
        "orgs.csv",
        "sourcedId",
        f'select row_no, "sourcedId" as value from in_orgs where "sourcedId" in ({_KEPT})',
    ),
    _parent_check("organization", "orgs"),
    _circle_check("academicSessions"),
    SESSION,
    _parent_check("session", "academicSessions"),
)
