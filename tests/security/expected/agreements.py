"""What is expected of the agreements room: who may open its pages, and which of its tables stand behind no wall."""

from collections.abc import Callable

from tests.security.expected.aim import NOBODY, OVERSEERS, Aim

from throughline.demo import named

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
    Aim("agreements:paper", fill=_RIVERLIGHT | {"signature_id": "0"}),
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
    Aim("agreements:take_back_request", fill=_MATEO | {"request_id": "0"}),
    Aim("agreements:consent_paper", fill=_MATEO | {"consent_id": named.CAST_STUDENT}),
    Aim("agreements:decide", fill=_MATEO | {"objection_id": "0"}),
    Aim("agreements:place", get=PLACES, post=PLACES, fill=_MATEO | _RIVERLIGHT),
    Aim("agreements:end_placement", fill=_MATEO | {"placement_id": "0"}),
    Aim("agreements:limits", get=MANAGES, post=MANAGES, fill=_MATEO),
    Aim("agreements:limits", get=NOBODY, fill=_NONE),
    Aim("agreements:end_limit", fill=_MATEO | {"limit_id": "0"}),
)

OPEN_TABLES: dict[str, str] = {
    "agreements_agreement": "With whom the district made an agreement; no student is in it.",
    "agreements_agreementevent": "History of the same.",
    "agreements_version": "What an agreement says; no student is in it.",
    "agreements_versionevent": "History of the same.",
    "agreements_coveredschool": "Which schools an agreement is about.",
    "agreements_coveredschoolevent": "History of the same.",
    "agreements_signature": "Who signed an agreement for which side; no student is in it.",
    "agreements_signatureevent": "History of the same.",
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


FILLS: dict[str, Callable[[str], object]] = {"agreement_id": _agreement_id, "consent_id": _consent_id}
