"""A name of four or five letters is found by its last two as well, and no longer read with all that end in the same."""

from django.db import migrations, models

from throughline.rooms.audit.api import TogetherMigration

# What is kept of how a word ends cannot be changed, but made anew.
_ENDING = models.Func(
    "word", template="right(%(expressions)s, case when length(%(expressions)s) < 4 then 1 else 2 end)"
)


class Migration(TogetherMigration):
    dependencies = [("students", "0016_words_by_school")]

    operations = [
        migrations.RemoveIndex(model_name="nameword", name="students_nameword_ending"),
        migrations.RemoveField(model_name="nameword", name="ending"),
        migrations.AddField(
            model_name="nameword",
            name="ending",
            field=models.GeneratedField(
                db_persist=True, expression=_ENDING, output_field=models.TextField(db_collation="C")
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(fields=["school", "ending", "word", "student"], name="students_nameword_ending"),
        ),
    ]
