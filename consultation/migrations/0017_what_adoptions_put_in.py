"""What the changes that prove adoptions put in; those that do not stand are 待落实 again."""

import json

import django.db.models.deletion
from django.db import migrations, models

from consultation.collation.carrying import Wording, missing, put_in


def fill(apps, schema_editor):
    """Read what was put in from the versions, and hold it against the working text."""
    assessment = apps.get_model("consultation", "Assessment")
    adopted = assessment.objects.filter(proof__isnull=False, disposition__in=("adopted", "partly"))
    for row in adopted.select_related("proof__version", "proof__provision"):
        change = row.proof
        put = put_in(_at(apps, change, change.number - 1), _at(apps, change, change.number))
        apps.get_model("consultation", "Carrying").objects.create(
            assessment=row, provision=change.provision, put=put.as_json()
        )
        if row.state == "done" and missing(put, _now(apps, change)):
            assessment.objects.filter(pk=row.pk).update(state="to_prove")


def _at(apps, change, number):
    """The provision, or the plan's front, as its version of this number holds it."""
    known = apps.get_model("plans", "Change").objects.select_related("version")
    one = known.filter(plan=change.plan_id, provision=change.provision_id, number=number).first()
    if one is None:
        return None
    fields = _fields(one)
    if change.provision_id is None:
        return Wording(fields["title"], fields["preamble"])
    until = change.pk if number == change.number else change.pk - 1
    level = _level_at(apps, change, fields["parent"], until) if change.kind == "move" else ()
    return _wording(fields, fields["parent"], level)


def _level_at(apps, change, parent, until):
    """Who stood below a parent, in order; unknown where order keys were written anew."""
    if apps.get_model("plans", "Respacing").objects.filter(plan=change.plan_id).exists():
        return ()
    changes = apps.get_model("plans", "Change").objects.select_related("version")
    latest = {}
    for one in changes.filter(
        plan=change.plan_id, provision__isnull=False, pk__lte=until
    ).order_by("pk"):
        latest[one.provision_id] = _fields(one)
    level = [
        (fields["rank"], pk)
        for pk, fields in latest.items()
        if fields["parent"] == parent and fields["deleted_at"] is None
    ]
    return tuple(0 if pk == change.provision_id else pk for _, pk in sorted(level))


def _now(apps, change):
    if change.provision_id is None:
        plan = apps.get_model("plans", "Plan").objects.get(pk=change.plan_id)
        return Wording(plan.title, plan.preamble)
    row = change.provision
    rows = apps.get_model("plans", "Provision").objects.filter(
        plan=change.plan_id, parent=row.parent_id, deleted_at__isnull=True
    )
    level = rows.order_by("rank").values_list("pk", flat=True)
    return _wording(vars(row), row.parent_id, tuple(0 if pk == row.pk else pk for pk in level))


def _wording(fields, parent, level):
    if fields["deleted_at"] is not None:
        return None
    return Wording(fields["title"], fields["text"], fields["run_in"], parent, level)


def _fields(change):
    return json.loads(change.version.serialized_data)[0]["fields"]


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0016_held_suggestions"),
        ("plans", "0013_appointments"),
    ]
    operations = [
        migrations.CreateModel(
            name="Carrying",
            fields=[
                (
                    "assessment",
                    models.OneToOneField(
                        error_messages={
                            "unique": "同事刚刚登记了这条意见的落实之处，请刷新页面查看。"
                        },
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="carrying",
                        serialize=False,
                        to="consultation.assessment",
                    ),
                ),
                ("put", models.JSONField(editable=False)),
                (
                    "provision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.provision",
                    ),
                ),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
