"""A level's order keys can be written anew; until now the 63rd insertion at one place failed."""


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0009_who_opened_an_account'),
    ]

    operations = [
        migrations.AlterField(
            model_name='provision',
            name='rank',
            field=models.CharField(max_length=200),
        ),
        migrations.CreateModel(
            name='Respacing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ranks', models.JSONField()),
                ('last_change', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.change')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.provision')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
    ]
