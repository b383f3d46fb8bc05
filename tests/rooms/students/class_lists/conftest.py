"""The grade whose class list is made."""

import pytest
from tests.rooms.conftest import FIRST_DAY, SET_UP, Town
from tests.rooms.students.class_lists.lists import N_MORE


@pytest.fixture
def grade(town: Town) -> Town:
    """The tenth grade with six more students, every second a girl; the teacher teaches Mateo, Zoë and the first."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import models as students

    with acting_as(SET_UP):
        for number in range(N_MORE):
            key = f"more{number}"
            town.students[key] = students.Student.objects.create(
                source_id=key, given_name=f"Name{number}", family_name="Onemore", grade="10", home_school=town.high
            )
        tenth = ["mateo", "classmate", *(f"more{number}" for number in range(N_MORE))]
        for number, key in enumerate(tenth):
            sex = "female" if number % 2 else "male"
            students.Demographics.objects.create(student=town.students[key], sex=sex)
        students.Relation.objects.create(
            user=town.users["teacher"], student=town.students["more0"], relation="teacher", starts_on=FIRST_DAY
        )
    return town
