"""Every table and column of OneRoster 1.1 and 1.2 CSV that concerns a roster, in the standard's order.

**Source** 1EdTech OneRoster CSV tables 1.1.1 and CSV binding 1.2.1, the tables of section 3.
"""

from collections.abc import Mapping
from typing import Final

from throughline.formats.csv.columns import Column, Kind, Table

V1_1: Final = "1.1"
V1_2: Final = "1.2"
VERSIONS: Final = (V1_1, V1_2)

_ONLY_1_1 = frozenset({V1_1})
_ONLY_1_2 = frozenset({V1_2})

STATUSES: Final = ("active", "tobedeleted")
ORG_TYPES: Final = ("department", "school", "district", "local", "state", "national")
SESSION_TYPES: Final = ("gradingPeriod", "semester", "schoolYear", "term")
CLASS_TYPES: Final = ("homeroom", "scheduled")
USER_ROLES_1_1: Final = (
    "administrator",
    "aide",
    "guardian",
    "parent",
    "proctor",
    "relative",
    "student",
    "teacher",
)
ROLES: Final = (
    "aide",
    "counselor",
    "districtAdministrator",
    "guardian",
    "parent",
    "principal",
    "proctor",
    "relative",
    "siteAdministrator",
    "student",
    "systemAdministrator",
    "teacher",
)
ROLE_TYPES: Final = ("primary", "secondary")
ENROLLMENT_ROLES: Final = ("administrator", "proctor", "student", "teacher")
SEXES: Final = ("male", "female", "unspecified", "other")

_LIFE = (
    Column("status", Kind.CHOICE, choices=STATUSES),
    Column("dateLastModified", Kind.DATETIME),
)


def _table(name: str, *columns: Column, id_of: str = "") -> Table:
    names = {column.name for column in columns}
    periods = tuple(pair for pair in (("startDate", "endDate"), ("beginDate", "endDate")) if names.issuperset(pair))
    key = Column("sourcedId", Kind.ID, required=True, refers_to=id_of)
    return Table(name, (key, *_LIFE, *columns), keys=("sourcedId",), periods=periods)


def _reference(name: str, to: str, *, required: bool = False, only: frozenset[str] = frozenset()) -> Column:
    return Column(name, Kind.ID, required=required, refers_to=to, editions=only)


ORGS: Final = _table(
    "orgs",
    Column("name", required=True),
    Column("type", Kind.CHOICE, required=True, choices=ORG_TYPES, extensible=True),
    Column("identifier"),
    _reference("parentSourcedId", "orgs"),
)

ACADEMIC_SESSIONS: Final = _table(
    "academicSessions",
    Column("title", required=True),
    Column("type", Kind.CHOICE, required=True, choices=SESSION_TYPES, extensible=True),
    Column("startDate", Kind.DATE, required=True),
    Column("endDate", Kind.DATE, required=True),
    _reference("parentSourcedId", "academicSessions"),
    Column("schoolYear", Kind.YEAR, required=True),
)

COURSES: Final = _table(
    "courses",
    _reference("schoolYearSourcedId", "academicSessions"),
    Column("title", required=True),
    Column("courseCode"),
    Column("grades", Kind.GRADES),
    _reference("orgSourcedId", "orgs", required=True),
    Column("subjects", Kind.WORDS),
    Column("subjectCodes", Kind.WORDS),
)

CLASSES: Final = _table(
    "classes",
    Column("title", required=True),
    Column("grades", Kind.GRADES),
    _reference("courseSourcedId", "courses", required=True),
    Column("classCode"),
    Column("classType", Kind.CHOICE, required=True, choices=CLASS_TYPES, extensible=True),
    Column("location"),
    _reference("schoolSourcedId", "orgs", required=True),
    Column("termSourcedIds", Kind.IDS, required=True, refers_to="academicSessions"),
    Column("subjects", Kind.WORDS),
    Column("subjectCodes", Kind.WORDS),
    Column("periods", Kind.WORDS),
)

USERS: Final = _table(
    "users",
    Column("enabledUser", Kind.BOOLEAN, required=True),
    Column("orgSourcedIds", Kind.IDS, required=True, refers_to="orgs", editions=_ONLY_1_1),
    Column("role", Kind.CHOICE, required=True, choices=USER_ROLES_1_1, editions=_ONLY_1_1),
    Column("username", required=True),
    Column("userIds", Kind.WORDS),
    Column("givenName", required=True),
    Column("familyName", required=True),
    Column("middleName"),
    Column("identifier"),
    Column("email"),
    Column("sms"),
    Column("phone"),
    Column("agentSourcedIds", Kind.IDS, refers_to="users"),
    Column("grades", Kind.GRADES),
    Column("password", Kind.SECRET),
    Column("userMasterIdentifier", editions=_ONLY_1_2),
    Column("preferredGivenName", editions=_ONLY_1_2),
    Column("preferredMiddleName", editions=_ONLY_1_2),
    Column("preferredFamilyName", editions=_ONLY_1_2),
    _reference("primaryOrgSourcedId", "orgs", only=_ONLY_1_2),
    Column("pronouns", editions=_ONLY_1_2),
)

ROLES_TABLE: Final = _table(
    "roles",
    _reference("userSourcedId", "users", required=True),
    Column("roleType", Kind.CHOICE, required=True, choices=ROLE_TYPES),
    Column("role", Kind.CHOICE, required=True, choices=ROLES, extensible=True),
    Column("beginDate", Kind.DATE),
    Column("endDate", Kind.DATE),
    _reference("orgSourcedId", "orgs", required=True),
    _reference("userProfileSourcedId", "userProfiles"),
)

DEMOGRAPHICS: Final = _table(
    "demographics",
    Column("birthDate", Kind.DATE),
    Column("sex", Kind.CHOICE, choices=SEXES, extensible=True),
    Column("americanIndianOrAlaskaNative", Kind.BOOLEAN),
    Column("asian", Kind.BOOLEAN),
    Column("blackOrAfricanAmerican", Kind.BOOLEAN),
    Column("nativeHawaiianOrOtherPacificIslander", Kind.BOOLEAN),
    Column("white", Kind.BOOLEAN),
    Column("demographicRaceTwoOrMoreRaces", Kind.BOOLEAN),
    Column("hispanicOrLatinoEthnicity", Kind.BOOLEAN),
    Column("countryOfBirthCode"),
    Column("stateOfBirthAbbreviation"),
    Column("cityOfBirth"),
    Column("publicSchoolResidenceStatus"),
    id_of="users",
)

ENROLLMENTS: Final = _table(
    "enrollments",
    _reference("classSourcedId", "classes", required=True),
    _reference("schoolSourcedId", "orgs", required=True),
    _reference("userSourcedId", "users", required=True),
    Column("role", Kind.CHOICE, required=True, choices=ENROLLMENT_ROLES, extensible=True),
    Column("primary", Kind.BOOLEAN),
    Column("beginDate", Kind.DATE),
    Column("endDate", Kind.DATE),
)

USER_PROFILES: Final = _table(
    "userProfiles",
    _reference("userSourcedId", "users", required=True),
    Column("profileType", required=True),
    Column("vendorId", required=True),
    Column("applicationId"),
    Column("description"),
    Column("credentialType", required=True),
    Column("username", required=True),
    Column("password", Kind.SECRET),
)

# In the order in which they are applied: what is referred to comes before what refers to it.
TABLES: Final[Mapping[str, Table]] = {
    table.name: table
    for table in (
        ORGS,
        ACADEMIC_SESSIONS,
        COURSES,
        CLASSES,
        USERS,
        ROLES_TABLE,
        DEMOGRAPHICS,
        ENROLLMENTS,
    )
}

# Files of the standard that are known and not read: no roster is in them.
GRADEBOOK: Final = (
    "categories",
    "lineItemLearningObjectiveIds",
    "lineItemScoreScales",
    "lineItems",
    "resultLearningObjectiveIds",
    "resultScoreScales",
    "results",
    "scoreScales",
)
RESOURCES: Final = ("classResources", "courseResources", "resources", "userResources")
_ONLY_IN_1_2 = frozenset(
    {
        "lineItemLearningObjectiveIds",
        "lineItemScoreScales",
        "resultLearningObjectiveIds",
        "resultScoreScales",
        "roles",
        "scoreScales",
        "userProfiles",
        "userResources",
    }
)

EVERY_FILE: Final = tuple(sorted((*TABLES, USER_PROFILES.name, *GRADEBOOK, *RESOURCES), key=str.casefold))


def files_of(version: str) -> tuple[str, ...]:
    """This function will name every file of a version, as its manifest must."""
    return tuple(name for name in EVERY_FILE if version == V1_2 or name not in _ONLY_IN_1_2)
