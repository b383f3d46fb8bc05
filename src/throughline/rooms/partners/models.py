"""What schools and partner organizations offer. No student stands here: who takes part is kept by the support room."""

from django.db import models

from throughline.rooms.audit import api as audit


@audit.tracked()
class Program(models.Model):
    """Something a school or a partner organization offers, such as mathematics tutoring on two afternoons.

    `record_class` is the class of record that a student's place in it is of. `key` is made with the page it was
    written on, so that a program sent twice is kept once.
    """

    key = models.UUIDField(unique=True)
    name = models.TextField()
    provider = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    domain = models.CharField(max_length=40)
    does = models.TextField(blank=True, help_text="What happens there, in a sentence; families read it")
    record_class = models.CharField(max_length=40)
    minutes = models.IntegerField(null=True, help_text="How long a session usually is")
    added_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "name"], condition=models.Q(closed_at=None), name="one_open_program_a_name"
            ),
            models.CheckConstraint(condition=models.Q(minutes=None) | models.Q(minutes__gt=0), name="program_minutes"),
        ]

    def __str__(self) -> str:
        return self.name
