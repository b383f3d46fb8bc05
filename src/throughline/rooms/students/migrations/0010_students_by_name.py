"""Students by name, for a page of the whole district."""

from django.db import migrations, models

from throughline.rooms.audit.api import TogetherMigration


class Migration(TogetherMigration):
    dependencies = [
        ("students", "0009_fixed_seats"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="student",
            index=models.Index(fields=["family_name", "given_name", "id"], name="students_st_family__91fa3b_idx"),
        ),
    ]
