"""A place in a program that was of the class `needs` is of the class `supports`."""

from django.db import migrations

from throughline.rooms.audit.api import TogetherMigration

_RENAME = """
update partners_program set record_class = 'supports' where record_class = 'needs';
"""


class Migration(TogetherMigration):
    dependencies = [
        ("partners", "0001_programs"),
    ]

    operations = [
        migrations.RunSQL(_RENAME),
    ]
