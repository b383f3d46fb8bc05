"""Adults entered twice: who is proposed, who looks, joining and parting, and that no sign-in sees a child more."""

from dataclasses import dataclass
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, NotFound, RefusedInput

LIST = "/students/duplicates/adults/"
OTHERS = ("teacher", "coordinator", "principal", "privacy_officer", "guardian", "student", "partner", "outsider")
REASON = {"reason": "The school asked her."}


@dataclass
class Twice:
    """A mother entered twice: for Mateo, with a sign-in of her own, and for Valentina, with another."""

    town: Town
    first: int
    again: int
    users: tuple[int, int]

    def pair(self) -> int:
        from throughline.rooms.students.adults.looking import look_for_adults
        from throughline.rooms.students.pairs import LikelyAdults

        look_for_adults(by=self.town.viewer("administrator"), at=AT)
        with _acting(self.town):
            return LikelyAdults.objects.get(one=self.first, other=self.again).pk

    def join(self, who: str = "administrator", keep: int = 0, reason: str = "The school asked her.") -> int:
        from throughline.rooms.students.adult_joins.commands import join_adults

        pair = self.pair()
        with _acting(self.town, who):
            by = self.town.viewer(who)
            return join_adults(by=by, at=AT, pair_id=pair, keep_id=keep or self.first, reason=reason).pk

    def part(self, join_id: int, who: str = "administrator") -> None:
        from throughline.rooms.students.adult_joins.commands import part_adults

        with _acting(self.town, who):
            part_adults(by=self.town.viewer(who), at=AT, join_id=join_id)


def _acting(town: Town, who: str = "administrator"):  # type: ignore[no-untyped-def]  # a context of the accounts room
    from throughline.rooms.accounts.sight.viewing import acting_as

    return acting_as(SET_UP if who == "" else town.viewer(who))


@pytest.fixture
def twice(town: Town) -> Twice:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Guardian, Guardianship, Relation

    with _acting(town, ""):
        made, users = [], []
        for key, family, phone, child in (
            ("G-1", "Vega Solís", "+1-555-203-1187", "mateo"),
            ("G-2", "Vega Solis", "(555) 203-1187", "valentina"),
        ):
            adult = Guardian.objects.create(
                source_id=key, given_name="Nadia", family_name=family, phone=phone, email=f"{key}@mail.example"
            )
            Guardianship.objects.create(student=town.students[child], guardian=adult)
            user = accounts.add_person(
                by=SET_UP,
                at=AT,
                username=key,
                name="Nadia Vega",
                email="",
                language="en",
                source_id=key,
                password="x" * 16,
            )
            made.append(adult.pk)
            users.append(user.pk)
        Relation.objects.filter(user__in=users).delete()
    from throughline.rooms.students.relations.commands import refresh_relations

    with _acting(town):
        refresh_relations(by=town.viewer("administrator"), at=AT)
    return Twice(town, made[0], made[1], (users[0], users[1]))


def _sight(twice: Twice) -> dict[str, set[tuple[str, int]]]:
    """All that each sign-in of the town sees of students, adults and who stands for whom, past both walls."""
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.households import with_contacts
    from throughline.rooms.students.models import Guardian, Student

    found = {}
    for user in accounts.User.objects.order_by("pk"):
        viewer = user.viewer()
        with acting_as(viewer):
            seen = {("student", pk) for pk in access.get_students_for(viewer).values_list("pk", flat=True)}
            seen |= {("student row", pk) for pk in Student.objects.values_list("pk", flat=True)}
            seen |= {("adult row", pk) for pk in Guardian.objects.values_list("pk", flat=True)}
            for row in access.get_guardianships_for(viewer):
                seen.add(("stands", row.pk))
            reached = with_contacts(viewer, access.get_guardianships_for(viewer).order_by("pk"))
            seen |= {("phone", one.adult.pk) for one in reached if one.adult.phone}
        found[user.username] = seen
    return found


def _rows(town: Town) -> dict[str, list[str]]:
    """Every row of each table that names an adult, and the relations, byte for byte."""
    with _acting(town, ""), connection.cursor() as cursor:
        cursor.execute("""select distinct c.conrelid::regclass::text from pg_constraint c
            where c.contype = 'f' and c.confrelid = 'students_guardian'::regclass""")
        tables = {table for (table,) in cursor.fetchall()} - {"students_likelyadults", "students_adultjoin"}
        found = {}
        for table in sorted(tables | {"students_guardian", "students_relation"}):
            cursor.execute(f"select to_jsonb(t)::text from {table} t order by 1")  # noqa: S608 - our own names
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def test_a_mother_entered_once_for_each_child_is_found_and_shown_side_by_side(twice: Twice) -> None:
    pair = twice.pair()
    client = twice.town.client("data_lead")
    listed = client.get(LIST).content.decode()
    assert "Nadia Vega Solís, for Mateo Muñoz Herrera" in listed
    assert "same phone" in listed
    page = client.get(f"{LIST}{pair}/").content.decode()
    assert "G-1@mail.example" in page
    assert "Stand for different students" in page
    assert "Two people of one name in two households" in page


def test_no_sign_in_sees_more_or_less_when_two_are_joined_and_when_they_are_parted(twice: Twice) -> None:
    before = _sight(twice)
    assert ("student", twice.town.students["mateo"].pk) in before["G-1"]
    assert ("student", twice.town.students["mateo"].pk) not in before["G-2"]
    join = twice.join()
    assert _sight(twice) == before
    twice.part(join)
    assert _sight(twice) == before


def test_a_sign_in_made_after_the_joining_sees_what_its_own_record_stands_for(twice: Twice) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.relations.commands import refresh_relations

    with _acting(twice.town, ""):
        accounts.User.objects.filter(username="G-1").update(source_id="")
    twice.join()
    with _acting(twice.town, ""):
        accounts.User.objects.filter(username="G-1").update(source_id="G-1")
    with _acting(twice.town):
        refresh_relations(by=twice.town.viewer("administrator"), at=AT)
    seen = _sight(twice)["G-1"]
    assert {pk for what, pk in seen if what == "student"} == {twice.town.students["mateo"].pk}


def test_joining_and_parting_is_as_if_nothing_had_been(twice: Twice) -> None:
    before = _rows(twice.town)
    join = twice.join()
    assert _rows(twice.town) == before, "nothing moves"
    twice.part(join)
    assert _rows(twice.town) == before
    assert twice.pair(), "and the pair waits again"


@pytest.mark.parametrize("seed", range(6))
def test_in_any_families_joining_then_parting_changes_no_row_and_no_sight(twice: Twice, seed: int) -> None:
    from throughline.rooms.agreements.models import ContactLimit
    from throughline.rooms.students.models import Guardianship
    from throughline.rooms.students.relations.commands import refresh_relations

    luck = Random(seed)  # noqa: S311 - no secret
    with _acting(twice.town, ""):
        for adult in (twice.first, twice.again):
            for student in twice.town.students.values():
                if luck.random() < 0.5:
                    Guardianship.objects.get_or_create(student=student, guardian_id=adult)
                if luck.random() < 0.4:
                    ContactLimit.objects.create(
                        student=student,
                        guardian_id=adult,
                        may_not_consent=luck.random() < 0.5,
                        may_not_be_told=luck.random() < 0.5,
                        may_not_pick_up=luck.random() < 0.5,
                        starts_on="2026-09-01",
                        reason="Order",
                        noted_at=AT.replace(year=2025),
                    )
    with _acting(twice.town):
        refresh_relations(by=twice.town.viewer("administrator"), at=AT)
    rows, sight = _rows(twice.town), _sight(twice)
    join = twice.join(keep=luck.choice((twice.first, twice.again)))
    joined = _sight(twice)
    assert all(joined[who] <= seen for who, seen in sight.items()), "a limit of either may take away, and none gives"
    twice.part(join)
    assert _sight(twice) == sight
    after = _rows(twice.town)
    assert [_without_id(row) for row in after.pop("students_relation")] == [
        _without_id(row) for row in rows.pop("students_relation")
    ]
    assert after == rows


def _without_id(row: str) -> str:
    import json

    return json.dumps({key: value for key, value in json.loads(row).items() if key != "id"}, sort_keys=True)


def test_where_both_stand_for_a_student_staff_see_one_with_all_ways_to_reach_them(twice: Twice) -> None:
    from throughline.rooms.students.models import Guardian, Guardianship

    town = twice.town
    with _acting(town, ""):
        Guardianship.objects.create(student=town.students["mateo"], guardian_id=twice.again)
        Guardian.objects.filter(pk=twice.again).update(phone="555-0199", email="g-1@mail.example")
    url = f"/students/{town.students['mateo'].pk}/"
    assert town.client("coordinator").get(url).content.decode().count("Nadia Vega Sol") == 2
    with _acting(town, ""):
        Guardian.objects.filter(pk=twice.again).update(email="nadia@mail.example", family_name="Vega Solís")
        Guardian.objects.filter(pk=twice.first).update(email="nadia@mail.example")
    join = twice.join(keep=twice.again)
    page = town.client("coordinator").get(url).content.decode()
    assert page.count("Nadia Vega Solís") == 1
    assert "555-0199" in page
    assert "+1-555-203-1187" in page
    assert page.count(">nadia@mail.example<") == 1
    twice.part(join)
    assert town.client("coordinator").get(url).content.decode().count("Nadia Vega Solís") == 2


def test_two_people_are_not_proposed_again_until_something_changes_and_not_joined(twice: Twice) -> None:
    from throughline.rooms.students.models import Guardian

    pair, client = twice.pair(), twice.town.client("administrator")
    assert client.post(f"{LIST}{pair}/two-people/").status_code == 302
    assert client.post(f"{LIST}{pair}/two-people/").status_code == 400
    assert twice.pair() == pair
    assert "Nadia" not in client.get(LIST).content.decode()
    assert "Nadia" in client.get(LIST, {"said": "two"}).content.decode()
    assert client.post(f"{LIST}{pair}/keep/{twice.first}/", REASON).status_code == 400
    with _acting(twice.town, ""):
        Guardian.objects.filter(pk=twice.again).update(email="G-1@mail.example")
    assert twice.pair() == pair
    assert "Nadia" in client.get(LIST).content.decode()
    assert "Something about them has changed" in client.get(f"{LIST}{pair}/").content.decode()
    assert client.post(f"{LIST}{pair}/two-people/take-back/").status_code == 302


def test_a_join_needs_a_reason_and_one_of_the_two(twice: Twice) -> None:
    with pytest.raises(RefusedInput):
        twice.join(reason="  ")
    with pytest.raises(NotFound):
        twice.join(keep=999_999)
    answer = twice.town.client("administrator").post(f"{LIST}{twice.pair()}/keep/{twice.first}/", {"reason": ""})
    assert answer.status_code == 200
    assert "Why they are one person" in answer.content.decode()


def test_the_browser_joins_and_parts_and_tells_who_said_why(twice: Twice) -> None:
    from throughline.rooms.audit.models import AuditRecord
    from throughline.rooms.students.joins import AdultJoin

    client, pair = twice.town.client("data_lead"), twice.pair()
    page = client.get(f"{LIST}{pair}/keep/{twice.again}/").content.decode()
    assert "Each sign-in goes on seeing the students it saw" in page
    assert client.post(f"{LIST}{pair}/keep/{twice.again}/", REASON).status_code == 302
    listed = client.get(f"{LIST}joined/").content.decode()
    assert "The school asked her." in listed
    with _acting(twice.town):
        join = AdultJoin.objects.get()
        assert (join.kept_id, join.joined_id) == (twice.again, twice.first)
    assert client.post(f"{LIST}joined/{join.pk}/part/").status_code == 302
    assert client.post(f"{LIST}joined/{join.pk}/part/").status_code == 400
    assert "Parted" in client.get(f"{LIST}joined/").content.decode()
    with _acting(twice.town, "privacy_officer"):
        acts = AuditRecord.objects.filter(noun="adults").order_by("pk").values_list("act", flat=True)
        assert list(acts) == ["join", "part"]
        assert AdultJoin.objects.exists(), "who answers for privacy reads what was joined"
    with _acting(twice.town):
        events = AdultJoin._meta.apps.get_model("students", "AdultJoinEvent").objects.filter(pgh_obj_id=join.pk)
        assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["made", "changed"]


def test_joins_do_not_contradict_one_another(twice: Twice) -> None:
    from throughline.rooms.students.adult_joins.commands import join_adults
    from throughline.rooms.students.adults.commands import say_two_adults
    from throughline.rooms.students.adults.looking import look_for_adults
    from throughline.rooms.students.models import Guardian, Guardianship
    from throughline.rooms.students.pairs import LikelyAdults

    town, by = twice.town, twice.town.viewer("administrator")
    with _acting(town, ""):
        third = Guardian.objects.create(
            source_id="G-3", given_name="Nadia", family_name="Vega Solís", phone="555-203-1187"
        )
        Guardianship.objects.create(student=town.students["mateo"], guardian=third)
    look_for_adults(by=by, at=AT)
    with _acting(town):
        of = {(row.one_id, row.other_id): row.pk for row in LikelyAdults.objects.all()}
        say_two_adults(by=by, at=AT, pair_id=of[twice.again, third.pk])
        join_adults(by=by, at=AT, pair_id=of[twice.first, twice.again], keep_id=twice.first, reason="One.")
        with pytest.raises(RefusedInput, match="not the same person"):
            join_adults(by=by, at=AT, pair_id=of[twice.first, third.pk], keep_id=twice.first, reason="One.")
        with pytest.raises(RefusedInput, match="another join"):
            join_adults(by=by, at=AT, pair_id=of[twice.first, third.pk], keep_id=third.pk, reason="One.")
    look_for_adults(by=by, at=AT)
    with _acting(town):
        assert not LikelyAdults.objects.filter(one=twice.first, other=twice.again).exists(), "joined is not proposed"


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_looks_joins_or_parts(twice: Twice, who: str) -> None:
    client, pair, join = twice.town.client(who), twice.pair(), 999_999
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{pair}/").status_code == 403
    assert client.get(f"{LIST}{pair}/keep/{twice.first}/").status_code == 403
    assert client.post(f"{LIST}{pair}/keep/{twice.first}/", REASON).status_code == 403
    assert client.post(f"{LIST}{pair}/two-people/").status_code == 403
    assert client.post(f"{LIST}{pair}/two-people/take-back/").status_code == 403
    with pytest.raises(NotAllowed):
        twice.join(who)
    join = twice.join()
    assert client.get(f"{LIST}joined/").status_code == 403
    assert client.post(f"{LIST}joined/{join}/part/").status_code == 403
    with pytest.raises(NotAllowed):
        twice.part(join, who)


@pytest.mark.parametrize("who", OTHERS)
def test_the_second_wall_hides_pairs_and_joins_by_itself(twice: Twice, who: str) -> None:
    from throughline.rooms.students.joins import AdultJoin
    from throughline.rooms.students.pairs import LikelyAdults

    twice.pair()
    with _acting(twice.town, who):
        assert not LikelyAdults.objects.exists()
    twice.join()
    with _acting(twice.town, who):
        assert AdultJoin.objects.exists() == (who == "privacy_officer"), "who reads of every family, and writes of none"
        assert AdultJoin.objects.update(reason="changed") == 0


def test_looking_is_noted_for_each_student_of_either(twice: Twice) -> None:
    from throughline.rooms.audit.models import Disclosure

    client = twice.town.client("administrator")
    client.get(f"{LIST}{twice.pair()}/")
    with _acting(twice.town, "privacy_officer"):
        noted = Disclosure.objects.filter(place="students.adults").values_list("student_id", "record_class")
        assert {pk for pk, _name in noted} == {twice.town.students[key].pk for key in ("mateo", "valentina")}
        assert {name for _pk, name in noted} == {"directory", "family_contacts"}


def test_the_list_costs_as_many_queries_however_long(twice: Twice) -> None:
    from throughline.rooms.students.models import Guardian, Guardianship

    client = twice.town.client("administrator")
    twice.pair()
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    with _acting(twice.town, ""):
        for place in range(3):
            more = Guardian.objects.create(
                source_id=f"more-{place}", given_name="Nadia", family_name="Vega", phone="555-203-1187"
            )
            Guardianship.objects.create(student=twice.town.students["classmate"], guardian=more)
    twice.pair()
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)
