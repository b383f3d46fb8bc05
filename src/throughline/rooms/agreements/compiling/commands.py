"""Compile agreements and consents into the relations that both walls read."""

from collections.abc import Collection, Iterator
from datetime import datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.compiling.queries import find_covered, source_of, terms_of
from throughline.rooms.agreements.compiling.sums import DIRECTORY, shown_of
from throughline.rooms.agreements.models import Agreement, Version
from throughline.rooms.students import api as students
from throughline.values.viewer import Viewer


def compile_agreement(
    *, by: Viewer, at: datetime, agreement_id: int, student_ids: Collection[int] | None = None
) -> int:
    """This function will make the relations that come from an agreement what it and its consents now say.

    In the transaction of whatever changed; with `student_ids`, only those to these students. Whoever changes the same
    agreement meanwhile waits. Returns how many relations came or went.
    """
    with accounts.acting_as(access.DUTY):
        agreement = access.lock_agreement(agreement_id)
        version = access.in_force_versions().filter(agreement=agreement).first()
        rows = [] if version is None else list(_wanted(version, student_ids))
    return students.set_relations(by=by, at=at, source=source_of(agreement_id), rows=rows, student_ids=student_ids)


def compile_agreements(*, by: Viewer, at: datetime) -> int:
    """This function will compile every agreement anew: after a roster, since students move schools and turn 18."""
    ids = list(Agreement.objects.order_by("pk").values_list("pk", flat=True))
    return sum(compile_agreement(by=by, at=at, agreement_id=pk) for pk in ids)


def compile_refusal(*, by: Viewer, at: datetime, student_id: int) -> int:
    """This function will let agreements on directory information follow what one student's family refused."""
    found = [row.agreement_id for row in access.in_force_versions().order_by("agreement") if _is_directory(row)]
    return sum(compile_agreement(by=by, at=at, agreement_id=pk, student_ids=[student_id]) for pk in found)


def _wanted(version: Version, student_ids: Collection[int] | None) -> Iterator[students.WantedRelation]:
    terms, organization_id = terms_of(version), version.agreement.organization_id
    for student in find_covered(version, student_ids):
        for shown in shown_of(terms, student):
            yield students.WantedRelation(
                organization_id,
                student.student_id,
                shown.relation,
                tuple(sorted(shown.record_classes)),
                shown.days.first,
                shown.days.last,
            )


def _is_directory(version: Version) -> bool:
    return terms_of(version).ground == DIRECTORY
