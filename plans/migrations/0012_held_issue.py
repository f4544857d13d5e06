"""Why a plan may not be issued now: set and lifted by who decides above."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0011_copies_of_plan_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='held_because',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='不能印发的原因'),
        ),
    ]
