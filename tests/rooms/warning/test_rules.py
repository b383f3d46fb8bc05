"""Rules: read by those who see flags, changed by few, switched on with a reason, and every version kept."""

import pytest
from tests.rooms.conftest import AT, Town

from throughline.values.errors import NotAllowed, RefusedInput


def _versions() -> list[tuple[int, str, str]]:
    from throughline.rooms.warning.models import RuleVersion

    return list(RuleVersion.objects.order_by("number").values_list("number", "state", "why"))


def _sent(client: object) -> dict[str, object]:
    """What the form holds, as a browser would send it back."""
    form = client.get("/early-warning/rules/draft/change/").context["form"]  # type: ignore[attr-defined]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def test_the_data_lead_drafts_changes_and_switches_on_with_a_reason(switched_on: Town) -> None:
    client = switched_on.client("data_lead")
    assert client.post("/early-warning/rules/draft/").status_code == 302
    sent = _sent(client) | {"absence.off_at": "15", "incidents.on": ""}
    answer = client.post("/early-warning/rules/draft/change/", sent)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Off track from 15% on" in page
    assert "Before: Off track from 10% on" in page
    assert "Not watched" in page
    url = answer["Location"] + "switch-on/"
    assert "Say" in client.post(url, {"why": ""}).content.decode() or _versions()[1][1] == "draft"
    assert client.post(url, {"why": "Ten percent named half of the school."}).status_code == 302
    assert [row[:2] for row in _versions()] == [(1, "past"), (2, "in_force")]
    rules = switched_on.client("teacher").get("/early-warning/rules/").content.decode()
    assert "Ten percent named half of the school." in rules
    assert "We begin with the common figures." in rules
    assert "Every course counts alike, whatever credits it gives." in rules


def test_figures_that_do_not_hold_together_are_said_and_not_kept(switched_on: Town) -> None:
    client = switched_on.client("data_lead")
    client.post("/early-warning/rules/draft/")
    for wrong in ({"absence.off_at": "25"}, {"level.look_closer": "9"}, {"absence.off_at": "many"}, {"due_days": ""}):
        page = client.post("/early-warning/rules/draft/change/", _sent(client) | wrong)
        assert page.status_code == 200
    assert client.post("/early-warning/rules/draft/throw-away/").status_code == 302
    assert [row[:2] for row in _versions()] == [(1, "in_force")]


@pytest.mark.parametrize("key", ["coordinator", "teacher", "principal", "guardian", "finance", "outsider"])
def test_nobody_else_changes_rules(switched_on: Town, key: str) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning import api as warning

    viewer = switched_on.viewer(key)
    with acting_as(viewer), pytest.raises(NotAllowed):
        warning.save_draft(by=viewer, at=AT)
    assert switched_on.client(key).post("/early-warning/rules/draft/").status_code == 403


def test_the_same_rules_are_not_switched_on_twice_and_earlier_ones_become_a_new_version(switched_on: Town) -> None:
    from throughline.formats.warning import START, library_rules
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning import api as warning
    from throughline.rooms.warning.models import RuleVersion

    lead, part = switched_on.viewer("data_lead"), library_rules()[START]
    with acting_as(lead):
        with pytest.raises(RefusedInput, match="in force already"):
            warning.switch_on(by=lead, at=AT, version=warning.save_draft(by=lead, at=AT), why="Again, please.")
        changed = part.model_copy(update={"flags": part.flags.model_copy(update={"due_days": 7})})
        draft = warning.save_draft(by=lead, at=AT, part=changed)
        warning.switch_on(by=lead, at=AT, version=draft, why="A week is enough.")
        first = RuleVersion.objects.get(number=1)
        warning.switch_on(by=lead, at=AT, version=first, why="A week was too short.")
    assert [row[:2] for row in _versions()] == [(1, "past"), (2, "past"), (3, "in_force")]


def test_the_document_of_a_version_is_handed_out_as_it_is_read(switched_on: Town) -> None:
    from throughline.formats.warning import read_rules
    from throughline.rooms.warning.models import RuleVersion

    version = RuleVersion.objects.get()
    answer = switched_on.client("coordinator").get(f"/early-warning/rules/{version.pk}/document/")
    assert read_rules(answer.content.decode()).key == "throughline-start"
