"""编制说明 of a plan: written once per save, like editions, and pointed at by the 送审稿."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "plans_explanation"
POSTGRES = (
    f"CREATE TRIGGER {TABLE}_never_changes BEFORE UPDATE ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION portal_refuse_update()"
)
SQLITE = (
    f"CREATE TRIGGER {TABLE}_never_changes BEFORE UPDATE ON {TABLE}"
    f" BEGIN SELECT RAISE(ABORT, 'rows of {TABLE} never change'); END"
)


def forbid(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES if postgres else SQLITE, params=None)


def allow(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {TABLE}_never_changes{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_rows_that_never_change")]
    operations = [
        migrations.CreateModel(
            name="Explanation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(verbose_name="编制说明")),
                ("sha256", models.CharField(max_length=64)),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explanations",
                        to="plans.plan",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"), name="explanation_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="explanation_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="explanation_has_a_text",
                    ),
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
        migrations.AddField(
            model_name="edition",
            name="explanation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plans.explanation",
                verbose_name="编制说明",
            ),
        ),
    ]
