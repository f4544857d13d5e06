"""Where an opinion is treated stands on its assessment, and an opinion may be parted."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def fill(apps, schema_editor):
    """Each opinion is treated where its author put it."""
    said = apps.get_model("consultation", "Comment").objects.filter(pk=OuterRef("comment"))
    rows = apps.get_model("consultation", "Assessment").objects
    rows.update(place=Subquery(said.values("place")[:1]))


class Migration(migrations.Migration):
    dependencies = [("consultation", "0017_what_adoptions_put_in")]

    operations = [
        migrations.AddField(
            "assessment",
            "place",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plans.editionprovision",
            ),
        ),
        migrations.AddField("assessment", "moved", models.BooleanField(default=False, editable=False)),
        migrations.AddField(
            "assessment", "gist", models.TextField(blank=True, default="", verbose_name="拆出的内容"), preserve_default=False
        ),
        migrations.AddField(
            "assessment",
            "part_of",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="consultation.assessment",
            ),
        ),
        migrations.AlterField(
            "assessment",
            "comment",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="consultation.comment",
            ),
        ),
        migrations.AddConstraint(
            "assessment",
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(part_of__isnull=True),
                name="opinion_assessed_once",
                violation_error_message="这条意见已在汇总中，请刷新页面查看。",
            ),
        ),
        migrations.AddConstraint(
            "assessment",
            models.CheckConstraint(
                condition=Q(part_of__isnull=True, gist="")
                | (Q(part_of__isnull=False) & ~Q(gist="")),
                name="part_of_an_opinion_says_something",
                violation_error_message="请写明从这条意见中拆出的内容。",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
