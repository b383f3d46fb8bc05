"""The counting rule, stated once: the number and the list of names are both made from these conditions.

A student counts in the one school where they are enrolled on the count day. With several enrollments on that day
the primary one counts; then the one that began last; then the first by id, so that the same roster always counts
the same. Days are inclusive at both ends. What vanished from the feed counts until the day before it vanished. A
student counts in a need category held on that day, once, whatever its level and however many rows say so.
"""

from datetime import date

from django.db.models import F, Q, QuerySet

from throughline.rooms.students.models import Enrollment

COUNT_RULE = "enrolled on the day, primary school first: 1"
ALL_STUDENTS = "all"


def placed_on(on: date) -> QuerySet[Enrollment]:
    """This function will choose, for each student enrolled on a day, the one enrollment that counts."""
    return (
        Enrollment.objects.filter(_within(on), _in_feed(on), _in_feed(on, "student__"))
        .order_by("student_id", "-is_primary", F("starts_on").desc(nulls_last=True), "source_id")
        .distinct("student_id")
    )


def enrollments_counted(on: date, school_id: int | None = None) -> QuerySet[Enrollment]:
    """This function will return the enrollments that count on a day, of one school where it is given."""
    placed = placed_on(on)
    if school_id is None:
        return Enrollment.objects.filter(pk__in=placed.values("pk"))
    # Only those ever enrolled there can count there; the rest of the district need not be placed.
    there = Enrollment.objects.filter(school_id=school_id).values("student_id")
    placed = placed.filter(student_id__in=there)
    return Enrollment.objects.filter(pk__in=placed.values("pk"), school_id=school_id)


def held_on(on: date, path: str = "") -> Q:
    """This function will return the condition that a need, or the one at `path`, is in force on a day."""
    return _within(on, f"{path}__" if path else "")


def _within(on: date, prefix: str = "") -> Q:
    began = Q(**{f"{prefix}starts_on": None}) | Q(**{f"{prefix}starts_on__lte": on})
    goes_on = Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": on})
    return began & goes_on


def _in_feed(on: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}ended_at": None}) | Q(**{f"{prefix}ended_at__date__gt": on})
