"""Sentences about a run: what it would do, or has done."""

from collections.abc import Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.rooms.exchange.models import Kind, Run, Status
from throughline.rooms.exchange.words import Grouped, counted_words

ORDER = ("create", "change", "reopen", "end")
_MAIN = {
    Kind.ONEROSTER: "student",
    Kind.NEEDS: "need",
    Kind.ATTENDANCE: "attendance",
    Kind.MARKS: "mark",
    Kind.BEHAVIOR: "behavior",
    Kind.ASSESSMENTS: "assessment",
    Kind.LANGUAGES: "home_language",
}


def sentence(run: Run, status: Status) -> str:
    """This function will say in one or two sentences what a run would do or has done."""
    if status in (Status.READING, Status.REFUSED, Status.CANCELLED, Status.FAILED):
        return _OF_STATUS[status]()
    entity = _MAIN[Kind(run.kind)]
    n_all, n_main = n_changes(run.counts), n_changes({entity: run.counts.get(entity, {})})
    if not n_all:
        return _("Nothing to do: all that this file says is already so.")
    said = []
    if n_main:
        said.append(_main(run.counts[entity], entity, status))
    if n_all > n_main:
        said.append(_others(n_all - n_main, bool(n_main), status))
    if status == Status.ROLLED_BACK:
        said.append(_("All of it has been taken back."))
    return " ".join(said)


def sample_words(n_matching: int, n_differing: int) -> str:
    """This function will say what came of holding a sample against the source system; nothing where nobody did."""
    told = []
    if n_matching:
        told.append(ngettext("%(n)s matches", "%(n)s match", n_matching) % {"n": n_matching})
    if n_differing:
        told.append(ngettext("%(n)s differs", "%(n)s differ", n_differing) % {"n": n_differing})
    return ", ".join(told)


def _main(counts: Mapping[str, int], entity: str, status: Status) -> str:
    done = status in (Status.APPLIED, Status.ROLLED_BACK, Status.ROLLING_BACK)
    words = _DID if done else _WOULD
    acts: list[str] = []
    for action in ORDER:
        if n := counts.get(action, 0):
            what = str(Grouped(n)) if acts else counted_words(entity, n)
            acts.append(words(action) % {"what": what})
    listed = get_text_list(acts, _("and"))
    return (_("This file %(acts)s.") if done else _("This file would %(acts)s.")) % {"acts": listed}


def _would(action: str) -> str:
    return {
        "create": pgettext("would", "add %(what)s"),
        "change": pgettext("would", "change %(what)s"),
        "reopen": pgettext("would", "bring back %(what)s"),
        "end": pgettext("would", "end %(what)s"),
    }[action]


def _did(action: str) -> str:
    return {
        "create": pgettext("did", "added %(what)s"),
        "change": pgettext("did", "changed %(what)s"),
        "reopen": pgettext("did", "brought back %(what)s"),
        "end": pgettext("did", "ended %(what)s"),
    }[action]


_WOULD, _DID = _would, _did


def _others(n: int, beside: bool, status: Status) -> str:
    if status in (Status.APPLIED, Status.ROLLED_BACK, Status.ROLLING_BACK):
        return ngettext("%(n)s other row changed with it.", "%(n)s other rows changed with it.", n) % {"n": Grouped(n)}
    if beside:
        return ngettext("%(n)s other row would change with it.", "%(n)s other rows would change with it.", n) % {
            "n": Grouped(n)
        }
    return ngettext("This file would change %(n)s row.", "This file would change %(n)s rows.", n) % {"n": Grouped(n)}


def n_changes(counts: Mapping[str, Mapping[str, int]]) -> int:
    """This function will count the rows that are made, changed, reopened or ended."""
    return sum(actions.get(action, 0) for actions in counts.values() for action in ORDER)


_OF_STATUS = {
    Status.READING: lambda: _("The file is being read. Nothing changes until you have seen what it would do."),
    Status.REFUSED: lambda: _("This file could not be taken. Nothing was changed."),
    Status.CANCELLED: lambda: _("This import was cancelled. Nothing was changed."),
    Status.FAILED: lambda: _("Reading this file broke off. Nothing was changed."),
}
