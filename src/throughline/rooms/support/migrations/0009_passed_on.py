"""That a proposed goal waited too long and was passed on, and when."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from throughline.rooms.audit.api import TogetherMigration


class Migration(TogetherMigration):

    dependencies = [
        ('support', '0008_proposed_goals'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposal',
            name='made_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposal',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposal',
            name='removed_delete',
        ),
        migrations.AddField(
            model_name='proposal',
            name='passed_further_on',
            field=models.DateField(help_text='When who leads student support was told too', null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='passed_on',
            field=models.DateField(help_text='When it had waited too long, and who leads the school was told', null=True),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='passed_further_on',
            field=models.DateField(help_text='When who leads student support was told too', null=True),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='passed_on',
            field=models.DateField(help_text='When it had waited too long, and who leads the school was told', null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='made_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "support_proposalevent" ("id", "key", "language", "passed_further_on", "passed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_as", "proposed_by_id", "proposed_on", "student_id", "text", "withdrawn_at") SELECT new_values."id", new_values."key", new_values."language", new_values."passed_further_on", new_values."passed_on", _pgh_attached_context.value, NOW(), \'made\', new_values."id", new_values."proposed_as", new_values."proposed_by_id", new_values."proposed_on", new_values."student_id", new_values."text", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6d1a7fe6ee14098ee4ff05f7dd3a352460d8f13e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_made_insert_2daf9', referencing='REFERENCING NEW TABLE AS new_values ', table='support_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "support_proposalevent" ("id", "key", "language", "passed_further_on", "passed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_as", "proposed_by_id", "proposed_on", "student_id", "text", "withdrawn_at") SELECT new_values."id", new_values."key", new_values."language", new_values."passed_further_on", new_values."passed_on", _pgh_attached_context.value, NOW(), \'changed\', new_values."id", new_values."proposed_as", new_values."proposed_by_id", new_values."proposed_on", new_values."student_id", new_values."text", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e4e46c15cf30aeeb6f41d5ae515cb30e62be07b5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_a98ac', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='support_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='removed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "support_proposalevent" ("id", "key", "language", "passed_further_on", "passed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_as", "proposed_by_id", "proposed_on", "student_id", "text", "withdrawn_at") SELECT old_values."id", old_values."key", old_values."language", old_values."passed_further_on", old_values."passed_on", _pgh_attached_context.value, NOW(), \'removed\', old_values."id", old_values."proposed_as", old_values."proposed_by_id", old_values."proposed_on", old_values."student_id", old_values."text", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='72b910db6514e68813eeab3334759a73dc0a665c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_removed_delete_221f9', referencing='REFERENCING OLD TABLE AS old_values ', table='support_proposal', when='AFTER')),
        ),
    ]
