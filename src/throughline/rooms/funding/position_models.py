"""A year's positions: their average cost, what schools are guaranteed of them, and what staff really costs."""

from decimal import Decimal

from django.db import models

from throughline.engines.funding.positions import MODES, WAYS
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.grade_spans import FIRST_GRADE, LAST_GRADE
from throughline.rooms.funding.written import Written, never_changed


@audit.tracked()
class Position(Written):
    """One position of a fiscal year: what it costs on average in this district, and from where that is known.

    It is of nobody: an average over all who hold it. Benefits are a share of the salary, an amount, or both.
    """

    wall = accounts.Wall("finance")

    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the fiscal year ends")
    code = models.TextField()
    name = models.TextField()
    salary_cents = models.PositiveBigIntegerField(help_text="The average salary of one full unit")
    benefits_share = models.DecimalField(max_digits=8, decimal_places=6, default=Decimal(0), help_text="Of the salary")
    benefits_cents = models.PositiveBigIntegerField(default=0, help_text="On top of the share")
    source = models.TextField(help_text="Where the average is from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="one_position_a_year_and_code"),
            models.CheckConstraint(condition=models.Q(benefits_share__gte=0), name="benefits_not_below_zero"),
        ]

    def __str__(self) -> str:
        return self.name


@audit.tracked()
class GuaranteedStaff(Written):
    """Units of a position that every school has at least, or every school of a level: fixed, or so many for N students.

    The students are all of a school's, or those of a need, of a span of grades, or of both.

    A catalog's price turns them into dollars; together they are the floor beneath what a formula pays.
    """

    wall = accounts.Wall("finance")

    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the fiscal year ends")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="guaranteed")
    place = models.PositiveSmallIntegerField(help_text="Its place in the list as it was written")
    level = models.TextField(blank=True, default="", help_text="The schooling level it is for; none for all")
    units = models.DecimalField(max_digits=8, decimal_places=4)
    per_students = models.PositiveIntegerField(null=True, help_text="Units are for so many students; none where fixed")
    need = models.TextField(blank=True, default="", help_text="Whose students count; none for all")
    first_grade = models.SmallIntegerField(null=True, help_text="Kindergarten is 0; none where all grades count")
    last_grade = models.SmallIntegerField(null=True)
    step = models.DecimalField(max_digits=5, decimal_places=4, help_text="What units by students are rounded to")
    mode = models.TextField(help_text="How they are rounded")
    least = models.DecimalField(max_digits=8, decimal_places=4, default=Decimal(0))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "place"], name="one_guarantee_a_year_and_place"),
            models.CheckConstraint(
                condition=models.Q(units__gte=0, least__gte=0, step__gt=0, mode__in=MODES)
                & (models.Q(per_students__isnull=True) | models.Q(per_students__gt=0)),
                name="guarantee_can_be_counted_out",
            ),
            models.CheckConstraint(
                condition=models.Q(first_grade__isnull=True, last_grade__isnull=True)
                | models.Q(
                    first_grade__isnull=False,
                    last_grade__isnull=False,
                    first_grade__lte=models.F("last_grade"),
                    first_grade__gte=FIRST_GRADE,
                    last_grade__lte=LAST_GRADE,
                ),
                name="guarantee_of_a_span_of_grades",
            ),
        ]


@audit.tracked()
class SchoolStaff(Written):
    """All who hold one position at one school, together: units and what they really cost. It names nobody.

    Few units come close to telling one person's pay, so this is of a class of its own.
    """

    wall = accounts.Wall("personnel_cost", school="school_id")

    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the fiscal year ends")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="staff")
    units = models.DecimalField(max_digits=8, decimal_places=4)
    cost_cents = models.PositiveBigIntegerField(help_text="Of all of them in the year, benefits included")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "school", "position"], name="one_staff_a_school_and_position"),
            models.CheckConstraint(condition=models.Q(units__gt=0), name="staff_is_more_than_no_units"),
        ]


@audit.tracked()
class StaffCharge(Written):
    """Whether schools are charged for staff at the catalog's average or at what their own people cost, and why."""

    wall = accounts.Wall("finance", shared=True)

    year = models.PositiveSmallIntegerField(unique=True, help_text="The calendar year in which the fiscal year ends")
    way = models.TextField()
    reason = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(way__in=WAYS), name="staff_charge_way_known")]


class FrozenStaff(models.Model):
    """What staff cost at one school in one position when a scenario was begun or a run made, kept under its digest.

    The price is the catalog's of that day, so that both ways can be proved years later. It names nobody.
    """

    wall = accounts.Wall("personnel_cost", school="school_id")

    digest = models.TextField(help_text="Of all the costs that were frozen together")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    school_source_id = models.TextField()
    position = models.TextField(help_text="Its code in the catalog")
    position_name = models.TextField()
    units = models.DecimalField(max_digits=8, decimal_places=4)
    price_cents = models.PositiveBigIntegerField(help_text="Of one unit, in the catalog of then")
    cost_cents = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "school", "position"], name="one_frozen_staff_a_digest")
        ]
        triggers = [never_changed()]
