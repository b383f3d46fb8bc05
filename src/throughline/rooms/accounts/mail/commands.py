"""Put a mail in the outbox; a job takes it from there."""

from collections.abc import Mapping
from datetime import datetime

from throughline.rooms.accounts.mail import jobs
from throughline.rooms.accounts.mail.queries import find_failed, is_set_up
from throughline.rooms.accounts.mail.templates import find_template
from throughline.rooms.accounts.models import Mail, User
from throughline.rooms.audit import api as audit
from throughline.values.viewer import Viewer


def send_mail(
    *,
    by: Viewer,
    at: datetime,
    template: str,
    to_user: User | None = None,
    to_address: str = "",
    to_name: str = "",
    language: str = "",
    values: Mapping[str, int] | None = None,
) -> bool:
    """This function will send a mail to a person with an account, or to an address, and tell whether it may go out.

    It does nothing where no mail is set up or there is no address: pages then say to pass the link on oneself.
    `values` are ids that the template's link is made from. Whether `by` may is for the room to have asked.

    **Raises** `ValueError` for a template no room registered.
    """
    if find_template(template) is None:
        raise ValueError(f"no room registered the mail {template}")
    address = to_user.email if to_user else to_address
    if not is_set_up() or not address:
        return False
    row = Mail.objects.create(
        template=template,
        to_user=to_user,
        to_address="" if to_user else address,
        to_name=to_user.name if to_user else to_name,
        language=language or (to_user.language if to_user else "en"),
        values=dict(values or {}),
        made_by=str(by),
        made_at=at,
    )
    audit.record_act(by=by, at=at, act="send", noun="mail", object_id=row.pk, details={"template": template})
    jobs.send.defer(mail_id=row.pk)
    return True


def drop_mail(
    *, by: Viewer, at: datetime, template: str, to_user: User | None = None, values: Mapping[str, int] | None = None
) -> int:
    """This function will let mails of a kind to a person wait no longer, and return how many there were.

    With `values`, those about exactly these ids, whoever they go to. Whether `by` may is for the room to have asked.

    **Raises** `ValueError` where neither is named: mails are dropped for somebody, or about something.
    """
    if to_user is None and not values:
        raise ValueError("name to whom the mails go, or what they are about")
    waiting = Mail.objects.filter(template=template, state=Mail.State.WAITING)
    if to_user is not None:
        waiting = waiting.filter(to_user=to_user)
    if values:
        waiting = waiting.filter(values=dict(values))
    n_dropped = waiting.update(state=Mail.State.DROPPED)
    if n_dropped:
        audit.record_act(by=by, at=at, act="drop", noun="mail", details={"template": template, "mails": n_dropped})
    return n_dropped


def try_again(*, by: Viewer, at: datetime, mail_id: int) -> None:
    """This function will have a mail that was given up tried anew.

    **Raises** `NotAllowed` for all but those who give accounts and roles, `NotFound` where none was given up.
    """
    row = find_failed(by, mail_id)
    row.state, row.n_tries, row.last_error = Mail.State.WAITING, 0, ""
    row.save(update_fields=["state", "n_tries", "last_error"])
    audit.record_act(by=by, at=at, act="try again", noun="mail", object_id=row.pk)
    jobs.send.defer(mail_id=row.pk)
