"""Lists that somebody keeps: what the list of students is narrowed by, under a name. No student is in them."""

from django.db import models

from throughline.rooms.audit import api as audit


class SharedWith(models.TextChoices):
    """Who finds a list beside the one who keeps it. Whoever opens it sees their own students, and no others."""

    NOBODY = "nobody"
    SCHOOL = "school"
    DISTRICT = "district"


@audit.tracked()
class KeptList(models.Model):
    """A list under a name: its facets, order and columns as they stand in an address."""

    owner = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=600, blank=True)
    shared_with = models.CharField(max_length=20, choices=SharedWith.choices, default=SharedWith.NOBODY)
    school = models.ForeignKey("district.Organization", null=True, on_delete=models.CASCADE, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_kept_list_a_name"),
            models.CheckConstraint(
                condition=models.Q(shared_with="school", school__isnull=False)
                | (~models.Q(shared_with="school") & models.Q(school=None)),
                name="kept_list_names_the_school_it_is_shared_at",
            ),
        ]

    def __str__(self) -> str:
        return self.name
