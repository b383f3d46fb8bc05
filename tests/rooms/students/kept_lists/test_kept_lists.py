"""Lists that somebody keeps: what is kept, who finds them, and that each sees their own students on them."""

from typing import TYPE_CHECKING

import pytest
from tests.rooms.conftest import SET_UP, Town

if TYPE_CHECKING:
    from django.test import Client

    from throughline.rooms.students.models import KeptList

KEEP = "/students/lists/keep/"


def _keep(town: Town, who: str, name: str, address: str = "grade=10", shared: str = "nobody") -> "KeptList":
    from throughline.rooms.students.models import KeptList

    answer = town.client(who).post(f"{KEEP}?{address}", {"name": name, "shared": shared})
    assert answer.status_code == 302, answer.content.decode()
    return KeptList.objects.get(name=" ".join(name.split()), owner=town.users[who].pk)


def _tabs(client: "Client") -> str:
    page = client.get("/students/").content.decode()
    return page.partition('<nav class="tabs"')[2].partition("</nav>")[0]


def test_a_list_opens_again_as_it_was_narrowed_ordered_and_with_its_columns(town: Town) -> None:
    row = _keep(town, "coordinator", "Tenth grade", "grade=10&sort=-name&show=away&show=needs")
    client = town.client("coordinator")
    assert f'href="/students/?{row.address}"'.replace("&", "&amp;") in _tabs(client)
    page = client.get(f"/students/?{row.address}").content.decode()
    assert page.index("Mateo Muñoz") < page.index("Zoë Classmate"), "from the last name to the first"
    assert "Nils Nottaught" not in page
    assert "Days away" in page
    assert "Keep this list" not in page, "it is kept already"


def test_nothing_but_facets_order_and_columns_is_kept(town: Town) -> None:
    row = _keep(town, "coordinator", "Odd", "grade=10&page=3&text=Mateo&export=csv&q=Mateo&class=" + "9" * 80)
    assert row.address == "grade=10"


def test_a_name_that_was_typed_to_find_somebody_is_not_kept(town: Town) -> None:
    client = town.client("coordinator")
    client.post("/students/find/", {"text": "Mateo"})
    client.post(f"{KEEP}?grade=10", {"name": "Tenth grade", "shared": "nobody"})
    page = client.get("/students/lists/").content.decode()
    assert "Mateo" not in page
    assert "/students/?grade=10" in page


def test_only_its_keeper_finds_a_list_that_is_not_shared(town: Town) -> None:
    row = _keep(town, "coordinator", "Mine alone")
    assert "Mine alone" in _tabs(town.client("coordinator"))
    for who in ("principal", "nurse", "data_lead", "coordinator_elsewhere", "teacher"):
        client = town.client(who)
        assert "Mine alone" not in client.get("/students/").content.decode()
        assert client.get(f"/students/lists/{row.pk}/").status_code == 404
        assert client.post(f"/students/lists/{row.pk}/", {"name": "Taken", "shared": "nobody"}).status_code == 404
        assert client.post(f"/students/lists/{row.pk}/let-go/").status_code == 404
    row.refresh_from_db()
    assert row.name == "Mine alone"


def test_shared_at_a_school_those_who_work_there_find_it_and_see_their_own_students(town: Town) -> None:
    row = _keep(town, "coordinator", "Tenth grade", "grade=10", f"school:{town.high.pk}")
    assert "Tenth grade" in _tabs(town.client("principal"))
    assert "Tenth grade" in _tabs(town.client("data_lead")), "the district's own office finds it too"
    for who in ("coordinator_elsewhere", "guardian", "student"):
        assert "Tenth grade" not in town.client(who).get("/students/lists/").content.decode()
    elsewhere = town.client("coordinator_elsewhere").get(f"/students/?{row.address}").content.decode()
    assert "Mateo" not in elsewhere


def test_a_teacher_finds_what_is_shared_at_the_school_of_their_post(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import StaffMember, StaffPost

    _keep(town, "coordinator", "Tenth grade", "grade=10", f"school:{town.high.pk}")
    assert "Tenth grade" not in _tabs(town.client("teacher"))
    with acting_as(SET_UP):
        staff = StaffMember.objects.create(
            source_id=town.users["teacher"].source_id, given_name="Thao", family_name="Nguyen"
        )
        StaffPost.objects.create(source_id="post", staff=staff, organization=town.high, role="teacher")
    assert "Tenth grade" in _tabs(town.client("teacher"))


def test_shared_with_the_district_all_who_work_there_find_it_and_no_family(town: Town) -> None:
    _keep(town, "data_lead", "New to us", "joined=new", "district")
    for who in ("coordinator", "coordinator_elsewhere", "principal", "nurse"):
        assert "New to us" in _tabs(town.client(who))
    for who in ("guardian", "student"):
        assert "New to us" not in town.client(who).get("/students/lists/").content.decode()


@pytest.mark.parametrize(
    ("who", "shared"),
    [("coordinator", "district"), ("coordinator", "school:cedar"), ("guardian", "school:high"), ("nurse", "everybody")],
)
def test_nobody_shares_where_they_do_not_work(town: Town, who: str, shared: str) -> None:
    from throughline.rooms.students.models import KeptList

    asked = shared.replace("cedar", str(town.cedar.pk)).replace("high", str(town.high.pk))
    answer = town.client(who).post(f"{KEEP}?grade=10", {"name": "Tenth grade", "shared": asked})
    assert answer.status_code == 400
    assert not KeptList.objects.exists()


def test_a_second_list_of_the_same_name_is_refused_in_words(town: Town) -> None:
    _keep(town, "coordinator", "Tenth grade")
    answer = town.client("coordinator").post(f"{KEEP}?grade=9", {"name": " Tenth  grade ", "shared": "nobody"})
    assert answer.status_code == 400
    assert "You keep a list of this name already." in answer.content.decode()
    assert _keep(town, "principal", "Tenth grade ").name == "Tenth grade"


@pytest.mark.parametrize("name", ["", "   ", "\x00", "x" * 61])
def test_a_list_needs_a_name_of_up_to_60_letters(town: Town, name: str) -> None:
    assert town.client("coordinator").post(f"{KEEP}?grade=10", {"name": name, "shared": "nobody"}).status_code == 400


def test_its_keeper_renames_shares_and_lets_go(town: Town) -> None:
    from throughline.rooms.students.models import KeptList

    row = _keep(town, "coordinator", "Tenth grade")
    client = town.client("coordinator")
    asked = {"name": "Grade 10", "shared": f"school:{town.high.pk}"}
    assert client.post(f"/students/lists/{row.pk}/", asked).status_code == 302
    assert "Grade 10" in _tabs(town.client("principal"))
    assert "Alder Valley High School" in client.get("/students/lists/").content.decode()
    client.post(f"/students/lists/{row.pk}/let-go/")
    assert not KeptList.objects.exists()
    assert _tabs(town.client("principal")) == ""


@pytest.mark.parametrize("who", ["finance", "state_analyst", "outsider"])
def test_those_who_list_no_students_keep_none(town: Town, who: str) -> None:
    client = town.client(who)
    assert client.get("/students/lists/").status_code == 403
    assert client.get(KEEP).status_code == 403
    assert client.post(f"{KEEP}?grade=10", {"name": "Tenth", "shared": "nobody"}).status_code == 403


def test_the_list_of_students_asks_as_often_with_one_kept_list_as_with_many(town: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            town.client("coordinator").get("/students/")
        return len(queries.captured_queries)

    _keep(town, "coordinator", "First")
    one = asked()
    for number in range(6):
        _keep(town, "coordinator", f"List {number}", f"grade={number}")
    assert asked() == one > 0
