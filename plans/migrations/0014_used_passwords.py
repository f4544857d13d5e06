"""The last passwords of a person are remembered; those that stand begin the list."""

import django.db.models.deletion
import plans.system.clock
from django.conf import settings
from django.contrib.auth.hashers import is_password_usable
from django.db import migrations, models


def take_over(apps, schema_editor) -> None:
    """The present password of everybody who has one."""
    rows = apps.get_model("plans", "User").objects.order_by("id").values_list("id", "password")
    UsedPassword = apps.get_model("plans", "UsedPassword")
    UsedPassword.objects.bulk_create(
        UsedPassword(user_id=user, password=password)
        for user, password in rows
        if password and is_password_usable(password)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0013_appointments'),
    ]

    operations = [
        migrations.CreateModel(
            name='UsedPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128)),
                ('set_at', models.DateTimeField(default=plans.system.clock.now, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='used_passwords', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True),
    ]
