"""Accounts for people from outside have an end date."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0018_operation'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='end_reminded',
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='ends_on',
            field=models.DateField(blank=True, null=True, verbose_name='到期日'),
        ),
    ]
