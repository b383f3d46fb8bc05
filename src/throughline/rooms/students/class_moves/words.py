"""What was done in a class list, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.students.class_moves.queries import Done
from throughline.rooms.students.models import PlaceStep


def done_words(one: Done) -> str:
    """This function will say what was done: `Moved Ana Ruiz from Room 1 to Room 2`."""
    if not one.steps:
        return _act_words(one.act)
    if one.act in ("started", "suggested"):
        n = len(one.steps)
        words = ngettext("The solver placed %(n)s student", "The solver placed %(n)s students", n)
        return words % {"n": n}
    return step_words(one.steps[0])


def step_words(step: PlaceStep) -> str:
    """This function will say one step of one student."""
    words = {"name": step.student.name, "was": step.was_name, "now": step.now_name}
    if step.kind == "added":
        return _("Put %(name)s on the list") % words
    if step.kind == "taken off":
        return _("Took %(name)s off the list") % words
    if step.kind in ("fixed", "freed"):
        words = words | {"room": step.now_name}
        return (_("Fixed %(name)s in %(room)s") if step.kind == "fixed" else _("Freed the seat of %(name)s")) % words
    if not step.was_name:
        return _("Placed %(name)s in %(now)s") % words
    if not step.now_name:
        return _("Took %(name)s out of %(was)s") % words
    return _("Moved %(name)s from %(was)s to %(now)s") % words


def _act_words(act: str) -> str:
    words = {
        "begin": _("Began the list"),
        "change": _("Changed the classes, what is balanced or who proposes"),
        "send in": _("Sent the list in"),
        "hand back": _("Handed the list back to the teachers"),
        "make final": _("Made the list final"),
        "open again": _("Opened the list again"),
        "wish": _("Wished two students apart or together"),
        "make rule": _("Made a rule that two students are apart or together"),
        "take wish back": _("Took a wish back"),
        "export": _("Took a file of the list"),
        "let go": _("Let the list go"),
    }
    return words.get(act, act)
