"""The named cast: the people a visitor meets in the demo and every test shares."""

from dataclasses import dataclass

from throughline.demo import named
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class CastMember:
    """One person of the cast.

    `relation` is the code that ties them to what they may see; `person_id` is their OneRoster user id, empty for
    those the roster does not know; `organization_id` is a school, the district, or an organization outside it.
    """

    key: str
    given_name: str
    family_name: str
    username: str
    relation: str
    organization_id: str
    person_id: str
    says_who: str
    came_to: str
    language: str = "en"
    home: str = "/"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def email(self) -> str:
        inside = "aldervalley" if self.organization_id in _DISTRICT else self.key.replace("_", "-")
        place = _MAIL.get(self.person_id[:1], inside)
        return f"{self.username}@{place}.example"


# Where people of the roster read their mail, by the first letter of their id: staff, students, guardians.
_MAIL = {"E": "aldervalley", "S": "students.aldervalley", "G": "mail"}
# Where those work who have an account and do not stand in the roster.
_DISTRICT = {named.DISTRICT_ID, named.HIGH}

COORDINATOR = CastMember(
    key="coordinator",
    given_name="Amara",
    family_name="Okafor",
    username="amara.okafor",
    relation="coordinator",
    organization_id=named.HIGH,
    person_id=named.COORDINATOR,
    says_who=gettext_noop("Site coordinator at Alder Valley High School."),
    came_to=gettext_noop("Look up the school's students and what each of them needs."),
)
COORDINATOR_ELSEWHERE = CastMember(
    key="coordinator_elsewhere",
    given_name="Daniel",
    family_name="Kowalczyk",
    username="daniel.kowalczyk",
    relation="coordinator",
    organization_id=named.CEDAR_HOLLOW,
    person_id=named.COORDINATOR_ELSEWHERE,
    says_who=gettext_noop("Site coordinator at Cedar Hollow Elementary School."),
    came_to=gettext_noop("Look after the students of one school, and see no other."),
)
TEACHER = CastMember(
    key="teacher",
    given_name="Thảo",
    family_name="Nguyễn",
    username="thao.nguyen",
    relation="teacher",
    organization_id=named.HIGH,
    person_id=named.TEACHER,
    says_who=gettext_noop("English teacher at Alder Valley High School."),
    came_to=gettext_noop("See the students she teaches now, and no others."),
)
NURSE = CastMember(
    key="nurse",
    given_name="Leilani",
    family_name="Kahale",
    username="leilani.kahale",
    relation="school_health",
    organization_id=named.HIGH,
    person_id=named.NURSE,
    says_who=gettext_noop("Nurse at Alder Valley High School."),
    came_to=gettext_noop("See the school's students, as far as her work needs it."),
)
PRINCIPAL = CastMember(
    key="principal",
    given_name="Thomas",
    family_name="O'Brien-Díaz",
    username="thomas.obrien-diaz",
    relation="school_leader",
    organization_id=named.HIGH,
    person_id=named.PRINCIPAL,
    says_who=gettext_noop("Principal of Alder Valley High School."),
    came_to=gettext_noop("Read the school's budget and see who is counted in it."),
)
COUNSELOR = CastMember(
    key="counselor",
    given_name="Ruth",
    family_name="Abramov",
    username="ruth.abramov",
    relation="school_counselor",
    organization_id=named.HIGH,
    person_id="",
    says_who=gettext_noop("Counselor at Alder Valley High School."),
    came_to=gettext_noop("Keep notes that only those may open who protect a child."),
)
FINANCE = CastMember(
    key="finance",
    given_name="Priya",
    family_name="Raman",
    username="priya.raman",
    relation="district_finance",
    organization_id=named.DISTRICT_ID,
    person_id=named.FINANCE_OFFICER,
    says_who=gettext_noop("Finance officer of the district."),
    came_to=gettext_noop("Give every school its budget and explain it to the cent."),
)
FINANCE_DIRECTOR = CastMember(
    key="finance_director",
    given_name="Elena",
    family_name="Marchetti",
    username="elena.marchetti",
    relation="district_finance",
    organization_id=named.DISTRICT_ID,
    person_id="",
    says_who=gettext_noop("Finance director of the district."),
    came_to=gettext_noop("Look at a budget that was proposed, and adopt it as the second person."),
)
DATA_LEAD = CastMember(
    key="data_lead",
    given_name="Samuel",
    family_name="Adeyemi",
    username="samuel.adeyemi",
    relation="district_data",
    organization_id=named.DISTRICT_ID,
    person_id=named.DATA_LEAD,
    says_who=gettext_noop("Data lead of the district."),
    came_to=gettext_noop("Look over the roster, its imports and every count."),
)
SUPPORT_LEAD = CastMember(
    key="support_lead",
    given_name="Joseph",
    family_name="Tso",
    username="joseph.tso",
    relation="district_support",
    organization_id=named.DISTRICT_ID,
    person_id="",
    says_who=gettext_noop("Leads student support in the district."),
    came_to=gettext_noop("See that students of every school get what they need."),
)
PRIVACY_OFFICER = CastMember(
    key="privacy_officer",
    given_name="Ingrid",
    family_name="Solheim",
    username="ingrid.solheim",
    relation="privacy_officer",
    organization_id=named.DISTRICT_ID,
    person_id="",
    says_who=gettext_noop("Answers for students' privacy in the district."),
    came_to=gettext_noop("Look over who looked, and answer families' requests."),
)
STUDENT = CastMember(
    key="student",
    given_name="Mateo",
    family_name="Muñoz Herrera",
    username="mateo.munoz",
    relation="self",
    organization_id=named.HIGH,
    person_id=named.CAST_STUDENT,
    says_who=gettext_noop("Student in grade 10 at Alder Valley High School."),
    came_to=gettext_noop("Look at his own record."),
)
GUARDIAN = CastMember(
    key="guardian",
    given_name="Lucía",
    family_name="Herrera Peña",
    username="lucia.herrera",
    relation="guardian",
    organization_id=named.HIGH,
    person_id=named.CAST_GUARDIAN,
    language="es",
    says_who=gettext_noop("Mother of Mateo and Valentina; speaks Spanish."),
    came_to=gettext_noop("See how her children are doing, in Spanish."),
)
PARTNER = CastMember(
    key="partner",
    given_name="Hannah",
    family_name="Lindqvist",
    username="hannah.lindqvist",
    relation="partner",
    organization_id=named.PARTNER_ORGANIZATION,
    person_id="",
    says_who=gettext_noop("Runs the after-school programs of Riverlight Youth Center."),
    came_to=gettext_noop("See the students whose families agreed, and no others."),
)
STATE_ANALYST = CastMember(
    key="state_analyst",
    given_name="Marcus",
    family_name="Bell",
    username="marcus.bell",
    relation="state_analyst",
    organization_id=named.STATE_ORGANIZATION,
    person_id="",
    says_who=gettext_noop("Analyst at the state's education agency."),
    came_to=gettext_noop("Compare results without knowing any one student."),
)
ADMINISTRATOR = CastMember(
    key="administrator",
    given_name="Wei",
    family_name="Li",
    username="wei.li",
    relation="district_admin",
    organization_id=named.DISTRICT_ID,
    person_id=named.ADMINISTRATOR,
    says_who=gettext_noop("Administrator of Throughline for the district."),
    came_to=gettext_noop("Bring in tonight's roster and look at what will change."),
)
OUTSIDER = CastMember(
    key="outsider",
    given_name="Jordan",
    family_name="Hale",
    username="jordan.hale",
    relation="outsider",
    organization_id="",
    person_id="",
    says_who=gettext_noop("Has an account, but works with no school and no student."),
    came_to=gettext_noop("Try every door, and be shown nothing."),
)

CAST: tuple[CastMember, ...] = (
    COORDINATOR,
    COORDINATOR_ELSEWHERE,
    TEACHER,
    NURSE,
    COUNSELOR,
    PRINCIPAL,
    FINANCE,
    FINANCE_DIRECTOR,
    DATA_LEAD,
    SUPPORT_LEAD,
    PRIVACY_OFFICER,
    STUDENT,
    GUARDIAN,
    PARTNER,
    STATE_ANALYST,
    ADMINISTRATOR,
    OUTSIDER,
)
BY_KEY: dict[str, CastMember] = {member.key: member for member in CAST}
