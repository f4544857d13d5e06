"""One row of counts per disposition in place of a column each, filled by counting."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count

COLUMNS = ("adopted", "partly", "not_adopted", "noted")
CHOICES = [
    ("adopted", "采纳"),
    ("partly", "部分采纳"),
    ("not_adopted", "不采纳"),
    ("noted", "留作参考"),
]


def fill(apps, schema_editor):
    assessment = apps.get_model("consultation", "Assessment")
    kept = apps.get_model("consultation", "DispositionCount")
    counted = assessment.objects.exclude(disposition="").order_by()
    rows = counted.values("round", "disposition").annotate(count=Count("pk"))
    kept.objects.bulk_create(
        kept(round_id=row["round"], disposition=row["disposition"], count=row["count"])
        for row in rows
    )


def columns(apps, schema_editor):
    """Back: the columns are there again, and hold what the rows say."""
    round_ = apps.get_model("consultation", "Round")
    for row in apps.get_model("consultation", "DispositionCount").objects.all():
        if row.disposition in COLUMNS:
            round_.objects.filter(pk=row.round_id).update(**{f"{row.disposition}_count": row.count})


class Migration(migrations.Migration):
    dependencies = [("consultation", "0010_assessment_states")]
    operations = [
        migrations.CreateModel(
            name="DispositionCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("disposition", models.CharField(choices=CHOICES, max_length=12)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disposition_counts",
                        to="consultation.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "disposition"), name="disposition_counted_once"
                    )
                ],
            },
        ),
        migrations.RunPython(fill, columns),
        *(migrations.RemoveField("round", f"{name}_count") for name in COLUMNS),
    ]
