"""Who acts for a unit or manages a plan is appointed; rights that stood are taken over."""

import django.db.models.deletion
import plans.system.clock
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


DUTIES = ("draft_reply", "release_reply", "manage_plan")


def take_over(apps, schema_editor) -> None:
    """Rights that stand become appointments that stood before four eyes were kept."""
    Appointment = apps.get_model("plans", "Appointment")
    now = timezone.now()
    for kind, target in (("Unit", "unit_id"), ("Plan", "plan_id")):
        held = apps.get_model("plans", f"{kind}UserObjectPermission").objects.filter(
            permission__codename__in=DUTIES
        )
        rows = held.order_by("id").values_list("user", "permission__codename", "content_object")
        Appointment.objects.bulk_create(
            Appointment(
                user_id=user, permission=duty, made_at=now, confirmed_at=now, **{target: of}
            )
            for user, duty, of in rows
        )


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0012_held_issue'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='复核时间')),
                ('permission', models.CharField(choices=[('draft_reply', '经办人'), ('release_reply', '单位负责人'), ('manage_plan', '规划主持人')], max_length=20, verbose_name='职责')),
                ('made_at', models.DateTimeField(default=plans.system.clock.now, editable=False, verbose_name='提名时间')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='终止时间')),
                ('confirmed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核')),
                ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='plans.plan')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='plans.unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('made_by__isnull', False)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('made_by__isnull', False), models.Q(('confirmed_by', models.F('made_by')), _negated=True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', True), ('made_by__isnull', True)), _connector='OR'), name='appointment_has_four_eyes', violation_error_message='自己经办的事项须由另一人确认，请联系其他有权确认的人员。'), models.CheckConstraint(condition=models.Q(models.Q(('permission__in', ('draft_reply', 'release_reply')), ('plan__isnull', True), ('unit__isnull', False)), models.Q(('permission__in', ('manage_plan',)), ('plan__isnull', False), ('unit__isnull', True)), _connector='OR'), name='appointment_is_of_a_unit_or_a_plan', violation_error_message='经办人和负责人属于单位，主持人属于规划，请重新选择。'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='appointment_ends_by_somebody', violation_error_message='终止任职须记明由谁办理，请刷新页面后重试。'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('unit__isnull', False)), fields=('user', 'permission', 'unit'), name='appointment_once_in_a_unit', violation_error_message='这项任职已经提名或者生效，不需要重复提名。'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('plan__isnull', False)), fields=('user', 'permission', 'plan'), name='appointment_once_in_a_plan', violation_error_message='这项任职已经提名或者生效，不需要重复提名。')],
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True),
    ]
