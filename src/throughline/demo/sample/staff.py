"""Who works at a school, what they earn and which source pays them."""

from collections.abc import Iterator
from dataclasses import dataclass

from throughline.demo.sample import draws, names
from throughline.demo.sample.courses import n_class_teachers
from throughline.demo.sample.pins import NO_PINS, Person, Pins
from throughline.demo.sample.plan import Plan, School
from throughline.values.money import Cents

FIRST_TEACHER = 101
_BENEFIT_SHARE_PER_MILLE = 265
_HEALTH_CENTS = 1_020_000  # health insurance for a full year's position


@dataclass(frozen=True)
class Job:
    """A kind of position: its OneRoster role (empty for those without an account), pay and who pays."""

    title: str
    role: str
    pay_cents: int
    step_cents: int
    source: str
    object: str = "certificated_salaries"


@dataclass(frozen=True)
class Staff:
    """One position and the person in it. **Units** `units` full-time equivalents; money in cents a year."""

    id: str
    school: int
    job: Job
    units: float
    years: int
    salary_cents: Cents
    benefits_cents: Cents
    person: Person


_PRINCIPAL = Job("Principal", "principal", 12_480_000, 190_000, "state_base")
_NURSE = Job("School nurse", "ext:nurse", 7_150_000, 165_000, "parcel_tax")
_COORDINATOR = Job("Site coordinator", "ext:site_coordinator", 6_120_000, 120_000, "community_schools")
_COUNSELOR = Job("Counselor", "counselor", 6_480_000, 195_000, "parcel_tax")
_ASSISTANT = Job("Assistant principal", "siteAdministrator", 10_450_000, 180_000, "state_base")
_SOCIAL = Job("Social worker", "ext:social_worker", 6_350_000, 170_000, "title_i")
_AIDE = Job("Special education aide", "aide", 3_120_000, 48_000, "idea", "classified_salaries")
_OFFICE = Job("Office assistant", "", 4_080_000, 55_000, "state_base", "classified_salaries")
_CUSTODIAN = Job("Custodian", "", 3_960_000, 50_000, "state_base", "classified_salaries")
_TEACHER = Job("Teacher", "teacher", 5_240_000, 208_000, "state_base")
_SPECIAL = Job("Special education teacher", "teacher", 5_420_000, 208_000, "idea")
_LANGUAGE = Job("English learner specialist", "teacher", 5_340_000, 208_000, "title_iii")
_INTERVENTION = Job("Reading interventionist", "teacher", 5_340_000, 208_000, "title_i")
_ARTS = Job("Music and art teacher", "teacher", 5_240_000, 208_000, "parcel_tax")

_OFFICERS = (
    Job("Superintendent", "districtAdministrator", 19_800_000, 200_000, "state_base"),
    Job("Finance officer", "districtAdministrator", 13_400_000, 200_000, "state_base"),
    Job("Data lead", "districtAdministrator", 11_200_000, 200_000, "state_base"),
    Job("Systems administrator", "systemAdministrator", 10_300_000, 200_000, "state_base"),
)


def school_staff(plan: Plan, school: School, pins: Pins = NO_PINS) -> tuple[Staff, ...]:
    """This function will list everyone who works at a school; class teachers come first among its teachers."""
    numbered = [
        (1, _PRINCIPAL, 1.0),
        (2, _NURSE, _half(school.n_planned / 600)),
        (3, _COORDINATOR, _coordination(school)),
    ]
    numbered += [(4 + n, job, units) for n, (job, units) in enumerate(_support(school))][: FIRST_TEACHER - 4]
    numbered += [(FIRST_TEACHER + n, job, units) for n, (job, units) in enumerate(_teachers(school))]
    return tuple(_staff(plan, school, number, job, units, pins) for number, job, units in numbered)


def district_staff(plan: Plan, pins: Pins = NO_PINS) -> tuple[Staff, ...]:
    """This function will list the district office's officers."""
    return tuple(_staff(plan, None, 1 + n, job, 1.0, pins) for n, job in enumerate(_OFFICERS))


def _support(school: School) -> Iterator[tuple[Job, float]]:
    n, poverty = school.n_planned, school.poverty_share
    yield from _full(_COUNSELOR, max(0.5, n / (450 if school.level == "elementary" else 330)))
    yield from _full(_ASSISTANT, n / 520 if n > 400 else 0)
    yield from _full(_SOCIAL, n * poverty / 420 if poverty > 0.35 else 0)
    yield from _full(_AIDE, n * (0.09 + 0.06 * poverty) / 17)
    yield from _full(_OFFICE, 1 + n / 400)
    yield from _full(_CUSTODIAN, 1 + n / 350)


def _teachers(school: School) -> Iterator[tuple[Job, float]]:
    n, poverty = school.n_planned, school.poverty_share
    yield from ((_TEACHER, 1.0) for _ in range(n_class_teachers(school)))
    yield from _full(_SPECIAL, n * (0.09 + 0.06 * poverty) / 16)
    yield from _full(_LANGUAGE, n * 0.30 * poverty / 60)
    yield from _full(_INTERVENTION, n * poverty / 260 if poverty > 0.35 else 0)
    yield from _full(_ARTS, n / 300)


def _coordination(school: School) -> float:
    return 1.0 if school.poverty_share > 0.35 or school.level == "high" else 0.5


def _full(job: Job, units: float) -> Iterator[tuple[Job, float]]:
    """Positions of one unit each, and a last one of a half where that is nearer."""
    whole, half = divmod(round(units * 2), 2)
    yield from ((job, 1.0) for _ in range(whole))
    if half:
        yield job, 0.5


def _half(units: float) -> float:
    return max(0.5, min(1.0, round(units * 2) / 2))


def _staff(plan: Plan, school: School | None, number: int, job: Job, units: float, pins: Pins) -> Staff:
    place = school.number if school else 0
    key = place * 10_000 + number
    years = _years(plan.seed, key, school.poverty_share if school else 0.2)
    full = job.pay_cents + job.step_cents * min(years, 24)
    salary = int(full * units) // 100 * 100
    benefits = (salary * _BENEFIT_SHARE_PER_MILLE // 1000 + int(_HEALTH_CENTS * units)) // 100 * 100
    staff_id = f"E-{place:04d}-{number:03d}"
    person = pins.people.get(staff_id) or _drawn_person(plan.seed, key)
    return Staff(staff_id, place, job, units, years, Cents(salary), Cents(benefits), person)


def _years(seed: int, key: int, poverty: float) -> int:
    """Years of experience: teachers leave poor schools sooner, so newer ones stand there."""
    luck = draws.one(seed, "experience", key)
    return int(34 * luck ** (0.75 + 1.6 * poverty))


def _drawn_person(seed: int, key: int) -> Person:
    pool = names.staff_names()
    sex = "female" if draws.one(seed, "staff sex", key) < 0.72 else "male"
    given = _of(pool.female if sex == "female" else pool.male, draws.one(seed, "staff given", key))
    family = _of(pool.family, draws.one(seed, "staff family", key))
    username = f"{names.plain(given)}.{names.plain(family)}{key // 10_000}-{key % 10_000}"
    return Person(given, family, username, f"{username}@aldervalley.example", sex)


def _of(words: tuple[str, ...], luck: float) -> str:
    return words[int(luck * len(words))]
