"""Writes down whom a person looked at: each student and class of record shown, with the legal basis."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.access import Sight
from throughline.values.viewer import Viewer


def note_looked(*, by: Viewer, at: datetime, shown: Iterable[tuple[int, Sight, Iterable[str]]], place: str) -> None:
    """This function will note what was shown: (student, what `by` may see of them and why, classes shown).

    Of a class that is seen in part, its fields are noted. A student's own looking and their family's are not
    disclosures, as far as what they see is theirs by that right.
    """
    looks = [
        (student_id, share, sight.bases[record_class])
        for student_id, sight, classes in shown
        for record_class in sorted(set(classes) - sight.own)
        for share in sight.shares_of(record_class)
    ]
    audit.record_looks(by=by, at=at, place=place, looks=looks)


def note_named(by: Viewer, at: datetime, named: list[tuple[int, tuple[str, ...]]]) -> None:
    """This function will note that Today named these students to `by`, each with the classes of record it told of.

    As many queries however many are named.
    """
    classes_of: dict[int, set[str]] = defaultdict(set)
    for student_id, classes in named:
        classes_of[student_id].update(classes)
    listed = list(access.get_students_for(by).filter(pk__in=classes_of))
    sights = access.explain_sight(by, listed, sorted(set().union(*classes_of.values())))
    shown = [(pk, sight, classes_of[pk] & sight.bases.keys()) for pk, sight in sights.items()]
    note_looked(by=by, at=at, shown=shown, place="today")
