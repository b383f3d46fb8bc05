"""Supports put in words for their pages."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.partners import api as partners
from throughline.rooms.students import api as students
from throughline.rooms.support.models import Session, Support
from throughline.rooms.support.supports.queries import Given, SupportPage
from throughline.rooms.support.supports.words import came_words, days_words, dose_words, reason_words, support_status
from throughline.values.errors import RefusedInput
from throughline.web.components import figures
from throughline.web.components.pieces import Status


def around(page: SupportPage) -> dict[str, Any]:
    """This function will return what stands around one support on every page about it."""
    student = page.support.student
    return {"page": page, "support": page.support, "student": student, "crumbs": crumbs_to(student)}


def crumbs_to(student: students.Student) -> list[tuple[str, str]]:
    """This function will lead from a student to their supports."""
    own = reverse("students:student", args=[student.pk])
    return [(student.name, own), (_("Plan and supports"), reverse("support:supports", args=[student.pk]))]


@dataclass(frozen=True, slots=True)
class ShownSupport:
    """A support in a few lines; `key` is made with the page, for a session that is written down from it."""

    support: Support
    status: Status
    who: str
    days: str
    dose: str
    came: str
    may_log: bool
    may_check: bool
    key: UUID


def shown_given(given: Given) -> ShownSupport:
    """This function will put a support in words."""
    row = given.support
    return ShownSupport(
        row,
        support_status(row),
        f"{row.program.provider.name} · {partners.domain_words(row.program.domain)}",
        days_words(row),
        dose_words(row),
        came_words(given.came.attended, given.came.missed),
        given.may_log and row.ended_on is None,
        given.may_write and row.ended_on is not None and row.checked_on is None,
        uuid4(),
    )


def shown_support(page: SupportPage) -> dict[str, Any]:
    """This function will put one support and its sessions in words."""
    row, came = page.support, page.given.came
    minutes = ngettext("%(n)s minute", "%(n)s minutes", came.minutes) % {"n": figures.number(came.minutes)}
    facts = [
        (_("What it is for"), row.purpose),
        (_("Who gives it"), row.program.provider.name),
        (_("What it is about"), partners.domain_words(row.program.domain)),
        (_("Days"), days_words(row)),
        (_("How often and how long"), dose_words(row)),
        (_("Who answers for it"), row.owner.name),
        (_("Sessions given"), came_words(came.attended, came.missed)),
        (_("Given in all"), minutes if came.minutes else ""),
        (_("Why it ended"), row.why_ended),
    ]
    checked = [
        (_("How one knows"), row.check_words),
        (_("What comes next"), row.next_step),
        (_("Who said so"), f"{row.checked_by}, {figures.short_day(row.checked_on)}" if row.checked_by else ""),
    ]
    return {
        "shown": shown_given(page.given),
        "facts": [(label, words) for label, words in facts if words],
        "checked": [(label, words) for label, words in checked if words],
        "sessions": [_session(one, may_write=page.given.may_log) for one in page.sessions],
    }


def session_words(session: Session) -> str:
    """This function will say whether a session was attended, how long it lasted, or why it was missed."""
    if not session.attended:
        return " · ".join(part for part in (_("Missed"), reason_words(session.reason)) if part)
    n = session.minutes or 0
    minutes = ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n} if n else ""
    return " · ".join(part for part in (_("Came"), minutes) if part)


def said_of(refused: RefusedInput) -> str:
    """This function will say in the reader's language what is needed."""
    return " ".join(_(part) for part in (refused.says, refused.next_step) if part)


def _session(session: Session, *, may_write: bool) -> tuple[Session, str, str]:
    url = reverse("support:change_session", args=[session.pk]) if may_write else ""
    return session, session_words(session), url
