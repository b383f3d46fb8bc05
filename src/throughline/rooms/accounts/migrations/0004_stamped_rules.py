"""The policy table bears a stamp that every change of it renews, and an index by class of record."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from throughline.rooms.audit.api import TogetherMigration

# Rules that stand already are stamped once; all others as they are written.
STAMP = "insert into accounts_rulesstamp (id, stamp) values (1, gen_random_uuid())"


class Migration(TogetherMigration):
    dependencies = [
        ('accounts', '0003_supports_stay_tight'),
    ]

    operations = [
        migrations.CreateModel(
            name='RulesStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stamp', models.UUIDField()),
            ],
        ),
        migrations.AddIndex(
            model_name='rule',
            index=models.Index(fields=['record_class'], name='accounts_ru_record__ea2b78_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='stamped', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n                insert into accounts_rulesstamp (id, stamp) values (1, gen_random_uuid())\n                on conflict (id) do update set stamp = excluded.stamp;\n                return null;\n                ', hash='9cedbfe3ed8b02b7d5642ade39041bb4a6101e57', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_stamped_dc021', table='accounts_rule', when='AFTER')),
        ),
        migrations.RunSQL(STAMP),
    ]
