"""Stamps come from the portal's clock: the state alone changes, no table is touched."""

import plans.system.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0011_counts_by_disposition'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='assessmentversion',
                    name='at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='comment',
                    name='written_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='contact',
                    name='at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='expertopinion',
                    name='saved_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='incomingletter',
                    name='entered_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='invitation',
                    name='invited_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='personallink',
                    name='created_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='round',
                    name='created_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='savedview',
                    name='made_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='windowchange',
                    name='at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
            ],
        ),
    ]
