"""Stamps come from the portal's clock: the state alone changes, no table is touched."""

import plans.system.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0005_kind_of_edition'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='attachment',
                    name='uploaded_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='autosave',
                    name='saved_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='checkwaiver',
                    name='at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='documentnumber',
                    name='taken_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='explanation',
                    name='written_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='job',
                    name='created_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='note',
                    name='written_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='outgoingmail',
                    name='created_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='plan',
                    name='created_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='rendition',
                    name='created_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='review',
                    name='recorded_at',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='user',
                    name='date_joined',
                    field=models.DateTimeField(default=plans.system.clock.now, editable=False, verbose_name='登记时间'),
                ),
            ],
        ),
    ]
