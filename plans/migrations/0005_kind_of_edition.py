"""The kind of an edition, read once from its label: until now the label decided what it was.

Editions never change, so the trigger is lifted for this once. On SQLite the table is made anew,
which loses the trigger in any case. The hash does not cover the kind.
"""

from importlib import import_module

from django.db import migrations, models

TABLE = "plans_edition"
KINDS = [
    ("first", "初稿"),
    ("consultation", "征求意见稿"),
    ("revised", "修改稿"),
    ("submitted", "送审稿"),
    ("draft", "草案"),
    ("deliberated", "审议稿"),
    ("final", "定稿"),
    ("other", "其他"),
]
WORDS = (
    ("征求意见稿", "consultation"),
    ("送审", "submitted"),
    ("审议", "deliberated"),
    ("草案", "draft"),
    ("修改", "revised"),
    ("初稿", "first"),
    ("定稿", "final"),
)
"""The first that stands in a label; 征求意见稿 goes first, as evidence asked for it so far."""

triggers = import_module("plans.migrations.0003_rows_that_never_change")


def kind_of(label):
    return next((kind for word, kind in WORDS if word in label), "other")


def fill(apps, schema_editor):
    for edition in apps.get_model("plans", "Edition").objects.all():
        edition.kind = kind_of(edition.label)
        edition.save(update_fields=["kind"])


def allow(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_never_changes{on}", params=None)


def forbid(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    sql = triggers.POSTGRES if postgres else triggers.SQLITE
    schema_editor.execute(sql.format(table=TABLE), params=None)


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_explanations")]
    operations = [
        migrations.RunPython(allow, forbid),
        migrations.AddField(
            "edition",
            "kind",
            models.CharField(choices=KINDS, default="other", max_length=12, verbose_name="类型"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, allow),
        migrations.RunPython(forbid, migrations.RunPython.noop),
    ]
