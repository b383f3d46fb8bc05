import django.db.models.deletion
from django.db import migrations, models

from throughline.rooms.audit.api import TogetherMigration


class Migration(TogetherMigration):

    dependencies = [
        ('warning', '0002_rules_tried'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrialOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pointed_on', models.DateField(help_text='The first day on which the rules would have flagged them', null=True)),
                ('came_on', models.DateField(help_text='The day on which what was to be foreseen had come about', null=True)),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='district.organization')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='students.student')),
                ('trial', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='warning.trial')),
            ],
        ),
        migrations.AddConstraint(
            model_name='trialoutcome',
            constraint=models.UniqueConstraint(fields=('trial', 'student'), name='one_outcome_a_trial_and_student'),
        ),
    ]
