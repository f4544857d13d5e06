"""A comment as submitted never changes: the database refuses an UPDATE of it."""

from django.db import migrations

TABLE = "consultation_comment"
POSTGRES = (
    f"CREATE TRIGGER {TABLE}_never_changes BEFORE UPDATE ON {TABLE}"
    " FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL)"
    " EXECUTE FUNCTION portal_refuse_update()"
)
SQLITE = (
    f"CREATE TRIGGER {TABLE}_never_changes BEFORE UPDATE ON {TABLE}"
    " WHEN OLD.submitted_at IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'a submitted comment never changes'); END"
)


def forbid(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES if postgres else SQLITE, params=None)


def allow(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {TABLE}_never_changes{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0001_initial"),
        ("plans", "0003_rows_that_never_change"),
    ]
    operations = [migrations.RunPython(forbid, allow)]
