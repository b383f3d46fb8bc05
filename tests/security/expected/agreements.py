"""What is expected of the agreements room: who may open its pages, and which of its tables stand behind no wall."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone
from tests.security.expected.aim import NOBODY, OVERSEERS, Aim

from throughline.demo import named
from throughline.formats.pdf import Paper, Text, write_pdf

MANAGES = OVERSEERS
AT_SCHOOL = OVERSEERS | {"coordinator", "principal"}
PLACES = frozenset({"support_lead", "coordinator", "principal"})
_RIVERLIGHT, _STATE = {"agreement_id": named.PARTNER_ORGANIZATION}, {"agreement_id": named.STATE_ORGANIZATION}
_MATEO = {"student_id": named.CAST_STUDENT}
_SISTER = {"student_id": named.CAST_SIBLING}
_NONE = {"student_id": "nobody"}


def _family(page: str, answered: frozenset[str], **fill: str) -> Aim:
    return Aim(f"agreements:{page}", get=answered, post=answered, fill=_MATEO | fill)


AIMS: tuple[Aim, ...] = (
    Aim("agreements:agreements", get=MANAGES | {"partner", "state_analyst"}),
    Aim("agreements:start", get=MANAGES, post=MANAGES),
    Aim("agreements:agreement", get=MANAGES | {"partner"}, fill=_RIVERLIGHT),
    Aim("agreements:agreement", get=MANAGES | {"state_analyst"}, fill=_STATE),
    Aim("agreements:agreement", fill={"agreement_id": "nobody"}),
    Aim("agreements:edit", get=MANAGES, post=MANAGES, fill=_RIVERLIGHT),
    Aim("agreements:sign", fill=_RIVERLIGHT | {"side": "partner"}),
    Aim(
        "agreements:sign",
        get=frozenset({"state_analyst"}),
        post=frozenset({"state_analyst"}),
        fill=_STATE | {"side": "partner"},
    ),
    Aim("agreements:sign", get=MANAGES, post=MANAGES, fill=_STATE | {"side": "district"}),
    Aim("agreements:note_paper", get=MANAGES, post=MANAGES, fill=_STATE),
    Aim("agreements:paper", get=MANAGES | {"partner"}, fill=_RIVERLIGHT | {"signature_id": "scanned"}),
    Aim("agreements:paper", fill=_STATE | {"signature_id": "scanned"}),
    Aim("agreements:paper", fill=_RIVERLIGHT | {"signature_id": "none"}),
    Aim("agreements:ask_to_sign", get=MANAGES, post=MANAGES, fill=_STATE),
    Aim("agreements:take_back_asking", post=MANAGES, fill=_STATE),
    Aim("agreements:end", get=MANAGES, post=MANAGES, fill=_RIVERLIGHT),
    Aim("agreements:list", post=MANAGES, fill=_RIVERLIGHT, data={"number": named.CAST_STUDENT}),
    Aim("agreements:unlist", post=MANAGES, fill=_RIVERLIGHT | _MATEO),
    Aim("agreements:sharing", get=frozenset({"guardian", "student"}), fill=_MATEO),
    Aim("agreements:sharing", get=frozenset({"guardian"}), fill=_SISTER),
    Aim("agreements:sharing", fill={"student_id": named.CLASSMATE}),
    Aim("agreements:sharing", fill=_NONE),
    _family("give", frozenset({"guardian"}), **_RIVERLIGHT),
    _family("object", frozenset({"guardian", "student"}), **_RIVERLIGHT),
    Aim(
        "agreements:withdraw",
        get=AT_SCHOOL | {"guardian", "student"},
        post=AT_SCHOOL | {"guardian"},
        fill=_MATEO | {"consent_id": named.CAST_STUDENT},
    ),
    Aim("agreements:withdraw", fill=_SISTER | {"consent_id": named.CAST_STUDENT}),
    Aim("agreements:consents", get=AT_SCHOOL, fill=_MATEO),
    Aim("agreements:consents", get=OVERSEERS | {"coordinator_elsewhere"}, fill=_SISTER),
    Aim("agreements:consents", fill=_NONE),
    Aim("agreements:record", get=AT_SCHOOL, post=AT_SCHOOL, fill=_MATEO | _RIVERLIGHT),
    Aim("agreements:ask_family", get=AT_SCHOOL, post=AT_SCHOOL, fill=_MATEO | _RIVERLIGHT),
    Aim("agreements:take_back_request", post=AT_SCHOOL, fill=_MATEO | {"request_id": "mateo"}),
    Aim("agreements:take_back_request", fill=_SISTER | {"request_id": "mateo"}),
    Aim("agreements:take_back_request", fill=_MATEO | {"request_id": "none"}),
    Aim("agreements:consent_paper", fill=_MATEO | {"consent_id": named.CAST_STUDENT}),
    Aim("agreements:decide", get=AT_SCHOOL, post=AT_SCHOOL, fill=_MATEO | {"objection_id": "mateo"}),
    Aim("agreements:decide", fill=_SISTER | {"objection_id": "mateo"}),
    Aim("agreements:decide", fill=_MATEO | {"objection_id": "none"}),
    Aim("agreements:place", get=PLACES, post=PLACES, fill=_MATEO | _RIVERLIGHT),
    Aim("agreements:end_placement", post=PLACES, fill=_MATEO | {"placement_id": "mateo"}),
    Aim("agreements:end_placement", fill=_SISTER | {"placement_id": "mateo"}),
    Aim("agreements:end_placement", fill=_MATEO | {"placement_id": "none"}),
    Aim("agreements:limits", get=MANAGES, post=MANAGES, fill=_MATEO),
    Aim("agreements:limits", get=NOBODY, fill=_NONE),
    Aim("agreements:end_limit", post=MANAGES, fill=_MATEO | {"limit_id": "mateo"}),
    Aim("agreements:end_limit", fill=_SISTER | {"limit_id": "mateo"}),
    Aim("agreements:end_limit", fill=_MATEO | {"limit_id": "none"}),
)

OPEN_TABLES: dict[str, str] = {
    "agreements_refusal": "Who would not sign an agreement, and why; no student is in it.",
    "agreements_refusalevent": "History of the same.",
    "agreements_signedpaper": "Scans of signatures under agreements; no student is in them.",
}


def _agreement_id(source_id: str) -> object:
    from throughline.rooms.agreements.models import Agreement

    row = Agreement.objects.filter(organization__source_id=source_id).first()
    return row.pk if row else 999_999_999


def _consent_id(source_id: str) -> object:
    from throughline.rooms.agreements.models import Consent

    return Consent.objects.get(student__source_id=source_id).pk


def _signature_id(word: str) -> object:
    """The partner's signature under the agreement with the after-school program, of which a scan is kept."""
    from throughline.rooms.agreements.models import Signature, SignedPaper

    if word == "none":
        return 999_999_999
    signed = Signature.objects.filter(
        version__agreement__organization__source_id=named.PARTNER_ORGANIZATION, side="partner"
    )
    row = signed.latest("pk")
    SignedPaper.objects.get_or_create(signature=row, defaults={"kind": "application/pdf", "content": _scan()})
    return row.pk


def _scan() -> bytes:
    """A document to be read like any other."""
    return write_pdf(Paper("Signed", "en", "", "Scanned", "{page}", (Text("Signed on paper"),)))


def _about_mateo() -> dict[str, object]:
    from throughline.rooms.students.models import Student

    mateo = Student.objects.get(source_id=named.CAST_STUDENT)
    return {"student": mateo, "agreement_id": _agreement_id(named.PARTNER_ORGANIZATION)}


def _days() -> dict[str, date]:
    return {"starts_on": named.LAST_DATA_DAY - timedelta(9), "ends_on": named.LAST_DATA_DAY + timedelta(9)}


def _request_id(word: str) -> object:
    from throughline.rooms.agreements.models import ConsentRequest

    if word == "none":
        return 999_999_999
    asked = {"asked_of": "Somebody", "language": "en", "asked_by": "Somebody", "asked_at": timezone.now()}
    return ConsentRequest.objects.create(**_about_mateo(), **asked).pk


def _objection_id(word: str) -> object:
    from throughline.rooms.agreements.models import Objection

    if word == "none":
        return 999_999_999
    return Objection.objects.create(**_about_mateo(), said_by="Somebody", said_at=timezone.now()).pk


def _placement_id(word: str) -> object:
    from throughline.rooms.agreements.models import Placement

    if word == "none":
        return 999_999_999
    placed = {"relation": "partner_session", "what_for": "Robotics", "placed_by": "Somebody"}
    return Placement.objects.create(**_about_mateo(), **_days(), **placed).pk


def _limit_id(word: str) -> object:
    """An order about an adult of another family, kept with Mateo: his mother's own sight stays as it was."""
    from throughline.rooms.agreements.models import ContactLimit
    from throughline.rooms.students.models import Guardian, Student

    if word == "none":
        return 999_999_999
    return ContactLimit.objects.create(
        student=Student.objects.get(source_id=named.CAST_STUDENT),
        guardian=Guardian.objects.exclude(guardianships__student__source_id=named.CAST_STUDENT).earliest("pk"),
        reason="By order of the court.",
        noted_by="Somebody",
        noted_at=timezone.now(),
        **_days(),
    ).pk


FILLS: dict[str, Callable[[str], object]] = {
    "agreement_id": _agreement_id,
    "consent_id": _consent_id,
    "signature_id": _signature_id,
    "agreements:take_back_request request_id": _request_id,
    "objection_id": _objection_id,
    "placement_id": _placement_id,
    "limit_id": _limit_id,
}
