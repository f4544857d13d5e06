"""Unsaved copies hold a plan's own title and preamble too, and what stands beside a text."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_keys_of_a_level_written_anew")]
    operations = [
        migrations.AddField(
            "autosave",
            "plan",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="plans.plan",
            ),
        ),
        migrations.AddField("autosave", "reason", models.CharField(blank=True, max_length=200)),
        migrations.AddField("autosave", "recorded_for", models.CharField(blank=True, max_length=60)),
        migrations.AddField("autosave", "run_in", models.BooleanField(blank=True, null=True)),
        migrations.AlterField(
            "autosave",
            "provision",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="plans.provision",
            ),
        ),
        migrations.AddConstraint(
            "autosave",
            models.UniqueConstraint(
                fields=("user", "plan", "key"),
                name="autosave_once_per_plan_page",
                violation_error_message="这一页的文字刚刚留存过，请稍后再试。",
            ),
        ),
        migrations.AddConstraint(
            "autosave",
            models.CheckConstraint(
                condition=Q(provision__isnull=True, plan__isnull=False)
                | Q(provision__isnull=False, plan__isnull=True),
                name="autosave_of_one_text",
                violation_error_message="留存的文字没有对应的位置，请刷新页面后再试。",
            ),
        ),
    ]
