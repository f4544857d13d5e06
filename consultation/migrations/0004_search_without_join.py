"""The search index knows round and number; saved views and canned reasons."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import consultation.models.search

INDEX = (
    "CREATE INDEX search_terms ON consultation_searchentry"
    " USING gin (string_to_array(terms, ' ')) WITH (fastupdate = off)"
)
KEEP = "CREATE TEMPORARY TABLE kept_terms AS SELECT assessment_id, terms FROM consultation_searchentry"
FILL = (
    "INSERT INTO consultation_searchentry (assessment_id, round_id, number, terms)"
    " SELECT kept.assessment_id, a.round_id, a.number, kept.terms"
    " FROM kept_terms kept JOIN consultation_assessment a ON a.id = kept.assessment_id"
)


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0003_search_and_counts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.DeleteModel("SearchEntry"),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="consultation.assessment",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("terms", consultation.models.search.TermsField()),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="consultation.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="search_entry_once")
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("DROP TABLE kept_terms", migrations.RunSQL.noop),
        migrations.RunPython(make_index, migrations.RunPython.noop),
    ]
