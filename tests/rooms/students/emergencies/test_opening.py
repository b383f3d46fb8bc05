"""Breaking the glass: one student, for a reason and a short time; both walls before, during and after."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.rooms.conftest import FIRST_DAY, SET_UP, Town
from tests.rooms.students.emergencies.conftest import CLOSED, OPEN, WHY, break_glass, found_in, look_up, sees, the_one

from throughline.values.viewer import Viewer


def test_both_walls_open_for_what_the_policy_names_and_no_more(town: Town) -> None:
    assert sees(town, "coordinator_elsewhere", "mateo") == CLOSED
    client = break_glass(town, "coordinator_elsewhere", "mateo munoz HERRERA", "mateo")
    assert sees(town, "coordinator_elsewhere", "mateo") == OPEN
    assert sees(town, "coordinator_elsewhere", "classmate") == CLOSED
    assert sees(town, "nurse", "elsewhere") == CLOSED, "it is hers alone who opened it"
    page = client.get(f"/students/{town.students['mateo'].pk}/").content.decode()
    assert "You opened this record in an emergency" in page
    assert "for 60 more minutes" in page
    assert "555-0100" in page
    assert "B+" not in page


def test_it_is_over_by_the_clock_with_no_job(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Relation

    client = break_glass(town, "coordinator_elsewhere", "Mateo Muñoz Herrera", "mateo")
    with acting_as(SET_UP):
        assert Relation.objects.filter(relation="emergency").update(until_at=timezone.now() - timedelta(hours=1)) == 1
    assert sees(town, "coordinator_elsewhere", "mateo") == CLOSED
    assert client.get(f"/students/{town.students['mateo'].pk}/").status_code == 404
    assert "Mateo" not in client.get("/students/emergency/").content.decode()


def test_whoever_opened_it_closes_it_at_once_and_nobody_else_can(town: Town) -> None:
    client = break_glass(town, "coordinator_elsewhere", "Mateo Muñoz Herrera", "mateo")
    pk = the_one().pk
    for who in ("privacy_officer", "nurse", "outsider", "guardian"):
        assert town.client(who).post(f"/students/emergency/{pk}/close/").status_code == 404
    assert sees(town, "coordinator_elsewhere", "mateo") == OPEN
    for _again in range(2):
        assert client.post(f"/students/emergency/{pk}/close/").status_code == 302
    assert sees(town, "coordinator_elsewhere", "mateo") == CLOSED
    assert the_one().closed_at is not None


@pytest.mark.parametrize(
    "who",
    [
        "teacher",
        "finance",
        "data_lead",
        "administrator",
        "privacy_officer",
        "guardian",
        "student",
        "partner",
        "outsider",
    ],
)
def test_a_role_without_the_right_is_refused_at_every_step(town: Town, who: str) -> None:
    client = town.client(who)
    assert client.get("/students/emergency/").status_code == 403
    assert client.post("/students/emergency/", {"text": "Eve Elsewhere"}).status_code == 403
    assert client.post("/students/emergency/open/", {"student": 1, "reason": WHY}).status_code == 403
    assert "/students/emergency/" not in client.get("/").content.decode()


def test_it_cannot_be_opened_while_viewing_as_somebody_who_could(town: Town) -> None:
    from throughline.rooms.students.emergencies.commands import look_up, open_emergency
    from throughline.values.errors import NotAllowed

    both = Viewer(user_id=town.users["nurse"].pk, name="as", behind=town.viewer("coordinator"))
    with pytest.raises(NotAllowed):
        look_up(by=both, at=timezone.now(), text="Eve Elsewhere")
    with pytest.raises(NotAllowed):
        open_emergency(by=both, at=timezone.now(), student_id=town.students["elsewhere"].pk, reason=WHY)


def test_it_needs_a_reason_and_shows_again_whom_it_is_about(town: Town) -> None:
    client = town.client("coordinator_elsewhere")
    given = {"found": found_in(look_up(client, "Nils Nottaught")), "student": town.students["not_taught"].pk}
    answer = client.post("/students/emergency/open/", given | {"reason": "   "})
    page = answer.content.decode()
    assert (answer.status_code, "Nils Nottaught, Alder Valley High School, Grade 12" in page) == (200, True)
    assert "Fill in “What is happening" in page
    assert sees(town, "coordinator_elsewhere", "not_taught") == CLOSED


def test_only_somebody_one_found_oneself_can_be_opened(town: Town) -> None:
    mine, hers = town.client("coordinator_elsewhere"), town.client("nurse")
    found = found_in(look_up(mine, "Nils Nottaught"))
    other = {"found": found, "student": town.students["mateo"].pk, "reason": WHY}
    assert mine.post("/students/emergency/open/", other).status_code == 200, "the form is shown again"
    for sealed in (found, found[:-2], "", "x:y:z"):
        given = {"found": sealed, "student": town.students["not_taught"].pk, "reason": WHY}
        assert hers.post("/students/emergency/open/", given)["Location"] == "/students/emergency/"
    assert sees(town, "coordinator_elsewhere", "mateo") == CLOSED


def test_who_sees_all_of_it_by_their_work_needs_no_emergency(town: Town) -> None:
    from throughline.rooms.accounts.models import RoleAssignment
    from throughline.rooms.students.emergencies.commands import open_emergency
    from throughline.values.errors import RefusedInput

    page = look_up(town.client("coordinator"), "Mateo Muñoz Herrera")
    assert "You see this student by your work already" in page
    assert found_in(page), "her role does not show health, and an emergency would"
    RoleAssignment.objects.create(
        user=town.users["coordinator"], relation="school_health", organization=town.high, starts_on=FIRST_DAY
    )
    page = look_up(town.client("coordinator"), "Mateo Muñoz Herrera")
    assert "You see this student by your work already" in page
    assert not found_in(page)
    with pytest.raises(RefusedInput):
        open_emergency(
            by=town.viewer("coordinator"), at=timezone.now(), student_id=town.students["mateo"].pk, reason=WHY
        )
