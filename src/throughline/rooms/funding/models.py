"""Formulas and runs. Every row here is written once and never changed: a change is a new row, a recount a new run.

A budget's lines are the run's frozen inputs as well as its result: level and counts stand beside the cents, so that
any run can be replayed and proved from its own rows.
"""

from datetime import date

from django.db import models

from throughline.engines.funding.revenues import ORIGINS, STATUSES
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.day_models import CountDay as CountDay
from throughline.rooms.funding.position_models import FrozenStaff as FrozenStaff
from throughline.rooms.funding.position_models import GuaranteedStaff as GuaranteedStaff
from throughline.rooms.funding.position_models import Position as Position
from throughline.rooms.funding.position_models import SchoolStaff as SchoolStaff
from throughline.rooms.funding.position_models import StaffCharge as StaffCharge
from throughline.rooms.funding.told_models import Adoption as Adoption
from throughline.rooms.funding.told_models import ShadowBudget as ShadowBudget
from throughline.rooms.funding.told_models import ShadowNotice as ShadowNotice
from throughline.rooms.funding.written import Written, never_changed
from throughline.values.school_year import SchoolYear


@audit.tracked()
class Formula(Written):
    """One version of a funding formula: its document as it was written, and the digest of what it says."""

    wall = accounts.Wall("finance", shared=True)

    key = models.TextField()
    number = models.PositiveIntegerField(help_text="1 for the first version of this key, then 2, 3…")
    name = models.TextField()
    kind = models.TextField(default="level-by-need matrix", help_text="The kind of document: a matrix, or steps")
    document = models.TextField()
    digest = models.TextField()
    illustrative = models.BooleanField()
    library_key = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="one_formula_a_number")]
        triggers = [never_changed()]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


@audit.tracked()
class Run(Written):
    """A formula turned loose on the counts of one day. The row exists only where the whole run is stored."""

    wall = accounts.Wall("finance", shared=True)

    number = models.PositiveIntegerField(unique=True)
    formula = models.ForeignKey(Formula, on_delete=models.PROTECT, related_name="runs")
    count_on = models.DateField()
    count_rule = models.TextField()
    count_days = models.JSONField(
        default=dict, help_text="Needs counted on a day of their own: the day and the rule, by the roster's code"
    )
    revenues_cents = models.JSONField(default=dict, help_text="What each source of a formula in steps brings")
    funds = models.JSONField(default=dict, help_text="The year's revenues it drew on, as they were; empty for none")
    funds_digest = models.TextField(blank=True, default="")
    engine_version = models.TextField()
    formula_digest = models.TextField()
    inputs_digest = models.TextField()
    result_digest = models.TextField()
    n_schools = models.PositiveIntegerField()
    n_students = models.PositiveBigIntegerField()
    total_cents = models.PositiveBigIntegerField()
    year = models.PositiveSmallIntegerField(
        null=True, help_text="The calendar year in which its fiscal year ends; none where that is the count's"
    )
    recount = models.JSONField(
        default=dict, help_text="Where students were counted again: which run's, and by what rule"
    )
    charge = models.JSONField(
        default=dict, help_text="How its schools are charged for staff; empty where nobody decided"
    )
    charge_digest = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "formula_digest",
                    "inputs_digest",
                    "funds_digest",
                    "charge_digest",
                    "engine_version",
                    "count_on",
                    "count_rule",
                    "year",
                ],
                name="one_run_an_input",
                nulls_distinct=False,
            )
        ]
        triggers = [never_changed()]

    def __str__(self) -> str:
        return f"Run {self.number}"

    @property
    def fiscal_year(self) -> int:
        """The year whose budgets these are."""
        return self.year or SchoolYear.of(self.count_on).ends


class SchoolBudget(models.Model):
    """What one school receives in a run. Named as it was on that day; its lines add up to its total."""

    wall = accounts.Wall("finance", school="school_id")

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="budgets")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    school_source_id = models.TextField()
    school_name = models.TextField()
    level = models.TextField()
    n_students = models.PositiveIntegerField()
    total_cents = models.PositiveBigIntegerField()
    figures = models.JSONField(default=dict, help_text="What a formula in steps read of this school, by column")
    steps = models.JSONField(default=list, help_text="The arithmetic of a formula in steps, one entry a step")
    guaranteed = models.JSONField(default=list, help_text="What it was guaranteed as staff: units, price and cents")
    why = models.JSONField(
        default=dict, help_text="Why it is other than in the run before: its number, and each cause with its cents"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "school"], name="one_budget_a_school")]
        triggers = [never_changed()]


class BudgetLine(models.Model):
    """What a school is paid for one need: count × rate = amount; or by one step of a formula in steps, from a source.

    A step may take money back (a top-up that gainers pay for), so its amount may be below zero; a rate never is.
    """

    wall = accounts.Wall("finance", school="school_id")

    budget = models.ForeignKey(SchoolBudget, on_delete=models.PROTECT, related_name="lines")
    # Beside the budget's own, because the second wall must not reach through a parent.
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    need = models.TextField()
    step = models.TextField(blank=True, default="", help_text="The step that pays, where the formula is in steps")
    source = models.TextField(blank=True, default="", help_text="The source it draws on")
    counts = models.TextField(blank=True, help_text="The roster's code of the students counted")
    n_students = models.PositiveIntegerField(null=True)
    rate_cents = models.PositiveBigIntegerField(null=True)
    amount_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "need", "step"], name="one_line_a_need_and_step"),
            models.CheckConstraint(
                condition=models.Q(
                    amount_cents=models.F("n_students") * models.F("rate_cents"),
                    n_students__isnull=False,
                    rate_cents__isnull=False,
                )
                | (models.Q(rate_cents__isnull=True, n_students__isnull=True) & ~models.Q(step="")),
                name="line_is_count_times_rate",
            ),
        ]
        triggers = [never_changed()]


class BudgetDraw(models.Model):
    """What a school has from one source for one need. Those not `beside` the formula add up to its budget.

    Where no revenue may pay a part of it, that part stands here without a source.
    """

    wall = accounts.Wall("finance", school="school_id")

    budget = models.ForeignKey(SchoolBudget, on_delete=models.PROTECT, related_name="draws")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.TextField(blank=True, help_text="The key of the revenue source")
    name = models.TextField(blank=True)
    need = models.TextField(blank=True)
    cents = models.PositiveBigIntegerField()
    beside = models.BooleanField(default=False, help_text="Named for the school, past the formula")

    class Meta:
        triggers = [never_changed()]


@audit.tracked()
class Scenario(Written):
    """What a budget could be: a formula, figures decided otherwise, a way there, on counts frozen when it was begun.

    Only the district's finance office sees one, until it is adopted and its budgets are a run like any other.
    """

    DRAFT, LOCKED, PROPOSED, ADOPTED = "draft", "locked", "proposed", "adopted"

    wall = accounts.Wall("finance")

    number = models.PositiveIntegerField(unique=True)
    name = models.TextField()
    formula = models.ForeignKey(Formula, on_delete=models.PROTECT, related_name="scenarios")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="branches")
    state = models.TextField(default=DRAFT)
    inputs = models.JSONField(help_text="The schools' figures as they were counted, and each current budget")
    decisions = models.JSONField(default=dict, help_text="What is decided otherwise than the formula says")
    explanation = models.TextField(blank=True, default="", help_text="Why, in words for the public")
    explanation_es = models.TextField(
        blank=True, default="", help_text="The same in Spanish; empty where nobody wrote it"
    )
    supplement_reason = models.TextField(
        blank=True,
        default="",
        help_text="Why schools may have less, or be passed over, where the law lets it be left out",
    )
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_name = models.TextField(blank=True, default="")
    adopted_by_id = models.BigIntegerField(null=True)
    adopted_by_name = models.TextField(blank=True, default="")
    adopted_at = models.DateTimeField(null=True)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="scenarios")
    year = models.PositiveSmallIntegerField(
        null=True, help_text="The calendar year in which its fiscal year ends; none where that is the count's"
    )
    recount = models.JSONField(
        default=dict, help_text="Where students were counted again: which run's, and by what rule"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="adopted")
                | (
                    models.Q(adopted_by_id__isnull=False, run__isnull=False)
                    & ~models.Q(adopted_by_id=models.F("proposed_by_id"))
                ),
                name="scenario_adopted_by_a_second_person",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fiscal_year(self) -> int:
        """The year it plans."""
        return self.year or SchoolYear.of(date.fromisoformat(self.inputs["on"])).ends


@audit.tracked()
class RevenueSource(Written):
    """One source of one fiscal year: what it brings, what binds it, and what the district decided about it."""

    wall = accounts.Wall("finance", shared=True)

    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the fiscal year ends")
    key = models.TextField()
    name = models.TextField()
    origin = models.TextField()
    restricted = models.BooleanField()
    status = models.TextField()
    amount_cents = models.PositiveBigIntegerField()
    carry_over_cents = models.PositiveBigIntegerField(default=0)
    central = models.JSONField(default=list, help_text="Each service with its cents, or with its share of all")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    allowed_uses = models.JSONField(default=list)
    eligible_schools = models.JSONField(default=list, help_text="Ids of the roster; none means all")
    eligible_needs = models.JSONField(default=list, help_text="None means all")
    supplement_not_supplant = models.BooleanField(default=False)
    poolable = models.BooleanField(default=True)
    pool = models.TextField(blank=True, default="", help_text="The formula's source it feeds; its own key where none")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "key"], name="one_revenue_a_year_and_key"),
            models.CheckConstraint(condition=models.Q(status__in=STATUSES), name="revenue_status_known"),
            models.CheckConstraint(condition=models.Q(origin__in=ORIGINS), name="revenue_origin_known"),
        ]

    def __str__(self) -> str:
        return self.name


@audit.tracked()
class SchoolRevenue(Written):
    """What one school is named for of a source: a grant to it, or locked money that is spent there."""

    wall = accounts.Wall("finance", school="school_id")

    revenue = models.ForeignKey(RevenueSource, on_delete=models.CASCADE, related_name="schools")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revenue", "school"], name="one_amount_a_revenue_and_school")]


@audit.tracked()
class PriorBudget(Written):
    """What one school had in a fiscal year, or is to have at least, brought in beside what it has by a run.

    Its sources add up to its total, or none is named. Counted in that year, a run stands beside it as the current
    budget; counted in the next, as last year's.
    """

    BUDGET, MINIMUM = "budget", "minimum"

    wall = accounts.Wall("finance", school="school_id")

    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the fiscal year ends")
    kind = models.TextField()
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    total_cents = models.PositiveBigIntegerField()
    n_students = models.PositiveIntegerField(null=True, help_text="How many students it was for; none where unknown")
    sources = models.JSONField(default=list, help_text="Each source by name, with its cents")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "kind", "school"], name="one_prior_budget_a_school"),
            models.CheckConstraint(condition=models.Q(kind__in=("budget", "minimum")), name="prior_kind_known"),
        ]


@audit.tracked()
class PriorSource(Written):
    """Which revenue source a source of a year's earlier budgets is, as somebody chose: names change, keys do not."""

    wall = accounts.Wall("finance", shared=True)

    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the fiscal year ends")
    name = models.TextField(help_text="As the file of earlier budgets names it")
    key = models.TextField(help_text="Of the revenue source")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="one_match_a_prior_source")]


@audit.tracked()
class FiledCount(Written):
    """One school's counts of a day as a file says them: where a day has any, they are what is counted on it.

    A withheld count stands with the least and the most it may be, and is no number.
    """

    wall = accounts.Wall("finance", school="school_id")

    on = models.DateField()
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(help_text="Students by need category; all of them under “all”")
    withheld = models.JSONField(default=dict, help_text="Need categories whose number is hidden, each from and to")
    projection = models.PositiveIntegerField(null=True, help_text="The projection it is of; none where it was counted")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "school"], name="one_filed_count_a_school")]


@audit.tracked()
class Projection(Written):
    """Next years' students by school and grade: what they are carried on from, and what people know better and why."""

    ROSTER, FILE = "roster", "file"
    wall = accounts.Wall("finance")

    number = models.PositiveIntegerField(unique=True)
    name = models.TextField()
    origin = models.TextField(help_text="Where the counts are from: the roster, or a file")
    counted_on = models.DateField(help_text="The day whose shares of each need are carried on")
    n_years = models.PositiveSmallIntegerField()
    over_years = models.PositiveSmallIntegerField(help_text="Over how many changes of year the rates are taken")
    history = models.JSONField(help_text="Each school's students by year and grade, and births by year of entry")
    needs = models.JSONField(default=dict, help_text="Each school's students by need category on that day")
    steady = models.JSONField(default=list, help_text="Schools where no cohort survives, by their ids in the roster")
    adjustments = models.JSONField(default=list, help_text="Students more or fewer, each with its reason and by whom")
