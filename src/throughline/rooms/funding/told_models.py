"""What schools and the public are told: what a scenario would give each school, and what was adopted, and why."""

from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.written import Written, never_changed


@audit.tracked()
class ShadowNotice(Written):
    """What schools would receive under a scenario, told before it is a budget; taken back, never erased."""

    wall = accounts.Wall("finance", shared=True)

    scenario = models.ForeignKey("funding.Scenario", on_delete=models.PROTECT, related_name="notices")
    scenario_name = models.TextField(help_text="Its name: schools do not see the scenario itself")
    starts_on = models.DateField(help_text="From which day it would hold")
    counted_on = models.DateField()
    count_rule = models.TextField(blank=True, default="", help_text="How students were counted, or projected")
    count_days = models.JSONField(
        default=dict, help_text="Needs counted on a day of their own: the day and the rule, by the roster's code"
    )
    says = models.TextField()
    formula = models.TextField(blank=True, default="", help_text="The document of its formula; empty before")
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.scenario_name


class ShadowBudget(models.Model):
    """What one school would receive, frozen as it was told. It is no budget."""

    wall = accounts.Wall("finance", school="school_id")

    notice = models.ForeignKey(ShadowNotice, on_delete=models.PROTECT, related_name="schools")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    school_name = models.TextField()
    n_students = models.PositiveIntegerField()
    current_cents = models.PositiveBigIntegerField()
    total_cents = models.BigIntegerField()
    lines = models.JSONField(help_text="Each step that pays: its label by language, and cents")
    steps = models.JSONField(default=list, help_text="The arithmetic of its formula, one entry a step")
    why = models.JSONField(
        default=dict, help_text="Why it is other than its budget: the run, and each cause with its cents"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "school"], name="one_shadow_budget_a_school")]
        triggers = [never_changed()]


@audit.tracked()
class Adoption(Written):
    """What the district says to the public of a run that was adopted: every school reads it beside its budget."""

    wall = accounts.Wall("finance", shared=True)

    run = models.ForeignKey("funding.Run", on_delete=models.PROTECT, related_name="adoptions")
    scenario_name = models.TextField()
    explanation = models.TextField()
    explanation_es = models.TextField(
        blank=True, default="", help_text="The same in Spanish; empty where nobody wrote it"
    )
    told = models.JSONField(default=dict, help_text="What its figures say, by language; empty before this was kept")
    proposed_by_name = models.TextField()

    class Meta:
        triggers = [never_changed()]
