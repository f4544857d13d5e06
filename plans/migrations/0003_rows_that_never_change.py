"""Editions, their rows and audit entries are written once: the database refuses an UPDATE."""

from django.db import migrations

TABLES = ["plans_edition", "plans_editionprovision", "plans_auditentry"]
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_refuse_update() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql
"""
POSTGRES = (
    "CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION portal_refuse_update()"
)
SQLITE = (
    "CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'rows of {table} never change'); END"
)


def forbid(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute(POSTGRES_FUNCTION, params=None)
    for table in TABLES:
        schema_editor.execute((POSTGRES if postgres else SQLITE).format(table=table), params=None)


def allow(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        on = f" ON {table}" if postgres else ""
        schema_editor.execute(f"DROP TRIGGER {table}_never_changes{on}", params=None)
    if postgres:
        schema_editor.execute("DROP FUNCTION portal_refuse_update()", params=None)


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_text_and_work")]
    operations = [migrations.RunPython(forbid, allow)]
