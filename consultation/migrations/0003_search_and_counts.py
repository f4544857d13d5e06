"""The search index of opinions, and counters for the covering figures."""

import django.db.models.deletion
from django.db import migrations, models

import consultation.models.search
from plans.text.bigrams import bigrams

INDEX = (
    "CREATE INDEX search_terms ON consultation_searchentry"
    " USING gin (string_to_array(terms, ' ')) WITH (fastupdate = off)"
)
DISPOSITIONS = ("adopted", "partly", "not_adopted", "noted")


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


def fill(apps, schema_editor):
    """Index what was submitted before, and count what was answered before."""
    assessment = apps.get_model("consultation", "Assessment")
    entry = apps.get_model("consultation", "SearchEntry")
    for row in assessment.objects.select_related("comment").iterator():
        said = row.comment
        text = " ".join((said.quote, said.proposal, said.reason, said.author_name))
        entry.objects.create(assessment=row, terms=f" {' '.join(bigrams(text))} ")
    for round_ in apps.get_model("consultation", "Round").objects.all():
        rows = assessment.objects.filter(round=round_)
        for name in DISPOSITIONS:
            setattr(round_, f"{name}_count", rows.filter(disposition=name).count())
        round_.save()


def count():
    return models.PositiveIntegerField(default=0, editable=False)


class Migration(migrations.Migration):
    dependencies = [("consultation", "0002_submitted_comments_never_change")]
    operations = [
        *(migrations.AddField("round", f"{name}_count", count()) for name in DISPOSITIONS),
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
                ("terms", consultation.models.search.TermsField()),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(make_index, migrations.RunPython.noop),
    ]
