"""Plans, reviews and supports are kept as typed: found again elsewhere, and two devices lose neither's words."""

from typing import Any
from uuid import uuid4

import pytest
from tests.rooms.conftest import Town
from tests.rooms.support.meeting_ground import Ground
from tests.rooms.support.plan_ground import Writes, writing

OTHERS = ("teacher", "coordinator_elsewhere", "guardian", "student", "partner", "finance", "outsider")


@pytest.fixture
def write(ground: Ground) -> Writes:
    return writing(ground)


def _url(town: Town, page: str, what: str = "plans", student: str = "mateo") -> str:
    return f"/students/{town.students[student].pk}/{what}/draft/{page}/"


def _type(town: Town, page: str, fields: dict[str, Any], *, key: object, revision: int = 0, **more: str) -> str:
    sent = fields | {"draft_key": str(key), "draft_revision": revision}
    who = more.pop("who", "coordinator")
    answer = town.client(who).post(_url(town, page, more.pop("what", "plans")), sent)
    assert answer.status_code == 200
    return answer.content.decode()


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _sheets(ground: Ground, who: str = "coordinator") -> list[dict[str, list[str]]]:
    from throughline.rooms.support.models import SheetDraft

    with ground.acting(who):
        return [row.fields for row in SheetDraft.objects.filter(kept_at=None).order_by("pk")]


HALF = {
    "key": str(uuid4()),
    "based_on": "0",
    "why": "He wants to bui",
    "review_on": "2027-13",
    "goal-0-text": "To pass",
}
HALF |= {"goal-0-action-0-text": "Ask the cl", "goal-0-action-1-text": "Practice", "goal-1-text": "A second goal"}


def test_a_half_written_plan_is_there_again_on_another_device(town: Town) -> None:
    key = uuid4()
    assert "Draft saved" in _type(town, "plan", HALF, key=key)
    page = town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/plans/new/")
    assert page.context["sheet"].plan["why"].value() == "He wants to bui"
    html = page.content.decode()
    assert "Found again" in html
    for words in ("To pass", "Ask the cl", "Practice", "A second goal", "2027-13", str(key)):
        assert words in html
    assert "There is a problem" not in html, "nothing is asked for yet"
    assert "He wants to bui" in town.client("coordinator").get("/notes/drafts/").content.decode()
    assert "You began 1 thing" in town.client("coordinator").get("/").content.decode()
    fresh = town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/plans/new/?fresh").content.decode()
    assert "He wants to bui" not in fresh


def test_two_devices_that_differ_are_told_and_both_are_kept(town: Town, ground: Ground) -> None:
    key = uuid4()
    _type(town, "plan", {"why": "Begun."}, key=key)
    _type(town, "plan", {"why": "Begun. One went on."}, key=key, revision=1)
    assert "Both texts are kept" in _type(town, "plan", {"why": "Begun. The other too."}, key=key, revision=1)
    assert [one["why"] for one in _sheets(ground)] == [["Begun. One went on."], ["Begun. The other too."]]
    assert "Both texts are kept" in _type(town, "plan", {"why": "A third window, open before."}, key=uuid4())
    listed = town.client("coordinator").get("/notes/drafts/").content.decode()
    for words in ("One went on.", "The other too.", "A third window"):
        assert words in listed
    assert "Both" not in _type(town, "plan", {"why": "Begun. One went on."}, key=key, revision=1), (
        "the same, sent twice"
    )


def test_each_draft_opens_by_itself(town: Town, ground: Ground) -> None:
    from throughline.rooms.support.models import SheetDraft

    for words in ("First.", "Second."):
        _type(town, "plan", {"why": words}, key=uuid4())
    with ground.acting("coordinator"):
        first = SheetDraft.objects.order_by("pk").first()
    assert first is not None
    url = f"/students/{first.student_id}/plans/new/?draft={first.pk}"
    assert town.client("coordinator").get(url).context["sheet"].plan["why"].value() == "First."
    assert town.client("coordinator").post(f"/notes/drafts/forms/{first.pk}/throw-away/").status_code == 302
    assert [one["why"] for one in _sheets(ground)] == [["Second."]]


def test_keeping_a_plan_clears_its_draft_and_what_comes_late_begins_none(town: Town, ground: Ground) -> None:
    key, client = uuid4(), town.client("coordinator")
    url = f"/students/{town.students['mateo'].pk}/plans/new/"
    form = client.get(url).context["sheet"]
    sent = {name: _plain(form.plan[name].value()) for name in form.plan.fields} | {
        "kind": "academic",
        "why": "He wants to build.",
        "goal-0-text": "To pass.",
        "goal-0-domain": "academic",
    }
    _type(town, "plan", sent, key=key)
    sent |= {"go": "draft", "draft_key": str(key), "draft_revision": "1"}
    assert client.post(url, sent).status_code == 302
    assert _sheets(ground) == []
    assert "Draft saved" not in _type(town, "plan", {"why": "He wants to build. Late."}, key=key, revision=1)
    assert _sheets(ground) == []
    assert "Found again" not in client.get(url).content.decode()


def test_what_lacks_something_stays_a_draft(town: Town, ground: Ground) -> None:
    key = uuid4()
    _type(town, "plan", HALF, key=key)
    sent = HALF | {"draft_key": str(key), "draft_revision": "1", "go": "start"}
    answer = town.client("coordinator").post(f"/students/{town.students['mateo'].pk}/plans/new/", sent)
    assert answer.status_code == 200
    assert str(key) in answer.content.decode(), "the window goes on with its draft"
    assert len(_sheets(ground)) == 1


def test_changes_to_a_plan_and_its_review_are_found_again_and_a_change_meanwhile_is_told(
    town: Town, ground: Ground, write: Writes
) -> None:
    from throughline.rooms.support.models import Plan

    plan, client = write(), town.client("coordinator")
    sheet = client.get(f"/plans/{plan.pk}/change/").context["sheet"]
    typed = {name: str(sheet.plan[name].value()) for name in sheet.plan.fields} | {"why": "Changed here."}
    for form in (one for goal, actions in sheet.goals for one in (goal, *actions)):
        typed |= {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    _type(town, f"plan-{plan.pk}", typed, key=uuid4())
    _type(town, f"review-{plan.pk}", {"words": "It helped"}, key=uuid4())
    assert "It helped" in client.get(f"/plans/{plan.pk}/review/").content.decode()
    with ground.acting("coordinator"):
        Plan.objects.filter(pk=plan.pk).update(revision=7)
    found = client.get(f"/plans/{plan.pk}/change/")
    assert found.context["sheet"].plan["why"].value() == "Changed here."
    assert "Changed here." in found.content.decode()
    answer = client.post(f"/plans/{plan.pk}/change/", typed | {"go": "draft"})
    assert "Somebody changed this plan meanwhile" in answer.content.decode()


def test_a_support_is_found_again(town: Town) -> None:
    _type(town, "support", {"purpose": "To read wi", "times": "2"}, key=uuid4(), what="supports")
    page = town.client("coordinator").get(f"/students/{town.students['mateo'].pk}/supports/new/")
    assert page.context["form"]["purpose"].value() == "To read wi"
    assert "Found again" in page.content.decode()


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_begins_a_form_that_is_not_theirs_to_fill_in(town: Town, ground: Ground, who: str) -> None:
    sent = {"why": "Mine.", "draft_key": str(uuid4()), "draft_revision": "0"}
    assert town.client(who).post(_url(town, "plan"), sent).status_code in (403, 404)
    assert town.client(who).post(_url(town, "support", "supports"), sent).status_code in (403, 404)
    assert _sheets(ground, who) == []


@pytest.mark.parametrize("who", ["counselor", "principal", "administrator", "privacy_officer", *OTHERS])
def test_nobody_reads_anothers_half_written_form(town: Town, ground: Ground, who: str) -> None:
    from throughline.rooms.support.models import SheetDraft

    _type(town, "plan", HALF, key=uuid4())
    with ground.acting("coordinator"):
        pk = SheetDraft.objects.get().pk
    assert _sheets(ground, who) == []
    assert "He wants to bui" not in town.client(who).get("/notes/drafts/").content.decode()
    assert town.client(who).post(f"/notes/drafts/forms/{pk}/throw-away/").status_code == 404
    url = f"/students/{town.students['mateo'].pk}/plans/new/?draft={pk}"
    assert "He wants to bui" not in town.client(who).get(url).content.decode()
    assert len(_sheets(ground)) == 1


@pytest.mark.parametrize("page", ["note", "review", "plan-", "plan-x", "plan-1-2", "x" * 60])
def test_there_is_no_other_form(town: Town, page: str) -> None:
    sent = {"why": "Mine.", "draft_key": str(uuid4()), "draft_revision": "0"}
    assert town.client("coordinator").post(_url(town, page), sent).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"draft_key": "x", "draft_revision": "0"},
        {"draft_key": str(uuid4()), "draft_revision": "-1"},
        {"draft_key": str(uuid4()), "draft_revision": "0", "why": "x" * 200_001},
        {"draft_key": str(uuid4()), "draft_revision": "0"} | {f"f{n}": "" for n in range(801)},
    ],
    ids=["key", "revision", "letters", "fields"],
)
def test_what_no_form_of_ours_sends_is_not_kept(town: Town, ground: Ground, sent: dict[str, str]) -> None:
    answer = town.client("coordinator").post(_url(town, "plan"), sent)
    assert answer.status_code == 200
    assert "Not saved" in answer.content.decode()
    assert _sheets(ground) == []


def test_nul_bytes_are_left_out(town: Town, ground: Ground) -> None:
    _type(town, "plan", {"why": "a\x00b"}, key=uuid4())
    assert _sheets(ground)[0]["why"] == ["ab"]
