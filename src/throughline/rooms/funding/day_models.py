"""On which day each need of a fiscal year is counted, where that is not the day of everybody's enrollment."""

from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.written import Written


@audit.tracked()
class CountDay(Written):
    """The day one need is counted on for a fiscal year's budgets; a need without a row is counted with all students."""

    wall = accounts.Wall("finance")

    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the fiscal year ends")
    need = models.TextField(help_text="The roster's code of the need category")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "need"], name="one_count_day_a_year_and_need")]

    def __str__(self) -> str:
        return f"{self.need} {self.on}"
