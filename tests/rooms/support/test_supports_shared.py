"""Supports are a class of record of their own: who teaches logs, a partner sees what it gives, tight stays tight."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.conftest import Gives, Logs
from tests.rooms.support.meeting_ground import Ground

from throughline.values.errors import NotAllowed

if TYPE_CHECKING:
    from throughline.rooms.partners.models import Program

LOGGED = {"on": "2026-11-20", "go": "came", "from": "student"}


@pytest.fixture
def program_of(ground: Ground) -> "Callable[..., Program]":
    """A program of the partner in the town, or of another organization outside the district."""

    def program_of(organization: str, *, record_class: str = "supports") -> "Program":
        from throughline.rooms.partners import api as partners

        facts = partners.ProgramFacts(f"Of {organization}", "academic", record_class=record_class)
        place, by = ground.town.outside[organization].pk, ground.town.viewer("administrator")
        with ground.acting("administrator"):
            return partners.add_program(by=by, at=AT, key=uuid4(), provider_id=place, facts=facts)

    return program_of


def _share(town: Town, organization: str, relation: str, *classes: str, student: str = "mateo") -> None:
    from throughline.rooms.accounts.api import acting_as, forget_kept
    from throughline.rooms.students.models import Relation

    with acting_as(SET_UP):
        Relation.objects.create(
            organization=town.outside[organization],
            student=town.students[student],
            relation=relation,
            record_classes=list(classes),
        )
    forget_kept()


def _seen(town: Town, key: str) -> tuple[set[int], set[int]]:
    """The supports that the first wall by itself, and the second by itself, show somebody."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.support import access
    from throughline.rooms.support.models import Support

    viewer = town.viewer(key)
    with acting_as(viewer):
        second = set(Support.objects.values_list("pk", flat=True))
    with acting_as(SET_UP):
        first = set(access.get_supports_for(viewer).values_list("pk", flat=True))
    return first, second


@pytest.mark.parametrize("relation", ["partner", "partner_referral"])
def test_a_partner_sees_places_in_its_own_programs_and_no_others(
    town: Town, give: Gives, program_of: "Callable[..., Program]", relation: str
) -> None:
    ours, theirs = give(into=program_of("partner")), give(into=program_of("state_analyst"))
    school = give()
    assert _seen(town, "partner") == (set(), set())
    _share(town, "partner", relation, "directory", "supports")
    assert _seen(town, "partner") == ({ours.pk}, {ours.pk})
    client = town.client("partner")
    page = client.get(f"/students/{town.students['mateo'].pk}/supports/").content.decode()
    assert "Of partner" in page
    assert "Of state_analyst" not in page
    assert "Tutoring" not in page
    assert client.get(f"/supports/{ours.pk}/").status_code == 200
    for other in (theirs, school):
        assert client.get(f"/supports/{other.pk}/").status_code == 404
    assert client.post(f"/supports/{ours.pk}/session/", LOGGED | {"key": uuid4()}).status_code == 403


def test_sessions_and_history_stand_behind_the_same_wall(
    town: Town, ground: Ground, give: Gives, program_of: "Callable[..., Program]", log: Logs
) -> None:
    ours, theirs = give(into=program_of("partner")), give(into=program_of("state_analyst"))
    for support in (ours, theirs):
        log(support, 12)
    _share(town, "partner", "partner", "directory", "supports")
    with ground.acting("partner"), connection.cursor() as cursor:
        for table, column in (
            ("support_support", "id"),
            ("support_supportevent", "pgh_obj_id"),
            ("support_session", "support_id"),
            ("support_sessionevent", "support_id"),
        ):
            cursor.execute(f"select distinct {column} from {table}")  # noqa: S608 - our own names
            assert cursor.fetchall() == [(ours.pk,)], table


def test_an_agreement_that_names_needs_alone_shows_no_support(
    town: Town, give: Gives, program_of: "Callable[..., Program]"
) -> None:
    give(into=program_of("partner"))
    _share(town, "partner", "partner", "directory", "needs")
    assert _seen(town, "partner") == (set(), set())


def test_who_views_as_the_partner_sees_no_more_than_both(
    town: Town, give: Gives, program_of: "Callable[..., Program]"
) -> None:
    from dataclasses import replace

    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.support import access

    ours = give(into=program_of("partner"))
    give(into=program_of("state_analyst"))
    _share(town, "partner", "partner", "directory", "supports")
    for behind, seen in (("administrator", {ours.pk}), ("privacy_officer", set())):
        viewer = replace(town.viewer("partner"), behind=town.viewer(behind))
        with acting_as(viewer):
            assert set(access.get_supports_for(viewer).values_list("pk", flat=True)) == seen


def test_a_teacher_logs_for_a_student_of_their_class_and_gives_nothing(town: Town, ground: Ground, give: Gives) -> None:
    from throughline.rooms.support.models import Session

    support, other, health = (
        give(),
        give(student="not_taught", name="Chess"),
        give("nurse", name="Breathing", record_class="health"),
    )
    client, pk = town.client("teacher"), town.students["mateo"].pk
    page = client.get(f"/students/{pk}/supports/").content.decode()
    assert 'name="go" value="came"' in page
    assert "Give a support" not in page
    assert client.post(f"/supports/{support.pk}/session/", LOGGED | {"key": uuid4()}).status_code == 302
    for hidden in (other, health):
        sent = client.post(f"/supports/{hidden.pk}/session/", LOGGED | {"key": uuid4()})
        assert sent.status_code == 404
    with ground.acting("coordinator"):
        assert list(Session.objects.values_list("support", "logged_by")) == [(support.pk, town.users["teacher"].pk)]
    with pytest.raises(NotAllowed):
        give("teacher", into=support.program)
    for path in ("change", "end", "check"):
        assert client.get(f"/supports/{support.pk}/{path}/").status_code == 403, path
    assert client.get(f"/students/{pk}/supports/new/").status_code == 403


def test_the_group_has_of_a_teachers_students_those_they_teach(town: Town, ground: Ground, give: Gives) -> None:
    from throughline.rooms.support.models import Session

    support = give()
    give(student="not_taught", into=support.program)
    client, url = town.client("teacher"), f"/programs/{support.program_id}/sessions/"
    page = client.get(url).content.decode()
    assert f"came-{support.pk}" in page
    assert page.count('value="came"') == 1
    sent = {"key": uuid4(), "on": "2026-11-20", "go": "rest-came"}
    assert client.post(url, sent).status_code == 302
    with ground.acting("coordinator"):
        assert Session.objects.get().support_id == support.pk


@pytest.mark.parametrize(("key", "n"), [("teacher", 0), ("coordinator", 1), ("counselor", 1), ("principal", 0)])
def test_the_database_alone_lets_a_teacher_add_a_session_and_not_change_the_support(
    town: Town, ground: Ground, give: Gives, key: str, n: int
) -> None:
    give()
    with ground.acting(key), connection.cursor() as cursor:
        cursor.execute("update support_support set purpose = 'Mine.'")
        assert cursor.rowcount == n


def _carry() -> None:
    with connection.cursor() as cursor:
        cursor.execute(import_module("throughline.rooms.accounts.migrations.0003_supports_stay_tight").CARRY)


@pytest.mark.parametrize(
    ("relation", "kept", "carried"),
    [
        ("school_counselor", (False, False, False), (False, False, False)),
        ("school_counselor", (True, False, False), None),
        ("coordinator", (True, False, False), (True, False, True)),
        ("guardian", (True, False, False), (True, True, False)),
        ("partner", (False, False, False), (False, False, False)),
        ("district_data", (True, True, True), None),
    ],
)
def test_what_a_district_took_away_with_needs_is_not_given_back_with_supports(
    town: Town, relation: str, kept: tuple[bool, bool, bool], carried: tuple[bool, bool, bool] | None
) -> None:
    from throughline.rooms.accounts.api import acting_as, load_policy
    from throughline.rooms.accounts.models import Rule, Tightening

    names = ("keeps_see", "keeps_write", "keeps_export")
    with acting_as(SET_UP):
        Tightening.objects.create(
            relation=relation, record_class="needs", reason="Board.", **dict(zip(names, kept, strict=True))
        )
        _carry()
        _carry()
        found = Tightening.objects.filter(relation=relation, record_class="supports")
        assert list(found.values_list(*names)) == ([carried] if carried else [])
        load_policy(by=SET_UP, at=AT)
        rule = Rule.objects.filter(relation=relation, record_class="supports").first()
    assert (rule is not None) == (carried is None or carried[0])


def test_a_counselor_whose_district_took_needs_away_sees_no_supports(town: Town, give: Gives) -> None:
    from throughline.rooms.accounts.api import acting_as, load_policy
    from throughline.rooms.accounts.models import Tightening

    support = give()
    assert _seen(town, "counselor") == ({support.pk}, {support.pk})
    with acting_as(SET_UP):
        Tightening.objects.create(
            relation="school_counselor",
            record_class="needs",
            keeps_see=False,
            keeps_write=False,
            keeps_export=False,
            reason="Board.",
        )
        _carry()
        load_policy(by=SET_UP, at=AT)
    assert _seen(town, "counselor") == (set(), set())
