"""The words of names by school, by how they begin and by how they end, for whoever sees some schools of a district."""

from django.db import migrations, models

from throughline.rooms.audit.api import TogetherMigration

# A slip in a short word is not in its first and its last letter both; in a longer one, not in the two at either end.
_ENDING = models.Func(
    "word", template="right(%(expressions)s, case when length(%(expressions)s) < 6 then 1 else 2 end)"
)


class Migration(TogetherMigration):
    dependencies = [("students", "0015_names_run_together")]

    operations = [
        migrations.AddField(
            model_name="nameword",
            name="ending",
            field=models.GeneratedField(
                db_persist=True, expression=_ENDING, output_field=models.TextField(db_collation="C")
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(fields=["school", "word", "student"], name="students_nameword_school"),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(fields=["school", "ending", "word", "student"], name="students_nameword_ending"),
        ),
    ]
