"""Who sat and deputised before stands; a deputy needs both dates, and an end that is empty is none."""

from django.db import migrations, models
from django.utils import timezone


def let_stand(apps, schema_editor) -> None:
    """Who sat and deputised stands from before. A deputy without an end never had a voice."""
    Seat, Deputy = (apps.get_model('taskforce', name) for name in ('Seat', 'Deputy'))
    now = timezone.now()
    Seat.objects.update(confirmed_at=now)
    for seat in Seat.objects.filter(deputy__isnull=False):
        Deputy.objects.create(
            seat=seat,
            user=seat.deputy,
            from_on=seat.deputy_from,
            to_on=seat.deputy_to or seat.deputy_from,
            confirmed_at=now,
            ended_at=None if seat.deputy_to else now,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('taskforce', '0012_four_eyes_of_seats'),
    ]

    operations = [
        migrations.RunPython(let_stand, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(
            model_name='seat',
            name='seat_deputy_has_dates',
        ),
        migrations.RemoveField(
            model_name='seat',
            name='deputy',
        ),
        migrations.RemoveField(
            model_name='seat',
            name='deputy_from',
        ),
        migrations.RemoveField(
            model_name='seat',
            name='deputy_to',
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('made_by__isnull', False)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('made_by__isnull', False), models.Q(('confirmed_by', models.F('made_by')), _negated=True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', True), ('made_by__isnull', True)), _connector='OR'), name='seat_has_four_eyes', violation_error_message='自己经办的事项须由另一人确认，请联系其他有权确认的人员。'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('confirmed_at__isnull', True), _connector='OR'), name='seat_dropped_while_waiting', violation_error_message='任职已经生效，请改为填写任职的截止日期。'),
        ),
    ]
