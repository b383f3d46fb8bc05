"""A district may tighten the policy table, never widen it, and both walls follow at once."""

import pytest
from django.utils import timezone
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.rooms.accounts.policy.allowance import Allowed

NOTHING = Allowed(False, False, False)


def _tighten(town: Town, relation: str, record_class: str, allowed: Allowed, by: str = "administrator") -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.accounts.policy.commands import tighten_rule

    viewer = town.viewer(by)
    with acting_as(viewer):
        tighten_rule(
            by=viewer, at=AT, relation=relation, record_class=record_class, allowed=allowed, reason="Board, 12 May"
        )


def test_both_walls_follow_at_once_and_it_can_be_given_back(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.models import Mark

    teacher = town.viewer("teacher")

    def seen() -> tuple[int, int]:
        with acting_as(teacher):
            second = Mark.objects.count()
        with acting_as(SET_UP):
            return access.get_marks_for(teacher).count(), second

    assert seen() == (2, 2)
    _tighten(town, "teacher", "academic", NOTHING)
    assert seen() == (0, 0)
    _tighten(town, "teacher", "academic", Allowed(True, False, False))
    assert seen() == (2, 2)


def test_it_outlives_the_next_release(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as, load_policy
    from throughline.rooms.accounts.models import Rule

    _tighten(town, "coordinator", "directory", Allowed(True, False, False))
    with acting_as(SET_UP):
        Rule.objects.filter(relation="coordinator", record_class="directory").update(basis="of an older release")
        load_policy(by=SET_UP, at=timezone.now())
        rule = Rule.objects.get(relation="coordinator", record_class="directory")
    assert (rule.may_see, rule.may_export) == (True, False)
    assert rule.basis.startswith("School official")


@pytest.mark.parametrize(
    ("relation", "record_class", "allowed"),
    [
        ("teacher", "health", Allowed(True, False, False)),
        ("teacher", "academic", Allowed(True, True, False)),
        ("teacher", "academic", Allowed(True, False, True)),
        ("district_data", "academic", Allowed(False, True, False)),
        ("duty:relations", "directory", NOTHING),
        ("nobody", "directory", NOTHING),
    ],
)
def test_what_would_widen_or_make_no_sense_is_refused(
    town: Town, relation: str, record_class: str, allowed: Allowed
) -> None:
    from throughline.values.errors import RefusedInput

    with pytest.raises(RefusedInput):
        _tighten(town, relation, record_class, allowed)


@pytest.mark.parametrize("key", ["principal", "data_lead", "teacher", "guardian", "outsider", "support_lead"])
def test_others_may_not(town: Town, key: str) -> None:
    from throughline.values.errors import NotAllowed

    with pytest.raises(NotAllowed):
        _tighten(town, "teacher", "academic", NOTHING, by=key)


def test_the_pages_say_what_is_shipped_what_is_here_and_why(town: Town) -> None:
    client = town.client("privacy_officer")
    answer = client.post("/policy/teacher/behavior/", {"reason": "Teachers ask the counselor."})
    assert answer.status_code == 302
    page = client.get("/policy/teacher/").content.decode()
    assert "Teachers ask the counselor. (Ingrid Solheim," in page
    assert client.get("/policy/").status_code == 200
    assert client.post("/policy/teacher/behavior/", {"see": "on"}).status_code == 200, "no reason: asked again"


def test_a_policy_that_does_not_fit_its_schema_says_where() -> None:
    from throughline.rooms.accounts.sight.document import POLICY, parse_policy

    text = POLICY.read_text(encoding="utf-8")
    assert parse_policy(text).named("teacher") is not None
    for was, put, says in (
        ('scope = "school"', 'scope = "town"', "scope"),
        ('see = ["directory"', 'see = ["diary"', "see"),
        ('grants = ["case_manager", "team_member"]', 'grants = ["teacher"]', "grants"),
        ('ground = "consent"', 'ground = "own_record"', "agreement"),
        ("minutes = 60", "minutes = 0", "emergency.minutes"),
        ('code = "privacy_officer"', 'code = "district_admin"', "twice"),
    ):
        with pytest.raises(ValueError, match=says.replace(".", r"\.")):
            parse_policy(text.replace(was, put, 1))
