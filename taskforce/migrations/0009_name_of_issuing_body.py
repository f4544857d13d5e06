"""The name under which a body issues is data; and its kinds are named by the code alone."""

from django.db import migrations, models

import taskforce.enums

GENERAL = "领导小组办公室"
"""An office of this name issued under the leading group's own name until now."""


def fill(apps, schema_editor):
    body = apps.get_model("taskforce", "Body")
    for office in body.objects.filter(kind="office", name=GENERAL):
        group = body.objects.filter(plan=office.plan_id, kind="leading_group").order_by("id").first()
        if group is not None:
            body.objects.filter(pk=office.pk).update(issues_as=f"{group.name}办公室"[:120])


class Migration(migrations.Migration):
    dependencies = [("taskforce", "0008_papers_of_packages")]
    operations = [
        migrations.AddField(
            "body",
            "issues_as",
            models.CharField(blank=True, default="", max_length=120, verbose_name="发文名称"),
            preserve_default=False,
        ),
        migrations.AlterField(
            "body",
            "kind",
            models.CharField(
                choices=taskforce.enums.body_kinds, max_length=20, verbose_name="类别"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
