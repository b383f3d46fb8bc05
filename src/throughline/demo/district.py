"""The small invented district that the demo loads and the tests share, with the cast living in it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from throughline.demo import cast, named
from throughline.demo.next_night import NextNight, variant_night
from throughline.demo.sample.pins import Person, Pin, Pins
from throughline.demo.sample.plan import FAMILY_BLOCK, SmallSchool
from throughline.demo.sample.write import Progress, Sample, write_sample, write_year_before

_NO_NEEDS = (
    "directly_certified",
    "homeless",
    "foster",
    "special_education",
    "section_504",
    "migrant",
    "newcomer",
    "gifted",
)


# What stands on neither side of the middle: a line beside a scenario has ten schools to go by.
SMALL = (
    SmallSchool("Tamarack Ridge Elementary School", "elementary", 72, 0.12),
    SmallSchool("New Bridge Continuation School", "high", 48, 0.84),
)

__all__ = ["NextNight", "demo_sample", "variant_night", "write_demo_district", "write_last_year"]


def demo_sample() -> Sample:
    """This function will return what the demo's district is made from."""
    return Sample(
        n_students=named.N_STUDENTS - sum(one.n_students for one in SMALL),
        n_schools=named.N_SCHOOLS - len(SMALL),
        seed=named.DEMO_SEED,
        year=named.DEMO_YEAR,
        until=named.LAST_DATA_DAY,
        pins=Pins(students=_students(), people=_people()),
        small=SMALL,
    )


def write_demo_district(folder: Path, progress: Progress | None = None) -> dict[str, int]:
    """This function will write the demo's district as the files a real one exports: rows by table."""
    return write_sample(folder, demo_sample(), progress)


def write_last_year(folder: Path) -> dict[str, int]:
    """This function will write the demo's last school year, which has ended: rows by table."""
    return write_year_before(folder, demo_sample())


def _students() -> dict[int, Pin]:
    mateo, valentina = _number(named.CAST_STUDENT), _number(named.CAST_SIBLING)
    pins = {
        mateo: Pin(
            grade=10,
            section=1,
            family=mateo,
            sex="male",
            culture="latino",
            given_name=cast.STUDENT.given_name,
            family_name=cast.STUDENT.family_name,
            username=cast.STUDENT.username,
            needs=("economically_disadvantaged", "english_learner"),
            not_needs=_NO_NEEDS,
            stays=True,
        ),
        valentina: Pin(
            grade=4,
            family=mateo,
            sex="female",
            culture="latino",
            given_name="Valentina",
            family_name=cast.STUDENT.family_name,
            needs=("economically_disadvantaged", "english_learner"),
            not_needs=_NO_NEEDS,
            stays=True,
        ),
        **_named_students(),
    }
    for number in tuple(pins):
        _keep_families_apart(pins, number)
    return pins | _alike()


def _named_students() -> dict[int, Pin]:
    moved_to = int(named.OTHER_ELEMENTARY[-4:])
    return {
        _number(named.OTHER_SCHOOL_STUDENT): Pin(grade=3, stays=True),
        _number(named.CLASSMATE): Pin(grade=10, section=1, stays=True),
        _number(named.NOT_TAUGHT_STUDENT): Pin(grade=12, section=2, stays=True),
        _number(named.MOVED_STUDENT): Pin(grade=2, stays=True, moves_on=named.MOVED_ON, moves_to=moved_to),
        _number(named.HOMELESS_STUDENT): Pin(grade=7, needs=("economically_disadvantaged", "homeless"), stays=True),
        _number(named.LONG_NAME_STUDENT): Pin(
            grade=11,
            sex="female",
            culture="latino",
            given_name="María Guadalupe Xóchitl",
            family_name="Villaseñor-Echeverría y Ordóñez de Zúñiga",
            stays=True,
        ),
        _number(named.PREFERRED_NAME_STUDENT): Pin(
            grade=9,
            sex="male",
            culture="arabic",
            given_name="Mohammed",
            preferred_name="محمد",
            stays=True,
        ),
    }


def _alike() -> dict[int, Pin]:
    """One girl who stands in the roster twice, her name spelled in two ways, and twins who are two."""
    twice, twins = date(2015, 5, 16), date(2016, 4, 29)
    names = (
        (named.ENTERED_TWICE[0], "Belén", "Muñoz Quiñones", twice),
        (named.ENTERED_TWICE[1], "Belen", "Muñoz Quiñonez", twice),
        (named.TWINS[0], "Emmett", "Fletcher", twins),
        (named.TWINS[1], "Everett", "Fletcher", twins),
    )
    pins = {_number(pk): Pin(given_name=given, family_name=family, born=born) for pk, given, family, born in names}
    anew = _number(named.ENTERED_TWICE[1])
    return pins | {anew: replace(pins[anew], new=True)}


def _keep_families_apart(pins: dict[int, Pin], number: int) -> None:
    """Make only children of the block around a named student, so that no drawn sibling contradicts a pin."""
    first = (number - 1) // FAMILY_BLOCK * FAMILY_BLOCK + 1
    for other in range(first, first + FAMILY_BLOCK):
        pin = pins.get(other, Pin())
        if pin.family is None:
            pins[other] = replace(pin, family=other)


def _people() -> dict[str, Person]:
    people = {
        member.person_id: Person(member.given_name, member.family_name, member.username, member.email)
        for member in cast.CAST
        if member.person_id.startswith(("E-", "G-"))
    }
    father = f"{named.CAST_GUARDIAN[:-1]}2"
    people[father] = Person("Ramón", "Muñoz Solís", "ramon.munoz", "ramon.munoz@mail.example", "male")
    for key in named.ENTERED_TWICE_MOTHER:
        people[key] = Person("Noemí", "Quiñones Vega", f"noemi.{key[4:8]}", "noemi.quinones@mail.example", "female")
    for key in named.TWINS_FATHER:
        people[key] = Person("Warren", "Fletcher", f"warren.{key[4:8]}", f"warren.{key[4:8]}@mail.example", "male")
    return people


def _number(student_id: str) -> int:
    return int(student_id.removeprefix("S-"))
