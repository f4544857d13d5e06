"""Who opened an account is no second person beside it; the log tells who opened the old ones."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_openers(apps, schema_editor) -> None:
    User = apps.get_model("plans", "User")
    entries = apps.get_model("plans", "AuditEntry").objects.filter(action="user.make")
    for person, opener in entries.order_by("id").values_list("object_id", "actor"):
        User.objects.filter(pk=int(person)).exclude(pk=opener).update(opened_by=opener)


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_unsaved_copies")]
    operations = [
        migrations.AddField(
            "user",
            "opened_by",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="开户人",
            ),
        ),
        migrations.RunPython(name_openers, migrations.RunPython.noop, elidable=True),
    ]
