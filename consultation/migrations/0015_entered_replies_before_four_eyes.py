"""Replies that staff had entered before a second person was asked go on counting.

Who entered them is kept; the user ``system`` stands in the place of the second person.
"""

from django.db import migrations
from django.utils import timezone

SYSTEM = "system"
NO_ORIGINAL = "录入于实行双人复核之前，没有上传原件。"


def take_over(apps, schema_editor) -> None:
    Reply = apps.get_model("consultation", "Reply")
    Entry = apps.get_model("consultation", "ReplyEntry")
    entered = Reply.objects.filter(released_at__isnull=False).exclude(origin="online")
    if not entered.exists():
        return
    system = _system_user(apps.get_model("plans", "User"))
    rows = [_entry(Entry, reply, system) for reply in entered.order_by("id")]
    Entry.objects.bulk_create(rows, batch_size=500)


def _entry(Entry, reply, system):
    recorder = None if reply.released_by_id == system.pk else reply.released_by_id
    return Entry(
        reply=reply,
        kind="reply",
        origin=reply.origin,
        no_opinion=reply.no_opinion,
        original_id=reply.original_id,
        account="" if reply.original_id else NO_ORIGINAL,
        sealed=reply.sealed_scan_id is not None and reply.sealed_scan_id == reply.original_id,
        late=reply.late,
        late_reason=reply.late_reason,
        before="unread",
        entered_at=reply.released_at,
        made_by_id=recorder,
        confirmed_by_id=system.pk if recorder else None,
        confirmed_at=timezone.now(),
    )


def _system_user(User):
    made, _ = User.objects.get_or_create(
        username=SYSTEM,
        defaults={
            "full_name": "系统",
            "kind": "system",
            "is_active": False,
            "password": "!",
        },
    )
    return made


class Migration(migrations.Migration):
    dependencies = [("consultation", "0014_replies_entered_for_units")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True)]
