"""Who was given a password by another, and never set one, changes it at the next sign-in."""

from django.contrib.auth.hashers import is_password_usable
from django.db import migrations, models


def mark(apps, schema_editor) -> None:
    """Accounts that were opened by somebody and whose owner is in no row of changing a password."""
    User = apps.get_model("plans", "User")
    changes = apps.get_model("plans", "AuditEntry").objects.filter(action="user.password")
    own = {actor for actor, whose in changes.values_list("actor", "object_id") if str(actor) == whose}
    opened = User.objects.filter(opened_by__isnull=False, kind="person", is_demo=False)
    given = [
        user
        for user, password in opened.values_list("id", "password")
        if user not in own and is_password_usable(password)
    ]
    User.objects.filter(pk__in=given).update(password_is_given=True)


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0014_used_passwords'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='password_is_given',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]
