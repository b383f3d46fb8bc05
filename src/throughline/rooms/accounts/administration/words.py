"""What was done to a person, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext

from throughline.rooms.accounts.policy.words import relation_words
from throughline.rooms.audit import api as audit
from throughline.values.words import gettext_noop as _

_ACTS = {
    ("person", "add"): _("Account added"),
    ("person", "change"): _("Changed: %(changed)s"),
    ("person", "invite"): _("Invited"),
    ("person", "withdraw invitation"): _("Invitation withdrawn"),
    ("person", "choose password"): _("Chose a password"),
    ("person", "close"): _("Account closed"),
    ("person", "reopen"): _("Account opened again"),
    ("second steps", "take away"): _("Second steps taken away, signed out everywhere"),
    ("person", "view as"): _("Viewed as this person"),
    ("person", "stop viewing as"): _("Stopped viewing as this person"),
    ("role", "grant"): _("Role given: %(role)s"),
    ("role", "end"): _("Role ended: %(role)s"),
    ("role", "take back end"): _("End of a role taken back: %(role)s"),
}
_FIELDS = {
    "username": _("Username"),
    "name": _("Name"),
    "email": _("E-mail"),
    "language": _("Language"),
    "source_id": _("Id in the roster"),
}


def act_in_words(act: audit.Act) -> str:
    """This function will say what was done, in the reader's language."""
    known = _ACTS.get((act.noun, act.act))
    if known is None:
        return f"{act.act} {act.noun}"
    return gettext(known) % _values(act.details)


def _values(details: Mapping[str, object]) -> dict[str, str]:
    changed = details.get("changed")
    fields = [gettext(_FIELDS.get(str(one), str(one))) for one in changed] if isinstance(changed, list) else []
    return {"role": relation_words(str(details.get("relation", ""))), "changed": ", ".join(fields)}
