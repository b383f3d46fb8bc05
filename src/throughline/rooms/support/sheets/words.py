"""Which forms are kept as typed: what each is called, and where one goes on with it."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.support.models import SheetDraft

_NEW = {"plan": "support:new_plan", "support": "support:new_support", "proposal": "support:proposals"}
_OF = {
    "plan": "support:change_plan",
    "review": "support:review_plan",
    "support": "support:change_support",
    "end": "support:end_support",
    "check": "support:check_support",
    "answer": "support:answer_proposal",
}
_PAGE = re.compile(r"([a-z]{1,10})(?:-([0-9]{1,18}))?")
_MOST_SHOWN = 240
# Where somebody's own words stand in these forms; the rest is days and choices.
_WORDS = re.compile(r"(?:why|purpose|words|text|builds_on|next_step|(?:goal-\d+-)+(?:action-\d+-)?(?:text|why))")


def page_parts(page: str) -> tuple[str, int | None] | None:
    """This function will return which form a page's name means and of what, or None where there is no such form.

    **Example**

    >>> page_parts("review-12"), page_parts("plan"), page_parts("review"), page_parts("note")
    (('review', 12), ('plan', None), None, None)
    """
    match = _PAGE.fullmatch(page)
    if match is None:
        return None
    name, number = match[1], int(match[2]) if match[2] else None
    known = _NEW if number is None else _OF
    return (name, number) if name in known else None


def sheet_url(row: SheetDraft) -> str:
    """This function will return where one goes on with a form that was begun."""
    name, number = page_parts(row.page) or ("plan", None)
    page = reverse(_NEW[name], args=[row.student_id]) if number is None else reverse(_OF[name], args=[number])
    return f"{page}?draft={row.pk}"


def sheet_words(page: str) -> str:
    """This function will say what form was begun."""
    name, number = page_parts(page) or ("plan", None)
    if number is None:
        return {"plan": _("A new plan"), "support": _("A new support"), "proposal": _("A goal to propose")}[name]
    return {
        "plan": _("Changes to a plan"),
        "review": _("Review of a plan"),
        "support": _("Changes to a support"),
        "end": _("End of a support"),
        "check": _("Whether a support helped"),
        "answer": _("An answer to a proposed goal"),
    }[name]


def sheet_text(row: SheetDraft) -> str:
    """This function will return the words somebody typed into a form so far, in one line."""
    typed = [values[-1] for name, values in row.fields.items() if values and _WORDS.fullmatch(name)]
    return " · ".join(words.strip() for words in typed if words.strip())[:_MOST_SHOWN]
