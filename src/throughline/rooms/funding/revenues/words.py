"""The sentences and statuses of the revenues pages."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.engines.funding.revenues import LOCKED, SCHOOL_GRANT, UNLOCKED, Revenue
from throughline.rooms.funding.revenues.splitting import Discretion, Split
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine, Status


def status_of(status: str) -> Status:
    """This function will say what happens with a source."""
    return {
        UNLOCKED: Status(pgettext("status of money", "Unlocked"), "good"),
        LOCKED: Status(pgettext("status of money", "Locked"), "quiet"),
        SCHOOL_GRANT: Status(pgettext("status of money", "School grant"), "note"),
    }[status]


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


def discretion_sentence(found: Discretion, aim: Fraction = Fraction(0)) -> str:
    """This function will say how much of the money schools decide over, and what is missing to an aim."""
    if found.of_all is None:
        return ""
    if found.of_unrestricted is None:
        return _("Schools decide over %(share)s of all revenues.") % {"share": _percent(found.of_all)}
    shares = {"share": _percent(found.of_all), "free": _percent(found.of_unrestricted)}
    says = _("Schools decide over %(share)s of all revenues, and %(free)s of the unrestricted ones.") % shares
    if not aim:
        return says
    words = {"aim": _percent(aim), "money": figures.money(found.short_cents(aim))}
    if found.of_unrestricted < aim:
        return f"{says} " + _("That is %(money)s short of the aim of %(aim)s.") % words
    return f"{says} " + _("The aim of %(aim)s is met.") % words


def _percent(share: Fraction) -> str:
    return figures.percent(float(share), 1)
