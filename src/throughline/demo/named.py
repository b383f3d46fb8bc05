"""Ids in the invented district that other code and tests may name; they never change with the numbers."""

from datetime import date

from throughline.values.school_year import SchoolYear

DEMO_SEED = 102
DEMO_YEAR = SchoolYear(2027)
COUNT_DAY = date(2026, 10, 1)
LAST_DATA_DAY = date(2026, 11, 20)

DISTRICT_ID = "D-0001"
DISTRICT_NAME = "Alder Valley Unified School District"
N_SCHOOLS = 10
N_STUDENTS = 1160

CEDAR_HOLLOW = "SCH-0001"  # elementary; the second coordinator's school
OTHER_ELEMENTARY = "SCH-0002"
MIDDLE = "SCH-0006"
HIGH = "SCH-0008"  # the one that everybody goes on to; the first coordinator, teacher, nurse and principal work here

HILL_SCHOOL = "SCH-0009"  # elementary and small, in the hills, where few families are poor
SECOND_CHANCE = "SCH-0010"  # high and small, for those who did not get on elsewhere; most of their families are poor

CAST_STUDENT = "S-000123"  # Mateo, grade 10 at HIGH
CAST_SIBLING = "S-000124"  # his sister, grade 4 at CEDAR_HOLLOW: seen by the guardian and the other coordinator
CAST_GUARDIAN = "G-000123-1"  # Lucía, agent of both
CAST_CLASS = "C-0008-10-ELA-1"  # grade 10 English, which the cast's teacher teaches Mateo

OTHER_SCHOOL_STUDENT = "S-000041"  # grade 3 at CEDAR_HOLLOW, no tie to HIGH
CLASSMATE = "S-000402"  # grade 10 at HIGH, in CAST_CLASS, of another family
NOT_TAUGHT_STUDENT = "S-000631"  # grade 12 at HIGH, in none of the cast teacher's classes
MOVED_STUDENT = "S-000057"  # grade 2, began at CEDAR_HOLLOW, moved to OTHER_ELEMENTARY on MOVED_ON
MOVED_ON = date(2026, 10, 19)
HOMELESS_STUDENT = "S-000555"  # grade 7, homeless since before the count day
LONG_NAME_STUDENT = "S-000777"  # a long name with accents; grade 11 at HIGH
PREFERRED_NAME_STUDENT = "S-000810"  # preferred name in another script; grade 9 at HIGH
ENTERED_TWICE = ("S-000645", "S-000711")  # one girl of grade 6, entered anew when she moved to another middle school
ENTERED_TWICE_MOTHER = ("G-000645-1", "G-000711-1")
TWINS = ("S-000671", "S-000672")  # two boys of grade 5: two people, though all but the first name is the same
TWINS_FATHER = ("G-000671-1", "G-000672-1")

PRINCIPAL = "E-0008-001"
NURSE = "E-0008-002"
COORDINATOR = "E-0008-003"
TEACHER = "E-0008-101"
COORDINATOR_ELSEWHERE = "E-0001-003"
FINANCE_OFFICER = "E-0000-002"
DATA_LEAD = "E-0000-003"
ADMINISTRATOR = "E-0000-004"

PARTNER_ORGANIZATION = "P-0001"  # never in the roster: partners are kept by the partners room
PARTNER_NAME = "Riverlight Youth Center"
STATE_ORGANIZATION = "X-0001"
STATE_NAME = "State Office of Student Success"
