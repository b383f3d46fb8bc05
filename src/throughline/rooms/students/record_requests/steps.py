"""The steps a request goes through: from where, to where, whose they are, and what each needs to be told.

**Source**: 34 CFR 99.10 (inspect), 99.20 (amend), 99.21 (right to a hearing, and to a statement), 99.22 (the hearing).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.rooms.students.record_requests.clocks import clocks
from throughline.rooms.students.rights import RecordRequest, RequestKind, RequestStatus
from throughline.values.words import gettext_noop as _

_S = RequestStatus
OPEN = frozenset({_S.ASKED, _S.OFFERED, _S.REFUSED, _S.HEARING_ASKED, _S.HEARING_SET, _S.HEARING_REFUSED})
# Those in which the next step is the district's, so that a clock runs.
WAITING = frozenset({_S.ASKED, _S.OFFERED, _S.HEARING_ASKED, _S.HEARING_SET})


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `of_family` steps are the family's; who answers may write them down for a family that came on paper."""

    code: str
    starts: frozenset[RequestStatus]
    leads: RequestStatus
    label: str
    fields: tuple[str, ...]
    of_family: bool = False
    kind: RequestKind | None = None


def _step(code: str, *starts: RequestStatus, leads: RequestStatus, label: str, fields: tuple[str, ...] = ()) -> Step:
    kind = {"offer": RequestKind.INSPECT, "grant": RequestKind.AMEND, "refuse": RequestKind.AMEND}.get(code)
    family = code in {"ask-hearing", "place-statement", "withdraw"}
    return Step(code, frozenset(starts), leads, label, fields, family, kind)


STEPS: Mapping[str, Step] = {
    step.code: step
    for step in (
        _step("offer", _S.ASKED, leads=_S.OFFERED, label=_("Offer a way to see it"), fields=("answer",)),
        _step("inspected", _S.OFFERED, leads=_S.INSPECTED, label=_("Note that it was seen"), fields=("inspected_on",)),
        _step("grant", _S.ASKED, leads=_S.GRANTED, label=_("Grant it"), fields=("answer",)),
        _step("refuse", _S.ASKED, leads=_S.REFUSED, label=_("Refuse it"), fields=("answer",)),
        _step("ask-hearing", _S.REFUSED, leads=_S.HEARING_ASKED, label=_("Ask for a hearing")),
        _step(
            "set-hearing",
            _S.HEARING_ASKED,
            _S.HEARING_SET,
            leads=_S.HEARING_SET,
            label=_("Set the hearing"),
            fields=("hearing_on", "hearing_place", "hearing_officer", "no_interest", "agreed"),
        ),
        _step(
            "grant-after-hearing",
            _S.HEARING_SET,
            leads=_S.HEARING_GRANTED,
            label=_("Decide for the family"),
            fields=("hearing_reason",),
        ),
        _step(
            "refuse-after-hearing",
            _S.HEARING_SET,
            leads=_S.HEARING_REFUSED,
            label=_("Decide against the change"),
            fields=("hearing_reason",),
        ),
        _step(
            "place-statement",
            _S.HEARING_REFUSED,
            leads=_S.STATEMENT,
            label=_("Place a statement in the record"),
            fields=("statement",),
        ),
        _step("withdraw", *(OPEN - {_S.HEARING_REFUSED}), leads=_S.WITHDRAWN, label=_("Take the request back")),
    )
}


def fits(step: Step, request: RecordRequest, today: date) -> bool:
    """This function will tell whether a step can be taken now: a hearing is decided once its day has come."""
    if request.status not in step.starts or (step.kind and step.kind != request.kind):
        return False
    decides = step.code in {"grant-after-hearing", "refuse-after-hearing"}
    return not decides or (request.hearing_on is not None and request.hearing_on <= today)


def due_after(request: RecordRequest, today: date) -> date | None:
    """This function will return by when the district takes its next step, None where the next is not its own."""
    held = clocks()
    match request.status:
        case _S.ASKED:
            days = held.inspect_days if request.kind == RequestKind.INSPECT else held.amend_days
            return request.asked_on + timedelta(days=days)
        case _S.OFFERED:
            return request.due_on
        case _S.HEARING_ASKED:
            return today + timedelta(days=held.hearing_days)
        case _S.HEARING_SET if request.hearing_on:
            return request.hearing_on + timedelta(days=held.decision_days)
    return None
