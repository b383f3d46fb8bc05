"""Formulas and runs. Every row here is written once and never changed: a change is a new row, a recount a new run.

A budget's lines are the run's frozen inputs as well as its result: level and counts stand beside the cents, so that
any run can be replayed and proved from its own rows.
"""

import pgtrigger
from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit


class _Written(models.Model):
    """Who wrote a row, and when."""

    by_user_id = models.BigIntegerField(null=True)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        abstract = True


def _never_changed() -> pgtrigger.Trigger:
    return pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)


@audit.tracked()
class Formula(_Written):
    """One version of a funding formula: its document as it was written, and the digest of what it says."""

    wall = accounts.Wall("finance", shared=True)

    key = models.TextField()
    number = models.PositiveIntegerField(help_text="1 for the first version of this key, then 2, 3…")
    name = models.TextField()
    document = models.TextField()
    digest = models.TextField()
    illustrative = models.BooleanField()
    library_key = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="one_formula_a_number")]
        triggers = [_never_changed()]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


@audit.tracked()
class Run(_Written):
    """A formula turned loose on the counts of one day. The row exists only where the whole run is stored."""

    wall = accounts.Wall("finance", shared=True)

    number = models.PositiveIntegerField(unique=True)
    formula = models.ForeignKey(Formula, on_delete=models.PROTECT, related_name="runs")
    count_on = models.DateField()
    count_rule = models.TextField()
    engine_version = models.TextField()
    formula_digest = models.TextField()
    inputs_digest = models.TextField()
    result_digest = models.TextField()
    n_schools = models.PositiveIntegerField()
    n_students = models.PositiveBigIntegerField()
    total_cents = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["formula_digest", "inputs_digest", "engine_version", "count_on", "count_rule"],
                name="one_run_an_input",
            )
        ]
        triggers = [_never_changed()]

    def __str__(self) -> str:
        return f"Run {self.number}"


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "school"], name="one_budget_a_school")]
        triggers = [_never_changed()]


class BudgetLine(models.Model):
    """One step of the arithmetic: count × rate = amount, for one school and need."""

    wall = accounts.Wall("finance", school="school_id")

    budget = models.ForeignKey(SchoolBudget, on_delete=models.PROTECT, related_name="lines")
    # Beside the budget's own, because the second wall must not reach through a parent.
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    need = models.TextField()
    counts = models.TextField(help_text="The roster's code of the students counted")
    n_students = models.PositiveIntegerField()
    rate_cents = models.PositiveBigIntegerField()
    amount_cents = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "need"], name="one_line_a_need"),
            models.CheckConstraint(
                condition=models.Q(amount_cents=models.F("n_students") * models.F("rate_cents")),
                name="line_is_count_times_rate",
            ),
        ]
        triggers = [_never_changed()]
