"""The outbox, for the administrator: what went out, what waits, what was given up."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts.mail.commands import try_again
from throughline.rooms.accounts.mail.queries import find_failed, get_mail_for, is_set_up
from throughline.rooms.accounts.mail.templates import mail_words
from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.models import Mail
from throughline.web.components.pieces import Status
from throughline.web.tables import Choice, Column, Table


@require_safe
def list_mail(request: HttpRequest) -> HttpResponse:
    """Show the outbox."""
    table = _table(get_mail_for(viewer_of(request))).read(request)
    return render(request, "mail/mail.html", {"table": table, "is_set_up": is_set_up()})


@require_http_methods(["GET", "HEAD", "POST"])
def retry(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Ask before a mail that was given up is tried again, then try it."""
    viewer = viewer_of(request)
    row = find_failed(viewer, mail_id)
    if request.method == "POST":
        try_again(by=viewer, at=timezone.now(), mail_id=mail_id)
        messages.success(request, _("The mail is tried again."))
        return redirect("accounts:mail")
    shown = {"mail": row, "what": mail_words(row.template), "crumbs": [(_("Mail"), reverse("accounts:mail"))]}
    return render(request, "mail/retry.html", shown)


def _table(rows: QuerySet[Mail]) -> Table:
    return Table(
        key="mail",
        caption=_("Mail"),
        columns=[
            Column("made_at", _("When"), kind="moment"),
            Column("to_name", _("To"), link=_retry_link),
            Column("template", _("What"), value=lambda row: mail_words(row.template)),
            Column("state", _("State"), kind="status", value=_state),
            Column("n_tries", _("Tries"), kind="number"),
            Column("last_error", _("Last trouble"), sortable=False),
        ],
        rows=rows,
        choices=[Choice("state", _("State"), [(state.value, _state_words(state).word) for state in Mail.State])],
        order="-made_at",
        search=("to_name",),
        count=lambda n: ngettext("%(n)s mail", "%(n)s mails", n),
        empty_title=_("No mail yet"),
        narrow="stack",
    )


def _retry_link(row: Mail) -> str:
    return reverse("accounts:retry_mail", args=[row.pk]) if row.state == Mail.State.FAILED else ""


def _state(row: Mail) -> Status:
    return _state_words(Mail.State(row.state))


def _state_words(state: Mail.State) -> Status:
    shown = {
        Mail.State.WAITING: Status(pgettext("a mail", "Waits"), "note"),
        Mail.State.SENT: Status(pgettext("a mail", "Went out"), "good"),
        Mail.State.FAILED: Status(pgettext("a mail", "Given up"), "stop"),
        Mail.State.DROPPED: Status(pgettext("a mail", "Not needed"), "quiet"),
    }
    return shown[state]
