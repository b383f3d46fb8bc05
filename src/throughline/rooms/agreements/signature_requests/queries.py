"""What somebody reads who was asked by link to sign, and why it can no longer be signed, where that is so."""

from dataclasses import dataclass

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.documents.queries import VERSION, find_newest, schools_of
from throughline.rooms.agreements.library.templates import Clause, find_clauses
from throughline.rooms.agreements.models import Side, Version
from throughline.rooms.district import api as district
from throughline.values.errors import NotFound
from throughline.values.words import gettext_noop

PURPOSE = "agreement_signature"
MAIL = "agreement_signature"


@dataclass(frozen=True, slots=True)
class AskedToSign:
    """One version of an agreement, as somebody without an account reads it. `why_not` is empty while it can be signed,
    and marked for translation.

    No student is in it: neither how many an organization sees, nor who is on a list.
    """

    version: Version
    clauses: list[Clause]
    schools: list[str]
    district: str
    why_not: str

    @property
    def organization(self) -> str:
        return self.version.agreement.organization.name

    @property
    def read_at(self) -> str:
        """When what is read was written, as the form sends it back: another text is not signed by mistake."""
        return self.version.drafted_at.isoformat()


def find_asked(link: accounts.OpenedLink) -> AskedToSign:
    """This function will return what a link to sign is about.

    **Raises** `NotFound` where the version is gone, or the link is for something else.
    """
    version = access.find_version(link.object_id) if link.noun == VERSION else None
    if version is None:
        raise NotFound(gettext_noop("This link is over."), gettext_noop("Ask whoever sent it for a new one."))
    return AskedToSign(
        version=version,
        clauses=find_clauses(version.clauses),
        schools=schools_of(version),
        district=district.district_name(),
        why_not=_why_not(version),
    )


def _why_not(version: Version) -> str:
    if version.agreement.ended_at is not None:
        return gettext_noop("This agreement was ended. Nothing is left to sign.")
    if find_newest(version.agreement).pk != version.pk:
        return gettext_noop("The agreement was changed after this link was made. Ask whoever sent it for a new one.")
    if version.signatures.filter(side=Side.PARTNER).exists():
        return gettext_noop("Your side has signed already. Nothing is left to do here.")
    return ""
