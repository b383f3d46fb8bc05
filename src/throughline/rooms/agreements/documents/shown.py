"""An agreement put into the components that show it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.documents.forms import ListForm
from throughline.rooms.agreements.documents.queries import AgreementPage, ground_of
from throughline.rooms.agreements.library.templates import Clause
from throughline.rooms.agreements.models import Covers, How, Refusal, Side, Signature, Version
from throughline.rooms.agreements.words import purpose_in, state_status
from throughline.web.components import figures
from throughline.web.components.pieces import Step


def shown_page(page: AgreementPage, asked: list[accounts.MadeFor]) -> dict[str, Any]:
    """This function will return what the page of an agreement shows, with who was asked by link to sign it."""
    language = get_language() or "en"
    return {
        "page": page,
        "state": state_status(page.state),
        "purpose": purpose_in(page.version, language),
        "terms": terms_in_words(page.version, page.schools),
        "clauses": clauses_in_words(page.clauses),
        "steps": _steps(page),
        "asked": asked,
        "may_ask": page.may_manage and page.is_draft and Side.PARTNER not in page.signed_sides,
        "seen": _seen(page),
        "sides": page.may_sign_as,
        "list_form": ListForm(),
        "is_listed": page.version.covers == Covers.LISTED,
    }


def clauses_in_words(clauses: Iterable[Clause]) -> list[tuple[str, str, str]]:
    """This function will return each clause in the reader's language: its heading, its text and its source."""
    language = get_language() or "en"
    return [(one.heading.in_language(language), one.text.in_language(language), one.source) for one in clauses]


def terms_in_words(version: Version, schools: list[str]) -> list[tuple[str, str]]:
    """This function will return what a version says, term by term."""
    students = str(Covers(version.covers).label)
    if version.covers == Covers.SCHOOLS:
        students = ", ".join(schools)
    elif version.covers == Covers.LISTED and version.program:
        students = _("Students on the list of “%(program)s”") % {"program": version.program}
    return [
        (_("With"), version.agreement.organization.name),
        (_("Legal ground"), accounts.ground_words(ground_of(version.relation))),
        (_("Classes of record"), accounts.share_words(version.record_classes)),
        (_("Students"), students),
        (_("Security"), version.security),
        (_("First and last day"), f"{figures.day(version.starts_on)} – {figures.day(version.ends_on)}"),
        (_("Records are destroyed by"), figures.day(version.destroy_on)),
        (_("If something goes wrong, tell"), version.breach_contact),
    ]


def _steps(page: AgreementPage) -> list[Step]:
    """The thread: each version drafted and signed, the days in force, and the end."""
    found: list[Step] = []
    for version in reversed(page.versions):
        title = _("Drafted") if version.number == 1 else _("Amended, version %(n)s") % {"n": version.number}
        found.append(Step(title, "done", figures.moment(version.drafted_at), version.drafted_by))
        found += _said(page, version)
    if page.agreement.ended_at is not None:
        when = figures.moment(page.agreement.ended_at)
        found.append(Step(_("Ended early"), "done", when, f"{page.agreement.ended_by}: {page.agreement.end_reason}"))
        return found
    if page.is_draft:
        found.append(Step(_("To be signed"), "now", "", _unsigned(page)))
    shown = page.in_force or page.version
    begun, over = accounts.today() >= shown.starts_on, accounts.today() > shown.ends_on
    if page.in_force is None or not begun:
        found.append(Step(_("In force"), "ahead", figures.day(shown.starts_on)))
    else:
        found.append(Step(_("In force"), "done" if over else "now", figures.day(shown.starts_on)))
    found.append(Step(_("Over"), "now" if over and page.in_force else "ahead", figures.day(shown.ends_on)))
    found.append(Step(_("Records destroyed"), "ahead", figures.day(shown.destroy_on)))
    return found


def _said(page: AgreementPage, version: Version) -> list[Step]:
    """Who signed a version and who would not, in the order in which it was noted."""
    signed = [(row.noted_at, _signed(page, row)) for row in page.signatures_of(version)]
    refused = [(row.said_at, _refused(page, row)) for row in page.refusals if row.version_id == version.pk]
    return [step for _at, step in sorted([*signed, *refused], key=lambda said: said[0])]


def _refused(page: AgreementPage, row: Refusal) -> Step:
    who = ", ".join(part for part in (row.name, row.position, str(How(row.how).label).lower()) if part)
    title = _("Not signed by %(who)s") % {"who": page.agreement.organization.name}
    return Step(title, "done", figures.moment(row.said_at), f"{who}: {row.reason}" if row.reason else who)


def _signed(page: AgreementPage, row: Signature) -> Step:
    by = page.agreement.organization.name if row.side == Side.PARTNER else _("the district")
    title = _("Signed for %(side)s") % {"side": by}
    who = ", ".join(part for part in (row.name, row.position, str(How(row.how).label).lower()) if part)
    url = reverse("agreements:paper", args=[page.agreement.pk, row.pk]) if row.pk in page.papers else ""
    return Step(title, "done", figures.day(row.signed_on), who, url)


def _unsigned(page: AgreementPage) -> str:
    signed = page.signed_sides
    words = {"who": page.agreement.organization.name}
    if Side.DISTRICT in signed:
        return _("Waits for %(who)s.") % words
    return (_("Waits for the district.") if signed else _("Waits for the district and for %(who)s.")) % words


def _seen(page: AgreementPage) -> str:
    n = page.seen.n_students
    if not n:
        return _("Nobody sees a student by this agreement today.")
    words = ngettext(
        "By this agreement %(who)s sees %(n)s student today: %(classes)s.",
        "By this agreement %(who)s sees %(n)s students today: %(classes)s.",
        n,
    )
    classes = accounts.share_words(page.seen.record_classes, within_sentence=True)
    return words % {"who": page.agreement.organization.name, "n": figures.number(n), "classes": classes}
