"""What rows of this room have in common: who wrote them and when, and that some are never changed."""

import pgtrigger
from django.db import models


class Written(models.Model):
    """Who wrote a row, and when."""

    by_user_id = models.BigIntegerField(null=True)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        abstract = True


def never_changed() -> pgtrigger.Trigger:
    """This function will keep a table's rows as they were written."""
    return pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
