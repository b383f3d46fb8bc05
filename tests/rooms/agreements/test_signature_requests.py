"""Asked by link: somebody without an account reads one version and signs it, or says no; each wrong way refused."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from tests.rooms.agreements.conftest import draft, give, seen_by_partner, sign, terms
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, NotFound, RefusedInput

YES = {"name": "Ada Okonkwo", "position": "Director", "agreed": "on"}


def _ask(town: Town, agreement: Any, key: str = "administrator", **changes: str) -> Any:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.signature_requests.commands import ask_to_sign

    viewer = town.viewer(key)
    with acting_as(viewer):
        given = {"name": "Ada Okonkwo"} | changes
        return ask_to_sign(by=viewer, at=timezone.now(), agreement_id=agreement.pk, **given)


def _answer(path: str, **given: str) -> Any:
    """Open the link, and send its form as it stood on the page."""
    client = Client()
    read_at = re.search(r'name="read_at" value="([^"]+)"', client.get(path).content.decode())
    return client.post(path, {"read_at": read_at[1] if read_at else "", **YES, **given})


def _change(town: Town, agreement: Any, **changes: Any) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import change_agreement

    viewer = town.viewer("administrator")
    with acting_as(viewer):
        change_agreement(by=viewer, at=timezone.now(), agreement_id=agreement.pk, terms=terms(town, **changes))


def _signatures(agreement: Any) -> list[tuple[str, str, str, str]]:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.models import Signature

    with acting_as(SET_UP):
        rows = Signature.objects.filter(version__agreement=agreement).order_by("pk")
        return [(row.side, row.name, row.position, row.how) for row in rows]


def test_a_signature_by_link_puts_the_agreement_in_force_and_uses_the_link_up(family: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import sign_agreement

    agreement = draft(family)
    wei = family.viewer("administrator")
    with acting_as(wei):
        sign_agreement(by=wei, at=AT, agreement_id=agreement.pk, number=1, side="district", name=wei.name)
    one, other = _ask(family, agreement), _ask(family, agreement, name="Ben Sato")
    page = Client().get(one.path).content.decode()
    for said in ("After school", "To welcome students after school.", "Read on screen only.", "Alder Valley High"):
        assert said in page
    answered = _answer(one.path)
    assert "Signed. Thank you" in answered.content.decode()
    assert _signatures(agreement)[1] == ("partner", "Ada Okonkwo", "Director", "link")
    give(family, agreement)
    assert seen_by_partner(family) == {"directory", "academic"}
    for path in (one.path, other.path):
        assert Client().get(path).status_code == 404, "the other link ended too"


def test_saying_no_is_kept_shown_and_can_be_asked_again(family: Town) -> None:
    agreement = draft(family)
    path = _ask(family, agreement).path
    told = Client().post(path, {"no-name": "Ada Okonkwo", "no-reason": "The last day is too late."})
    assert "Nothing was signed" in told.content.decode()
    assert Client().get(path).status_code == 404
    page = family.client("administrator").get(f"/agreements/{agreement.pk}/").content.decode()
    assert "Not signed by" in page
    assert "The last day is too late." in page
    assert _signatures(agreement) == []
    _answer(_ask(family, agreement).path)
    assert [row[0] for row in _signatures(agreement)] == ["partner"]


def test_what_was_not_read_is_not_signed(family: Town) -> None:
    agreement = draft(family)
    path = _ask(family, agreement).path
    client = Client()
    found = re.search(r'name="read_at" value="([^"]+)"', client.get(path).content.decode())
    assert found
    _change(family, agreement, security="None at all.")
    refused = client.post(path, {"read_at": found[1], **YES})
    assert "The agreement was changed while you read it." in refused.content.decode()
    assert "None at all." in refused.content.decode()
    for wrong in ("", "yesterday", "9" * 80, "2026-99-99T00:00"):
        assert client.post(path, {"read_at": wrong, **YES}).status_code == 200
    assert _signatures(agreement) == []
    _answer(path)
    assert len(_signatures(agreement)) == 1


@pytest.mark.parametrize("missing", ["name", "position", "agreed"])
def test_a_signature_needs_a_name_a_position_and_a_tick(family: Town, missing: str) -> None:
    agreement = draft(family)
    path = _ask(family, agreement).path
    assert _answer(path, **{missing: ""}).status_code == 200
    assert _signatures(agreement) == []
    assert Client().get(path).status_code == 200, "the link is not used up"


def test_an_amendment_an_end_and_a_signature_leave_nothing_to_sign(family: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.documents.commands import end_agreement

    amended, ended, signed = draft(family), draft(family), draft(family)
    paths = [_ask(family, one).path for one in (amended, ended, signed)]
    sign(family, amended)
    _change(family, amended, security="Better.")
    wei = family.viewer("administrator")
    with acting_as(wei):
        end_agreement(by=wei, at=AT, agreement_id=ended.pk, reason="Broken.")
    sign(family, signed)
    for path, said in zip(paths, ("changed after this link", "was ended", "has signed already"), strict=True):
        for page in (Client().get(path), Client().post(path, {"read_at": AT.isoformat(), **YES})):
            assert said in page.content.decode()
            assert "Read on screen only." not in page.content.decode()
        assert said in Client().post(path, {"no-name": "Ada"}).content.decode()


def test_taken_back_it_opens_nothing(family: Town) -> None:
    agreement = draft(family)
    path = _ask(family, agreement).path
    client = family.client("administrator")
    assert "Ada Okonkwo" in client.get(f"/agreements/{agreement.pk}/").content.decode()
    client.post(f"/agreements/{agreement.pk}/ask/take-back/")
    assert Client().get(path).status_code == 404
    assert "Ada Okonkwo" not in client.get(f"/agreements/{agreement.pk}/").content.decode()


def test_only_those_who_manage_agreements_ask_and_take_back(family: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.signature_requests.commands import take_back_asking

    agreement = draft(family)
    for key in ("partner", "coordinator", "guardian", "teacher", "finance"):
        with pytest.raises(NotAllowed):
            _ask(family, agreement, key)
        viewer = family.viewer(key)
        with acting_as(viewer), pytest.raises(NotAllowed):
            take_back_asking(by=viewer, at=AT, agreement_id=agreement.pk)
    with pytest.raises(NotFound):
        _ask(family, type("Gone", (), {"pk": 0}))
    for wrong in ("", "ada@riverlight.example"):
        with pytest.raises(RefusedInput):
            _ask(family, agreement, name=wrong)
    sign(family, agreement)
    with pytest.raises(RefusedInput):
        _ask(family, agreement)


def test_the_page_shows_no_student_and_asks_as_often_however_many_are_seen(agreed: tuple[Town, Any]) -> None:
    town, agreement = agreed
    _change(town, agreement, covers="listed", school_ids=())
    path = _ask(town, agreement).path
    Client().get(path)  # the first opening is written into the audit
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = Client().get(path).content.decode()
        counts.append(len(asked))
        assert not any(name in page for name in ("Mateo", "Muñoz", "sees 1", "sees 2"))
        town.client("administrator").post(f"/agreements/{agreement.pk}/list/", {"number": "mateo"})
        give(town, agreement)
    assert counts[0] == counts[1]


def test_the_mail_holds_a_link_of_its_own_and_waits_no_longer_once_taken_back(
    family: Town, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.accounts.mail import jobs
    from throughline.rooms.accounts.models import Mail

    settings.MAIL_URL, settings.MAIL_FROM = "smtp://mail.example", "throughline@aldervalley.example"
    posted: list[str] = []
    monkeypatch.setattr(jobs, "post", lambda message: posted.append(message.get_content()))
    agreement = draft(family)
    asked = _ask(family, agreement, email="ada@riverlight.example")
    assert asked.is_mailed
    jobs.send_now(Mail.objects.latest("pk").pk, at=timezone.now())
    [text] = posted
    assert "Ada Okonkwo" in text
    assert "After school" not in text
    path = re.search(r"/link/[^\s]+", text)
    assert path
    assert path[0] != asked.path
    _ask(family, agreement, email="ada@riverlight.example")
    family.client("administrator").post(f"/agreements/{agreement.pk}/ask/take-back/")
    jobs.send_now(Mail.objects.latest("pk").pk, at=timezone.now())
    assert len(posted) == 1, "what was taken back is not mailed"
    assert Client().get(path[0]).status_code == 404


def test_in_the_browser_the_link_is_shown_once_to_be_copied(family: Town) -> None:
    agreement = draft(family)
    client = family.client("privacy_officer")
    form = client.get(f"/agreements/{agreement.pk}/ask/")
    assert "Who signs for the organization" in form.content.decode()
    assert "Fill in" in client.post(f"/agreements/{agreement.pk}/ask/", {"name": ""}).content.decode()
    made = client.post(f"/agreements/{agreement.pk}/ask/", {"name": "Ada Okonkwo"})
    assert "no-store" in made["Cache-Control"]
    found = re.search(r'value="http://testserver(/link/[^"]+)" readonly', made.content.decode())
    assert found
    assert found[1] not in client.get(f"/agreements/{agreement.pk}/").content.decode()
    spanish = Client(headers={"accept-language": "es"}).get(found[1]).content.decode()
    assert "Recibir a los estudiantes después de clases." in spanish


def test_a_link_is_over_in_two_weeks(family: Town) -> None:
    from throughline.rooms.accounts.models import AccessLink

    path = _ask(family, draft(family)).path
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path).status_code == 404
    assert Client().post(path, YES).status_code == 404
