"""What had counted keeps who recorded it, confirmed by the account ``system``; the rest waits."""

from django.db import migrations

SYSTEM = 'system'
HELD = '“{}”的结果有争议：成员对代录的意见提出异议，核实或者重新审议之前不能印发。'


def system_of(apps):
    """The account under which the clock acts, as plans/system/system_user.py makes it."""
    user, _ = apps.get_model('plans', 'User').objects.get_or_create(
        username=SYSTEM,
        defaults={'full_name': '系统', 'kind': 'system', 'is_active': False, 'password': '!'},
    )
    return user


def settle_opinions(apps, schema_editor) -> None:
    Opinion = apps.get_model('taskforce', 'MemberOpinion')
    if not Opinion.objects.exists():
        return
    system = system_of(apps)
    for row in Opinion.objects.select_related('package'):
        row.made_by_id = row.recorded_by_id if row.recorded_by_id != system.pk else None
        waits = row.package.closed_at is None and row.replaced_at is None and row.scan_id
        if row.made_by_id is None:
            row.confirmed_at = row.given_at
        elif row.confirmed_at is not None and row.given_by_id != row.made_by_id:
            row.confirmed_by_id = row.given_by_id
        elif waits:
            row.confirmed_at = None
        else:
            row.confirmed_by, row.confirmed_at = system, row.given_at
        row.save(update_fields=['made_by', 'confirmed_by', 'confirmed_at'])


def settle_records(apps, schema_editor) -> None:
    Decision, Item = (apps.get_model('taskforce', name) for name in ('Decision', 'ReviewItem'))
    for name in ('MeetingRecord', 'Instruction'):
        for row in apps.get_model('taskforce', name).objects.all():
            system = system_of(apps)
            decision = Decision.objects.get(package=row.package_id)
            if row.recorded_by_id != system.pk:
                row.made_by_id, row.confirmed_by = row.recorded_by_id, system
            row.confirmed_at = row.entered_at = decision.decided_at
            row.outcome, row.reason = decision.outcome, decision.reason
            items = Item.objects.filter(decision=decision).order_by('number')
            row.items = list(items.values_list('text', flat=True))
            row.save()


def void_what_was_disowned(apps, schema_editor) -> None:
    """An objection that nobody had answered voids its vote, and contests what rests on it."""
    waiting = apps.get_model('taskforce', 'Objection').objects.filter(
        answered_at=None, opinion__replaced_at=None
    )
    for row in waiting.select_related('opinion__package__gate__stage__timeline__plan'):
        row.opinion.replaced_at = row.made_at
        row.opinion.save(update_fields=['replaced_at'])
        gate = row.opinion.package.gate
        if gate.state in ('passed', 'passed_with_opinions'):
            gate.contested_at = row.made_at
            gate.save(update_fields=['contested_at'])
            plan = gate.stage.timeline.plan
            plan.held_because = HELD.format(gate.title)[:300]
            plan.save(update_fields=['held_because'])


class Migration(migrations.Migration):

    dependencies = [
        ('taskforce', '0014_four_eyes_of_deciding'),
    ]

    operations = [
        migrations.RunPython(settle_opinions, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(settle_records, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(void_what_was_disowned, migrations.RunPython.noop, elidable=True),
    ]
