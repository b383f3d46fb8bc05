"""Agreements as they stand: the list, and one to be read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.compiling.queries import source_of
from throughline.rooms.agreements.library.templates import Clause, find_clauses
from throughline.rooms.agreements.models import Agreement, Covers, ListedStudent, Refusal, Side, Signature, Version
from throughline.rooms.agreements.papers import Paper
from throughline.rooms.students import api as students
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

ENDS_SOON = timedelta(days=30)
# What links to sign are made for: one version, by its id.
VERSION = "agreement version"


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement in the list. `state` is one of `STATES`."""

    id: int
    title: str
    organization: str
    state: str
    starts_on: date
    ends_on: date
    ends_soon: bool
    ground: str


@dataclass(frozen=True, slots=True)
class Seen:
    """How many students an organization sees by an agreement today, and what of their records."""

    n_students: int = 0
    record_classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One agreement to be read: its newest version, what went before, and what it lets be seen today."""

    agreement: Agreement
    version: Version
    in_force: Version | None
    state: str
    versions: list[Version]
    signatures: list[Signature]
    clauses: list[Clause]
    schools: list[str]
    listed: list[ListedStudent]
    refusals: list[Refusal]
    seen: Seen
    may_manage: bool
    may_sign_as: tuple[str, ...]
    ground: str
    papers: set[int] = field(default_factory=set)

    @property
    def is_draft(self) -> bool:
        """Whether the newest version waits for a signature."""
        return self.agreement.ended_at is None and len(self.signatures_of(self.version)) < len(Side.values)

    @property
    def signed_sides(self) -> set[str]:
        """Which sides signed the newest version."""
        return {row.side for row in self.signatures_of(self.version)}

    def signatures_of(self, version: Version) -> list[Signature]:
        """This function will return who signed a version."""
        return [row for row in self.signatures if row.version_id == version.pk]


def find_agreement(viewer: Viewer, agreement_id: int) -> Agreement:
    """This function will return an agreement that `viewer` may read.

    **Raises** `NotFound` where there is none, or none of theirs.
    """
    found = access.get_agreements_for(viewer).select_related("organization").filter(pk=agreement_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such agreement, or none you may read."))
    return found


def find_newest(agreement: Agreement) -> Version:
    """This function will return the newest version of an agreement, signed or not."""
    return access.get_versions(agreement)[:1].get()


def may_read_agreements(viewer: Viewer) -> bool:
    """This function will tell whether there is a list of agreements for `viewer`."""
    return access.may_manage(viewer) or bool(accounts.memberships(viewer))


def agreements_page(viewer: Viewer) -> list[Row]:
    """This function will list the agreements `viewer` may read, those that end first on top.

    **Raises** `NotAllowed` for those who neither manage agreements nor belong to an organization outside.
    """
    if not may_read_agreements(viewer):
        raise NotAllowed(
            gettext_noop("Agreements are read by those who manage them, and by the organizations that made them."),
            gettext_noop("Ask the administrator or the privacy officer."),
        )
    agreements = list(access.get_agreements_for(viewer).select_related("organization").order_by("pk"))
    versions = list(Version.objects.filter(agreement__in=agreements).order_by("number"))
    signed: dict[int, set[str]] = {}
    for version_id, side in Signature.objects.filter(version__in=versions).values_list("version_id", "side"):
        signed.setdefault(version_id, set()).add(side)
    of = {agreement.pk: [row for row in versions if row.agreement_id == agreement.pk] for agreement in agreements}
    rows = [_row(agreement, of[agreement.pk], signed) for agreement in agreements]
    return sorted(rows, key=lambda row: (row.state in {"ended", "expired"}, row.ends_on, row.id))


def agreement_page(viewer: Viewer, agreement_id: int) -> AgreementPage:
    """This function will return one agreement to be read.

    **Raises** `NotFound` where there is none, or none of theirs.
    """
    agreement = find_agreement(viewer, agreement_id)
    versions = list(access.get_versions(agreement))
    signatures = list(Signature.objects.filter(version__in=versions).order_by("noted_at", "pk"))
    in_force = access.in_force_versions().filter(agreement=agreement).first()
    version, manages = versions[0], access.may_manage(viewer)
    signed = {row.side for row in signatures if row.version_id == version.pk}
    return AgreementPage(
        agreement=agreement,
        version=version,
        in_force=in_force,
        state=state_of(agreement, in_force, version, signed),
        versions=versions,
        signatures=signatures,
        clauses=find_clauses(version.clauses),
        schools=schools_of(version),
        listed=_listed(viewer, agreement) if version.covers == Covers.LISTED else [],
        refusals=list(Refusal.objects.filter(version__in=versions).order_by("said_at", "pk")),
        seen=_seen(agreement) if manages or agreement.organization_id in accounts.memberships(viewer) else Seen(),
        may_manage=manages,
        may_sign_as=tuple(_may_sign(viewer, agreement, signed)),
        ground=ground_of(version.relation),
        papers=set(Signature.objects.filter(version__in=versions).exclude(paper=None).values_list("pk", flat=True)),
    )


def note_listed(viewer: Viewer, page: AgreementPage, *, at: datetime) -> None:
    """This function will note that the students on the list of an agreement were named to `viewer`."""
    classes = ("directory", access.OVERSIGHT)
    sights = students.explain_sight(viewer, [row.student for row in page.listed], classes)
    looks = [(pk, sight, classes) for pk, sight in sights.items()]
    students.note_looked(by=viewer, at=at, shown=looks, place="agreements.list")


def paper_of(viewer: Viewer, agreement_id: int, signature_id: int) -> Paper:
    """This function will return the scan of a signature, to those who may read the agreement.

    **Raises** `NotFound` where there is none, or none of theirs.
    """
    agreement = find_agreement(viewer, agreement_id)
    found = Signature.objects.filter(version__agreement=agreement, pk=signature_id).exclude(paper=None)
    row = found.select_related("paper").first()
    if row is None:
        raise NotFound(gettext_noop("There is no such paper."))
    return Paper(row.paper.kind, bytes(row.paper.content))


def state_of(agreement: Agreement, in_force: Version | None, newest: Version, signed: set[str]) -> str:
    """This function will say how an agreement stands today: one of the keys of `words.STATES`."""
    day = accounts.today()
    if agreement.ended_at is not None:
        return "ended"
    if in_force is None:
        return f"signed_{signed.pop()}" if len(signed) == 1 else "drafted"
    if day > in_force.ends_on:
        return "expired"
    if day < in_force.starts_on:
        return "signed"
    return "active" if in_force.pk == newest.pk else "amending"


def ground_of(relation: str) -> str:
    """This function will return the legal ground on which a relation rests, by the policy table."""
    found = accounts.shipped_policy().named(relation)
    return found.ground if found else ""


def schools_of(version: Version) -> list[str]:
    """This function will name the schools a version is about, where it is about some."""
    return sorted(version.schools.values_list("name", flat=True)) if version.covers == Covers.SCHOOLS else []


def links_to_sign(page: AgreementPage, *, now: datetime) -> list[accounts.MadeFor]:
    """This function will list the links in force by which the newest version can be signed, for those who made them."""
    if not page.may_manage:
        return []
    return [link for link in accounts.find_links_for(VERSION, [page.version.pk], now=now) if link.in_force]


def _row(agreement: Agreement, versions: list[Version], signed: dict[int, set[str]]) -> Row:
    both = [row for row in versions if len(signed.get(row.pk, ())) == len(Side.values)]
    in_force = both[-1] if both and agreement.ended_at is None else None
    newest = versions[-1]
    shown = in_force or newest
    state = state_of(agreement, in_force, newest, set(signed.get(newest.pk, ())))
    soon = state in {"active", "amending"} and shown.ends_on <= accounts.today() + ENDS_SOON
    return Row(
        agreement.pk,
        shown.title,
        agreement.organization.name,
        state,
        shown.starts_on,
        shown.ends_on,
        soon,
        ground_of(shown.relation),
    )


def _listed(viewer: Viewer, agreement: Agreement) -> list[ListedStudent]:
    rows = access.get_listed_for(viewer, agreement).select_related("student")
    return list(rows.order_by("student__family_name", "student__given_name", "pk"))


def _seen(agreement: Agreement) -> Seen:
    """What is seen today: counted as the duty that compiles, so that each reader is told the same."""
    found = students.count_relations(source_of(agreement.pk))
    return Seen(found.n_students, found.record_classes)


def _may_sign(viewer: Viewer, agreement: Agreement, signed: set[str]) -> Iterable[str]:
    if agreement.ended_at is not None or viewer.behind is not None:
        return
    if access.may_manage(viewer) and Side.DISTRICT not in signed:
        yield Side.DISTRICT
    if agreement.organization_id in accounts.memberships(viewer) and Side.PARTNER not in signed:
        yield Side.PARTNER
