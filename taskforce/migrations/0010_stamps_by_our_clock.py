"""Stamps come from the portal's clock: the state alone changes, no table is touched."""

import plans.system.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('taskforce', '0009_name_of_issuing_body'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='calendarlink',
                    name='renewed_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='notice',
                    name='made_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='preparedpaper',
                    name='made_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='reminder',
                    name='reminded_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='stepevidence',
                    name='added_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='timeline',
                    name='created_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='timelinechange',
                    name='at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
            ],
        ),
    ]
