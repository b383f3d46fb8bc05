"""Sending what waits in the outbox. A job takes the number of a mail, nothing else."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from procrastinate.contrib.django import app

from throughline.rooms.accounts.mail.posting import NotTaken, make_message, post
from throughline.rooms.accounts.mail.templates import Letter, find_template
from throughline.rooms.accounts.models import Mail
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.district import api as district
from throughline.values.viewer import Viewer

DUTY = Viewer(duty="mail", name="Throughline, by mail")
# How long to wait after each failure; after the last one the mail is given up, and the administrator told.
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


@app.task(name="accounts.send_mail", queue="mail")
def send(mail_id: int) -> None:
    """Send one mail. Safe to run twice: one that went out is left as it is."""
    send_now(mail_id, at=timezone.now())


def send_now(mail_id: int, *, at: datetime) -> None:
    """This function will try to send one mail, and write down how that ended."""
    with acting_as(DUTY):
        row = Mail.objects.select_for_update().filter(pk=mail_id, state=Mail.State.WAITING).first()
        if row is None:
            return
        row.n_tries += 1
        try:
            with transaction.atomic():  # a link made for a mail that was not taken goes again
                _send(row, at)
        except NotTaken as error:
            _not_taken(row, str(error))
        else:
            row.state, row.sent_at, row.last_error = Mail.State.SENT, at, ""
        row.save(update_fields=["state", "n_tries", "sent_at", "last_error"])


def _send(row: Mail, at: datetime) -> None:
    template = find_template(row.template)
    address = row.to_user.email if row.to_user else row.to_address
    if template is None or not address or (row.to_user and not row.to_user.is_active):
        raise NotTaken("nobody to send it to any more")
    if not settings.MAIL_URL:
        raise NotTaken("mail is not set up any more")
    letter = Letter(row.to_user_id, row.to_name, row.values, DUTY, at)
    link = settings.SITE_ADDRESS + template.path(letter)
    with override(row.language):
        words = {"name": row.to_name, "district": district.district_name(), "link": link, **template.more(letter)}
        subject, text = gettext(template.subject) % words, gettext(template.text) % words
    post(make_message(to_name=row.to_name, to_address=address, subject=subject, text=text))


def _not_taken(row: Mail, why: str) -> None:
    row.last_error = why[:200]
    if row.n_tries > len(WAITS):
        row.state = Mail.State.FAILED
        return
    wait = WAITS[row.n_tries - 1]
    send.configure(schedule_in={"seconds": int(wait.total_seconds())}).defer(mail_id=row.pk)
