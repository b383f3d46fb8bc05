"""Children with names of all kinds, to be looked for."""

import pytest
from tests.rooms.conftest import SET_UP, Town


@pytest.fixture
def named(town: Town) -> Town:
    """Two surnames, a name they go by, marks within a name, and one like Mateo's where a coordinator may not look."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        for number, (given_name, family_name, goes_by, school) in enumerate(
            (
                ("Jesús", "Castañeda Vásquez", "Chuy", town.high),
                ("Siobhán", "O'Brien-Díaz", "", town.high),
                ("Mateo", "Muñozano", "", town.cedar),
                ("Sunniva", "Ruiz-García Sørli", "", town.high),
            )
        ):
            Student.objects.create(
                source_id=f"named-{number}",
                given_name=given_name,
                family_name=family_name,
                preferred_given_name=goes_by,
                grade="10",
                home_school=school,
            )
    return town
