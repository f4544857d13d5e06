"""Unsaved text is kept by page and for a while; until now each save of one page wrote over it."""

import uuid

from django.db import migrations, models

import plans.system.clock


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_sentences_of_constraints")]
    operations = [
        migrations.AlterModelOptions("autosave", {"ordering": ["-saved_at", "-id"]}),
        migrations.RemoveConstraint("autosave", "autosave_once_per_person"),
        migrations.AddField("autosave", "key", models.UUIDField(default=uuid.uuid4)),
        migrations.AddField(
            "autosave",
            "begun_at",
            models.DateTimeField(default=plans.system.clock.now, editable=False),
        ),
        migrations.AddField("autosave", "settled_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "autosave",
            models.UniqueConstraint(
                fields=("user", "provision", "key"),
                name="autosave_once_per_page",
                violation_error_message="这一页的文字刚刚留存过，请稍后再试。",
            ),
        ),
    ]
