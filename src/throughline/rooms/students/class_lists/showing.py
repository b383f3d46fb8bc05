"""The board of a class list as its page shows it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.students.class_lists.queries import Board, Card
from throughline.rooms.students.class_lists.words import account_of, list_words, stage_status
from throughline.rooms.students.class_wishes.words import wish_words
from throughline.rooms.students.next_year import Stage


def crumbs() -> list[tuple[str, str]]:
    """This function will return the way back to the class lists."""
    return [(_("Class lists"), reverse("students:class_lists"))]


def shown_board(board: Board, *, told: str = "", refused: str = "", clash: tuple[str, ...] = ()) -> dict[str, Any]:
    """This function will return what a board shows; `told` is what was just done, `refused` what was not."""
    row = board.class_list
    names = list(enumerate(row.rooms))
    return {
        "board": board,
        "title": list_words(row),
        "state": stage_status(row),
        "account": account_of(board),
        "rooms": [(room, [(card, _wishes(card)) for card in room.cards]) for room in board.rooms],
        "waiting": [(card, _wishes(card)) for card in board.waiting.cards],
        "names": names,
        "broken": [wish_words(wish) for wish in board.broken],
        "undo": _undo(board),
        "told": told,
        "refused": refused,
        "clash": clash,
        "crumbs": crumbs(),
        "is_open": row.stage == Stage.PROPOSING,
        "is_final": row.stage == Stage.FINAL,
    }


def _wishes(card: Card) -> list[str]:
    """What is wished for a student, as their card says it: a word where it does not hold."""
    found = []
    for wish, other in card.wishes:
        words = _("apart from %(name)s") if wish.kind == "apart" else _("together with %(name)s")
        said = words % {"name": other.name}
        found.append(_("%(wish)s, a rule") % {"wish": said} if wish.is_rule else said)
    return found


def _undo(board: Board) -> str:
    """What undoing would take back; blank where there is nothing."""
    if not board.last:
        return ""
    step, n = board.last[0], len(board.last)
    if n > 1:
        return ngettext("%(n)s move of a suggestion", "%(n)s moves of a suggestion", n) % {"n": n}
    words = {"name": step.student.name, "room": step.now_name or _("not placed yet")}
    return _("%(name)s to %(room)s") % words
