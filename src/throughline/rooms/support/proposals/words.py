"""Proposed goals in words: how one stands, and whose words it was."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.rooms.support.models import Proposal
from throughline.rooms.support.planned import State
from throughline.rooms.support.proposals.queries import Proposed
from throughline.web.components import figures
from throughline.web.components.pieces import Status

SELF = "self"


def quoted(words: str) -> str:
    """This function will put in quotation marks what somebody proposed, on one line."""
    return _("“%(words)s”") % {"words": " ".join(words.split())}


def proposed_by(row: Proposal) -> str:
    """This function will say whose words a proposal is: `Proposed by the family: Lucía Herrera, Nov 3, 2026`."""
    words = {"name": row.proposed_by.name, "day": figures.short_day(row.proposed_on)}
    if row.proposed_as == SELF:
        return _("Proposed by the student: %(name)s, %(day)s") % words
    return _("Proposed by the family: %(name)s, %(day)s") % words


def proposal_status(one: Proposed) -> Status:
    """This function will say how a proposal stands: it waits, is in the plan, was answered, or withdrawn."""
    if one.answer is not None:
        words = {"day": figures.short_day(one.answer.answered_on)}
        if not one.answer.goal_id:
            return Status(_("Answered %(day)s") % words, "note")
        if one.goal is None or one.goal.plan.state == State.DRAFT:
            return Status(_("Taken into the plan being written, %(day)s") % words, "good")
        return Status(_("Taken into the plan %(day)s") % words, "good")
    if one.proposal.withdrawn_at is not None:
        return Status(_("Withdrawn %(day)s") % {"day": figures.short_day(one.proposal.withdrawn_at.date())}, "quiet")
    return Status(_("Waits for an answer"), "care")


def passed_on_words(row: Proposal) -> str:
    """This function will say to whom a proposal that nobody answered was passed on, and when; or nothing."""
    says = []
    if row.passed_on:
        words = {"day": figures.day(row.passed_on)}
        says.append(_("Nobody had answered by %(day)s: it was passed on to who leads the school.") % words)
    if row.passed_further_on:
        words = {"day": figures.day(row.passed_further_on)}
        says.append(
            _("Nobody had answered by %(day)s: it was passed on to who leads student support in the district.") % words
        )
    return " ".join(says)


def title_for(role: str) -> str:
    """This function will name the page as its reader would say it: the student, the family, or staff."""
    if role == SELF:
        return _("What I would like to work on")
    if role:
        return _("What we would like to work on")
    return _("What the student and the family would like to work on")


def answered_by(one: Proposed) -> str:
    """This function will say who answered a proposal, and when."""
    if one.answer is None:
        return ""
    parts = (one.answer.answered_by.name, figures.short_day(one.answer.answered_on))
    return ", ".join(parts)


def language_words(code: str) -> str:
    """This function will name the language of the page on which somebody wrote, where it is not the reader's own."""
    if code == (get_language() or "en").partition("-")[0]:
        return ""
    return {"es": _("Written in Spanish"), "en": _("Written in English")}.get(code, "")
