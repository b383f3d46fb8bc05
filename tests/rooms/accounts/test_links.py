"""Links without an account: one purpose, a while, and nothing told to whoever holds another."""

import logging
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from psycopg import sql
from pytest_django import Settings
from tests.rooms.conftest import Town

from throughline.rooms.accounts import api as accounts
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

SIGN = "test_sign"
READ = "test_read"


def _answer(request: HttpRequest, link: accounts.OpenedLink) -> HttpResponse:
    """A room's answer: a page on GET, an act on POST; it says as whom it runs and what that may see."""
    from throughline.rooms.students.models import Student

    runs_as = accounts.current_viewer()
    if request.method == "POST":
        if request.POST.get("breaks"):
            raise RuntimeError
        if request.POST.get("signs"):
            accounts.use_link(by=link.viewer, at=timezone.now(), link=link)
            return HttpResponse("Signed")
    words = f"{link.noun} {link.object_id} for {link.made_for}, as {runs_as.duty}; {Student.objects.count()} students"
    response = render(request, "links/over.html")
    response.content = response.content.replace(b"</main>", f"<p>{words}</p></main>".encode())
    return response


@pytest.fixture(autouse=True)
def _purposes(monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.rooms.accounts.links import purposes

    monkeypatch.setattr(purposes, "_purposes", dict(purposes._purposes))
    accounts.register_purpose(SIGN, "Sign an agreement", answer=_answer)
    accounts.register_purpose(READ, "Read a letter", answer=_answer, lives=timedelta(hours=2), single_use=False)


def _make(town: Town, purpose: str = SIGN, made_for: str = "Ada of Riverlight", number: int = 7) -> accounts.MadeLink:
    return accounts.make_link(
        by=town.viewer("administrator"),
        at=timezone.now(),
        purpose=purpose,
        noun="agreement",
        object_id=number,
        made_for=made_for,
    )


def _told(response: HttpResponse) -> tuple[int, str, dict[str, str]]:
    """What a stranger can tell two answers apart by: all but what changes with each request."""
    page = re.sub(r'value="[A-Za-z0-9]{64}"|/link/[^"]*"', "", response.content.decode())
    return (
        response.status_code,
        page,
        {k: v for k, v in response.headers.items() if k not in {"Content-Length", "Expires"}},
    )


def test_a_link_lets_its_holder_do_one_thing_once_as_a_duty(town: Town) -> None:
    path = _make(town).path
    page = Client().get(path).content.decode()
    assert "agreement 7 for Ada of Riverlight, as link:test_sign; 0 students" in page
    assert Client().post(path, {"signs": "yes"}).content == b"Signed"
    assert Client().get(path).status_code == 404
    assert Client().post(path, {"signs": "yes"}).status_code == 404


def test_reading_changes_nothing_and_a_form_sent_back_keeps_the_link(town: Town) -> None:
    made = _make(town)
    for _time in range(3):
        assert Client().get(made.path).status_code == 200
    assert Client().post(made.path, {}).status_code == 200
    [link] = accounts.find_links_for("agreement", [7], now=timezone.now())
    assert (link.n_opened, link.used_at, link.in_force) == (3, None, True)
    assert Client().head(made.path).status_code == 200
    assert accounts.find_links_for("agreement", [7], now=timezone.now())[0].n_opened == 3


def test_a_link_for_many_uses_stays_until_it_is_over(town: Town) -> None:
    from throughline.rooms.accounts.models import AccessLink

    made = _make(town, READ)
    for _time in range(2):
        assert Client().post(made.path, {"signs": "yes"}).content == b"Signed"
    AccessLink.objects.filter(pk=made.id).update(expires_at=timezone.now())
    assert Client().get(made.path).status_code == 404


def test_wrong_over_revoked_used_and_unknown_are_told_the_same(town: Town) -> None:
    from throughline.rooms.accounts.models import AccessLink

    over, revoked, used, gone = (_make(town, number=number) for number in range(1, 5))
    AccessLink.objects.filter(pk=over.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    accounts.revoke_links_for(by=town.viewer("administrator"), at=timezone.now(), noun="agreement", object_id=2)
    Client().post(used.path, {"signs": "yes"})
    AccessLink.objects.filter(pk=gone.id).update(purpose="of a room that is gone")
    wrong = [made.path for made in (over, revoked, used, gone)]
    wrong += [f"/link/{'A' * 43}/", "/link/short/", "/link/%C3%A9%00/", f"/link/{over.token[:-1]}/"]
    for method in ("get", "post"):
        answers = [_told(getattr(Client(), method)(path)) for path in wrong]
        assert answers[0][0] == 404
        assert [answer for answer in answers if answer != answers[0]] == []
        assert "Ada" not in answers[0][1]


def test_the_token_is_kept_nowhere(town: Town) -> None:
    made = _make(town)
    Client().get(made.path)
    with connection.cursor() as cursor:
        for table in ("accounts_accesslink", "audit_auditrecord", "django_session"):
            asked = sql.SQL("select count(*) from {} t where t::text like %s").format(sql.Identifier(table))
            cursor.execute(asked, [f"%{made.token}%"])
            assert cursor.fetchone() == (0,), table
    assert made.token not in repr(made)


def test_the_token_reaches_no_log_referrer_or_cache(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    from throughline.project.logs import PlainFormatter

    made = _make(town)
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.DEBUG):
        page = client.get(made.path)
        assert client.post(made.path, {"breaks": "yes"}).status_code == 500
        assert client.put(made.path).status_code == 405
        client.post(made.path, {"signs": "yes"})
        assert client.get(made.path).status_code == 404
    written = "\n".join(PlainFormatter("%(message)s").format(record) for record in caplog.records)
    assert "Internal Server Error: /link/(secret)/" in written
    assert "Not Found: /link/(secret)/" in written
    assert made.token not in written
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]


def test_the_log_keeps_invitations_secret_and_places_in_the_code_readable() -> None:
    from throughline.project.logs import PlainFormatter

    record = logging.makeLogRecord({"msg": "Not Found: /welcome/MQ/c3xk2-0123456789abcdef0123456789abcdef/"})
    assert PlainFormatter("%(message)s").format(record) == "Not Found: /welcome/MQ/(secret)/"
    record = logging.makeLogRecord({"msg": "in rooms/accounts/welcome/invitations.py and rooms/link/a/views.py"})
    assert "welcome/invitations.py and rooms/link/a/views.py" in PlainFormatter("%(message)s").format(record)


def test_what_an_answer_broke_off_is_undone(town: Town) -> None:
    made = _make(town)
    client = Client(raise_request_exception=False)
    client.post(made.path, {"breaks": "yes"})
    assert accounts.find_links_for("agreement", [7], now=timezone.now())[0].in_force


def test_a_session_mixes_nothing_into_a_link_and_stays(town: Town) -> None:
    client = town.client("administrator")
    page = client.get(_make(town).path).content.decode()
    assert "Wei Li" not in page
    assert "0 students" in page
    assert client.get("/policy/").status_code == 200


def test_posting_asks_for_the_forms_own_mark(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    made = _make(town)
    assert client.post(made.path, {"signs": "yes"}).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(made.path).content.decode())
    assert token is not None
    assert client.post(made.path, {"signs": "yes", "csrfmiddlewaretoken": token[1]}).content == b"Signed"


def test_strangers_who_try_many_are_stopped_and_others_are_not(town: Town) -> None:
    from throughline.rooms.accounts.links import tries

    guesser, other, made = Client(REMOTE_ADDR="10.0.0.66"), Client(REMOTE_ADDR="10.0.0.7"), _make(town)
    for _try in range(tries.MOST_TRIES):
        guesser.get("/link/nothing/")
    assert guesser.get(made.path).status_code == 404
    assert other.get(made.path).status_code == 200
    assert (
        Client().post("/sign-in/", {"username": "priya.raman", "password": "correct horse battery"}).status_code == 302
    )


def test_tries_are_forgotten_after_a_while(town: Town) -> None:
    from django.test import RequestFactory

    from throughline.rooms.accounts.links import tries

    request, now = RequestFactory().get("/"), timezone.now()
    for _try in range(tries.MOST_TRIES):
        tries.count_try(request, now=now)
    assert tries.too_many_tries(request, now=now)
    later = now + tries.WITHIN + timedelta(seconds=1)
    assert not tries.too_many_tries(request, now=later)
    tries.count_try(request, now=later)
    assert not tries.too_many_tries(request, now=later)


def test_a_new_link_can_take_the_place_of_the_one_before(town: Town) -> None:
    first, other = _make(town), _make(town, number=8)
    second = accounts.make_link(
        by=town.viewer("administrator"),
        at=timezone.now(),
        purpose=SIGN,
        noun="agreement",
        object_id=7,
        made_for="Ada",
        replaces=True,
    )
    assert [Client().get(made.path).status_code for made in (first, other, second)] == [404, 200, 200]


def test_only_one_of_two_uses_counts(town: Town) -> None:
    from throughline.rooms.accounts.links.queries import find_open_link

    link = find_open_link(_make(town).token, now=timezone.now())
    assert link is not None
    accounts.use_link(by=link.viewer, at=timezone.now(), link=link)
    with pytest.raises(NotFound):
        accounts.use_link(by=link.viewer, at=timezone.now(), link=link)


@pytest.mark.parametrize("made_for", ["", "  ", "ada@riverlight.example"])
def test_whom_it_is_for_is_said_in_words(town: Town, made_for: str) -> None:
    with pytest.raises(RefusedInput):
        _make(town, made_for=made_for)


def test_a_purpose_nobody_registered_is_a_fault_of_ours(town: Town) -> None:
    with pytest.raises(ValueError, match="no room registered"):
        _make(town, "unknown")


def test_what_is_done_is_written_down_by_ids(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord

    made = _make(town)
    for _time in range(2):
        Client().get(made.path)
    Client().post(made.path, {"signs": "yes"})
    _make(town)
    accounts.revoke_links_for(by=town.viewer("administrator"), at=timezone.now(), noun="agreement", object_id=7)
    rows = list(AuditRecord.objects.filter(noun="link").order_by("pk").values_list("act", "by_name"))
    ada, wei = "Ada of Riverlight", "Wei Li"
    assert rows == [("make", wei), ("open", ada), ("use", ada), ("make", wei), ("revoke", wei)]
    details = AuditRecord.objects.filter(noun="link").values_list("details", flat=True)
    assert [one for one in details if one != {"purpose": SIGN, "noun": "agreement", "object": 7}] == []


def test_the_administrator_sees_links_in_force_and_ends_one(town: Town) -> None:
    client, made = town.client("administrator"), _make(town)
    Client().get(made.path)
    page = client.get("/links/").content.decode()
    for words in ("Ada of Riverlight", "Sign an agreement", "Opened 1 time"):
        assert words in page
    assert made.token not in page
    assert "Ada of Riverlight" in client.get(f"/links/{made.id}/").content.decode()
    assert client.post(f"/links/{made.id}/")["Location"] == "/links/"
    assert Client().get(made.path).status_code == 404
    assert client.get(f"/links/{made.id}/").status_code == 404
    assert "Ada" not in client.get("/links/?purpose=test_sign").content.decode().replace("for Ada of Riverlight", "")


@pytest.mark.parametrize("key", ["coordinator", "data_lead", "outsider", "guardian", "partner"])
def test_nobody_else_sees_or_ends_links(town: Town, key: str) -> None:
    from throughline.rooms.accounts.links.commands import revoke_link

    made = _make(town)
    for path in ("/links/", f"/links/{made.id}/"):
        response = town.client(key).get(path)
        assert response.status_code == 403
        assert "Ada" not in response.content.decode()
    assert town.client(key).post(f"/links/{made.id}/").status_code == 403
    with pytest.raises(NotAllowed):
        revoke_link(by=town.viewer(key), at=timezone.now(), link_id=made.id)
    assert Client().get(made.path).status_code == 200


def test_the_list_asks_as_often_for_one_link_as_for_twenty(town: Town) -> None:
    client = town.client("administrator")
    _make(town)
    counts = []
    for n_more in (0, 19):
        for number in range(n_more):
            _make(town, number=number + 20)
        client.get("/links/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/links/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_link_holds_while_the_key_it_was_made_with_is_named(town: Town, settings: Settings) -> None:
    made = _make(town)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    assert Client().get(made.path).status_code == 200
    assert Client().get(_make(town).path).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert Client().get(made.path).status_code == 404


def test_a_change_of_key_signs_nobody_out(town: Town, settings: Settings) -> None:
    client = town.client("administrator")
    assert client.get("/policy/").status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    assert client.get("/policy/").status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "m" * 50, []
    assert client.get("/policy/").status_code == 302
