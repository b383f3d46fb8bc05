"""Mail: says that something waits and holds a link; goes out by a job, is tried again, and is given up in sight."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg import sql
from pytest_django import Settings
from tests.rooms.conftest import Town

from throughline.rooms.accounts import api as accounts


class _Server(socketserver.ThreadingTCPServer):
    """As much of a mail server as it takes: keeps what it is handed, refuses whom it is told to."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[bytes] = []
        self.refuses = b""


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say("220 test")
        for line in self.rfile:
            word = line.strip().upper()
            if word.startswith(b"RCPT") and self.server.refuses and self.server.refuses in line:
                self._say(f"550 no such person as {self.server.refuses.decode()}")
            elif word == b"DATA":
                self._say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(body)
                self._say("250 taken")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server(settings: Settings) -> Iterator[_Server]:
    with _Server() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        settings.MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        settings.MAIL_FROM = "throughline@aldervalley.example"
        settings.SITE_ADDRESS = "https://throughline.example"
        yield server
        server.shutdown()


def _invite(town: Town, key: str = "outsider") -> Client:
    admin = town.client("administrator")
    admin.post(f"/people/{town.users[key].pk}/invite/")
    return admin


def _send_all(*, times: int = 1) -> None:
    from throughline.rooms.accounts.mail.jobs import send_now
    from throughline.rooms.accounts.models import Mail

    for _time in range(times):
        for number in Mail.objects.values_list("pk", flat=True):
            send_now(number, at=timezone.now())


def _read(taken: bytes) -> tuple[EmailMessage, str]:
    message = message_from_bytes(taken, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message, str(message.get_content())


def test_an_invitation_is_mailed_and_its_link_works(town: Town, server: _Server) -> None:
    page = town.client("administrator").post(f"/people/{town.users['outsider'].pk}/invite/").content.decode()
    assert "A mail with a link of its own goes to jordan.hale@outsider.example" in page
    _send_all()
    [taken] = server.taken
    message, text = _read(taken)
    assert message["To"] == "Jordan Hale <jordan.hale@outsider.example>"
    assert message["From"] == "throughline@aldervalley.example"
    [link] = [line for line in text.splitlines() if line.startswith("https://throughline.example/welcome/")]
    chosen = {"password": "twelve quiet herons", "again": "twelve quiet herons"}
    assert Client().post(link.removeprefix("https://throughline.example"), chosen).status_code == 302


def test_it_speaks_the_readers_language(town: Town, server: _Server) -> None:
    _invite(town, "guardian")
    _send_all()
    message, text = _read(server.taken[0])
    assert message["Subject"] == "Elija su contraseña de Throughline"
    assert "Hola, Lucía Herrera Peña:" in text
    assert "Mateo" not in text


def test_without_mail_the_page_says_to_pass_the_link_on(town: Town) -> None:
    from throughline.rooms.accounts.models import Mail

    admin = town.client("administrator")
    page = admin.post(f"/people/{town.users['outsider'].pk}/invite/").content.decode()
    assert "No mail goes out: give them this link yourself." in page
    assert not Mail.objects.exists()
    assert "No mail is set up" in admin.get("/mail/").content.decode()


def test_the_job_takes_a_number_and_what_was_sent_is_kept_nowhere(town: Town, server: _Server) -> None:
    from throughline.rooms.accounts.models import Mail

    _invite(town)
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs where task_name = 'accounts.send_mail'")
        assert cursor.fetchall() == [(f'{{"mail_id": {Mail.objects.get().pk}}}',)]
    _send_all()
    token = _read(server.taken[0])[1].split("/welcome/")[1].split("/")[1]
    with connection.cursor() as cursor:
        for table in ("accounts_mail", "accounts_accesslink", "audit_auditrecord", "procrastinate_jobs"):
            asked = sql.SQL("select count(*) from {} t where t::text like %s").format(sql.Identifier(table))
            cursor.execute(asked, [f"%{token}%"])
            assert cursor.fetchone() == (0,), table


def test_a_mail_goes_out_once_however_often_its_job_runs(town: Town, server: _Server) -> None:
    _invite(town)
    _send_all(times=3)
    assert len(server.taken) == 1


def test_what_is_not_taken_is_tried_again_later_then_given_up_and_shown(town: Town, server: _Server) -> None:
    from throughline.rooms.accounts.mail.jobs import WAITS
    from throughline.rooms.accounts.models import AccessLink, Mail

    server.refuses = b"jordan.hale"
    admin = _invite(town)
    n_links = AccessLink.objects.count()
    _send_all()
    row = Mail.objects.get()
    assert (row.state, row.n_tries, row.last_error) == ("waiting", 1, "recipient refused 550")
    assert AccessLink.objects.count() == n_links, "the link of a mail that was not taken goes again"
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where scheduled_at > now() + interval '30 seconds'")
        assert cursor.fetchone() == (1,)
    _send_all(times=len(WAITS))
    assert Mail.objects.get().state == "failed"
    assert "1 mail could not be sent" in admin.get("/").content.decode()
    page = admin.get("/mail/?state=failed").content.decode()
    assert "recipient refused 550" in page
    assert "jordan.hale@" not in page
    assert admin.get(f"/mail/{row.pk}/").status_code == 200
    server.refuses = b""
    assert admin.post(f"/mail/{row.pk}/")["Location"] == "/mail/"
    _send_all()
    assert len(server.taken) == 1
    assert admin.get(f"/mail/{row.pk}/").status_code == 404


def test_a_server_that_is_away_is_a_failure_like_any_other(town: Town, server: _Server, settings: Settings) -> None:
    from throughline.rooms.accounts.models import Mail

    _invite(town)
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    _send_all()
    assert Mail.objects.get().last_error == "ConnectionRefusedError"


def test_a_password_is_not_sent_where_nothing_is_encrypted(town: Town, server: _Server, settings: Settings) -> None:
    from throughline.rooms.accounts.models import Mail

    _invite(town)
    settings.MAIL_URL = settings.MAIL_URL.replace("smtp://", "smtp://user:secret@")
    _send_all()
    assert Mail.objects.get().last_error == "the server offers no encryption for the password"
    assert server.taken == []


def test_an_address_that_cannot_be_written_is_a_failure_too(town: Town, server: _Server) -> None:
    from throughline.rooms.accounts.models import Mail

    user = town.users["outsider"]
    user.email = "jo hale@@x"
    user.save()
    _invite(town)
    _send_all()
    assert Mail.objects.get().last_error == "the address cannot be written to"


@pytest.mark.parametrize("act", ["withdraw", "close"])
def test_an_invitation_that_ended_is_mailed_no_more(town: Town, server: _Server, act: str) -> None:
    admin = _invite(town)
    admin.post(f"/people/{town.users['outsider'].pk}/{act}/")
    _send_all()
    assert server.taken == []


def test_a_name_cannot_write_a_header(town: Town, server: _Server) -> None:
    user = town.users["outsider"]
    user.name = 'Jo\r\nBcc: all@x.example "'
    user.save()
    _invite(town)
    _send_all()
    message, _text = _read(server.taken[0])
    assert message["Bcc"] is None


def test_rooms_send_their_own_to_people_without_an_account(
    town: Town, server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.accounts.mail import templates

    monkeypatch.setattr(templates, "_templates", dict(templates._templates))
    accounts.register_mail(
        "test", "A test", subject="For %(name)s", text="%(link)s", path=lambda letter: f"/x/{letter.values['id']}/"
    )
    sent = accounts.send_mail(
        by=town.viewer("administrator"),
        at=timezone.now(),
        template="test",
        to_address="ada@riverlight.example",
        to_name="Ada",
        values={"id": 7},
    )
    assert sent
    _send_all()
    message, text = _read(server.taken[0])
    assert message["Subject"] == "For Ada"
    assert text.strip() == "https://throughline.example/x/7/"
    with pytest.raises(ValueError, match="no room registered"):
        accounts.send_mail(by=town.viewer("administrator"), at=timezone.now(), template="unknown")


def test_who_lost_their_second_steps_to_an_administrator_is_told(town: Town, server: _Server) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    from throughline.rooms.accounts.second_factor.commands import start_anew

    TOTP.activate(town.users["guardian"], "JBSWY3DPEHPK3PXP")
    start_anew(by=town.viewer("administrator"), at=timezone.now(), user=town.users["guardian"])
    _send_all()
    message, text = _read(server.taken[0])
    assert message["Subject"] == "Configure de nuevo su segundo paso en Throughline"
    assert "https://throughline.example/sign-in-and-safety/" in text
    assert "Mateo" not in text


@pytest.mark.parametrize("key", ["coordinator", "data_lead", "outsider", "partner"])
def test_nobody_else_reads_the_outbox(town: Town, server: _Server, key: str) -> None:
    from throughline.rooms.accounts.models import Mail

    _invite(town)
    Mail.objects.update(state="failed")
    for path in ("/mail/", f"/mail/{Mail.objects.get().pk}/"):
        assert town.client(key).get(path).status_code == 403
    assert town.client(key).post(f"/mail/{Mail.objects.get().pk}/").status_code == 403
    assert "could not be sent" not in town.client(key).get("/").content.decode()


def test_today_tells_of_invitations_that_ran_out(town: Town) -> None:
    from throughline.rooms.accounts.models import AccessLink, User

    User.objects.filter(pk=town.users["outsider"].pk).update(password="!none", last_login=None)
    admin = _invite(town)
    assert "ran out" not in admin.get("/").content.decode()
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert "1 invitation ran out before it was used." in admin.get("/").content.decode()
    _invite(town)
    assert "ran out" not in admin.get("/").content.decode()
