"""The sentences and statuses of the revenues pages."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.engines.funding.revenues import LOCKED, SCHOOL_GRANT, UNLOCKED, Revenue
from throughline.rooms.funding.revenues.files import CHANGED, GONE, NEW, SAME
from throughline.rooms.funding.revenues.splitting import Split
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine, Status


def status_of(status: str) -> Status:
    """This function will say what happens with a source."""
    return {
        UNLOCKED: Status(pgettext("status of money", "Unlocked"), "good"),
        LOCKED: Status(pgettext("status of money", "Locked"), "quiet"),
        SCHOOL_GRANT: Status(pgettext("status of money", "School grant"), "note"),
    }[status]


def state_of(state: str) -> Status:
    """This function will say what a file does to a source."""
    return {
        NEW: Status(pgettext("source in a file", "New"), "good"),
        CHANGED: Status(pgettext("source in a file", "Changed"), "care"),
        SAME: Status(pgettext("source in a file", "As it is"), "quiet"),
        GONE: Status(pgettext("source in a file", "Taken out"), "stop"),
    }[state]


def given_by(one: Revenue) -> str:
    """This function will say who gives a source, and whether rules bind its use."""
    origin = {
        "federal": pgettext("origin of money", "Federal"),
        "state": pgettext("origin of money", "State"),
        "local": pgettext("origin of money", "Local"),
        "private": pgettext("origin of money", "Private"),
    }[one.origin]
    return _("%(origin)s, restricted") % {"origin": origin} if one.restricted else origin


def bounds_of(one: Revenue) -> str:
    """This function will say what binds a source, in a few words."""
    parts = [_("Restricted") if one.restricted else _("Unrestricted")]
    if one.eligible_schools:
        n = len(one.eligible_schools)
        parts.append(ngettext("%(n)s school only", "%(n)s schools only", n) % {"n": n})
    if one.eligible_needs:
        parts.append(_("only for %(needs)s") % {"needs": ", ".join(sorted(one.eligible_needs))})
    if one.supplement_not_supplant:
        parts.append(_("only adds to what others pay"))
    if not one.poolable:
        parts.append(_("not to be pooled"))
    if one.ends_on:
        parts.append(_("until %(day)s") % {"day": figures.day(one.ends_on)})
    return ", ".join(parts)


def split_ledger(found: Split) -> Ledger:
    """This function will lay out where the year's money goes; its lines add up to all there is."""
    lines = [
        LedgerLine(_("The formula shares out"), found.formula_cents),
        LedgerLine(_("Given to schools by name"), found.schools_cents),
        LedgerLine(_("Held centrally"), found.central_cents),
        LedgerLine(_("Locked"), found.locked_cents),
    ]
    if found.left_cents:
        lines.append(LedgerLine(_("Named for no school yet"), found.left_cents))
    return Ledger(
        caption=_("Where it goes"),
        lines=lines,
        total_label=_("All revenues"),
        total_cents=found.brings_cents,
    )


def services_ledger(found: Split) -> Ledger | None:
    """This function will lay out what is held centrally, service by service."""
    if not found.services:
        return None
    return Ledger(
        caption=_("Held centrally, by service"),
        lines=[LedgerLine(service, cents) for service, cents in found.services],
        total_label=_("Held centrally"),
        total_cents=found.central_cents,
    )


def share_sentence(found: Split) -> str:
    """This function will say how much of all money schools have a say in."""
    if found.share_at_schools is None:
        return ""
    says = _("Schools have a say in %(share)s of all revenues.")
    return says % {"share": figures.percent(float(found.share_at_schools), 1)}
