"""Names of citizens who were never asked whether they may be shown stand apart from their words.

A submitted comment never changes otherwise: the trigger rests for this one statement. Mail
addresses that were told for being asked back stay with the telephone numbers.
"""

from importlib import import_module

from django.db import migrations
from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat

UNNAMED = "未署名公众"
trigger = import_module("consultation.migrations.0002_submitted_comments_never_change")


def put_apart(apps, schema_editor):
    comments = apps.get_model("consultation", "Comment").objects.filter(source="public")
    contacts = apps.get_model("consultation", "PublicContact").objects
    held = apps.get_model("consultation", "HeldSuggestion").objects
    named = contacts.exclude(comment__author_name__in=("", UNNAMED))
    name = comments.filter(pk=OuterRef("comment")).values("author_name")[:1]
    contacts.filter(pk__in=named.values("pk")).update(name=Subquery(name))
    trigger.allow(apps, schema_editor)
    comments.exclude(author_name=UNNAMED).update(author_name=UNNAMED)
    trigger.forbid(apps, schema_editor)
    waiting = held.filter(refused_at__isnull=True).exclude(author_name=UNNAMED)
    waiting.update(name=F("author_name"))
    held.exclude(author_name=UNNAMED).update(author_name=UNNAMED)
    for rows in (contacts, held):
        rows.filter(Q(phone="") & ~Q(email="")).update(phone=F("email"), email="")
        both = Concat("phone", Value("、"), "email", output_field=CharField())
        rows.exclude(email="").update(phone=both, email="")


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0019_what_citizens_agree_to'),
    ]

    operations = [migrations.RunPython(put_apart, migrations.RunPython.noop)]
