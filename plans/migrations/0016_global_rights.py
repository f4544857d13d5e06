"""Rights in the whole portal are appointments; what stood is taken over."""

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

DUTIES = {"manage_units": "manage_units", "create_plan": "create_plan", "read_audit": "audit_admin"}


def take_over(apps, schema_editor) -> None:
    """Rights given singly or by a group become appointments in force; superusers become system
    administrators and nothing else. The rows of before are taken away: nothing asks them any more.
    """
    User = apps.get_model("plans", "User")
    Permission = apps.get_model("auth", "Permission")
    now = timezone.now()
    held = {(one.pk, "system_admin") for one in User.objects.filter(is_superuser=True)}
    for codename, duty in DUTIES.items():
        given = Q(user_permissions__codename=codename) | Q(groups__permissions__codename=codename)
        held |= {(one.pk, duty) for one in User.objects.filter(given).distinct()}
    apps.get_model("plans", "Appointment").objects.bulk_create(
        apps.get_model("plans", "Appointment")(
            user_id=user, permission=duty, made_at=now, confirmed_at=now
        )
        for user, duty in sorted(held)
    )
    User.objects.filter(is_superuser=True).update(is_superuser=False, is_staff=False)
    Permission.objects.filter(
        content_type__app_label="plans", content_type__model="user", codename__in=DUTIES
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0015_passwords_of_another'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='user',
            options={'ordering': ['id'], 'verbose_name': 'user', 'verbose_name_plural': 'users'},
        ),
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_is_of_a_unit_or_a_plan',
        ),
        migrations.AlterField(
            model_name='appointment',
            name='permission',
            field=models.CharField(choices=[('draft_reply', '经办人'), ('release_reply', '单位负责人'), ('manage_plan', '规划主持人'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员'), ('create_plan', '新建规划'), ('manage_units', '维护单位')], max_length=20, verbose_name='职责'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('permission__in', ('draft_reply', 'release_reply')), ('plan__isnull', True), ('unit__isnull', False)), models.Q(('permission__in', ('manage_plan',)), ('plan__isnull', False), ('unit__isnull', True)), models.Q(('permission__in', ('system_admin', 'security_admin', 'audit_admin', 'create_plan', 'manage_units')), ('plan__isnull', True), ('unit__isnull', True)), _connector='OR'), name='appointment_is_of_what_it_is_for', violation_error_message='经办人和负责人属于单位，主持人属于规划，其他权限属于全平台，请重新选择。'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('permission__in', ('system_admin', 'security_admin', 'audit_admin', 'create_plan', 'manage_units')), ('plan__isnull', True), ('unit__isnull', True)), fields=('user', 'permission'), name='appointment_once_in_the_portal', violation_error_message='这项任职已经提名或者生效，不需要重复提名。'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('made_by__isnull', False), ('permission__in', ('system_admin', 'security_admin', 'audit_admin'))), fields=('user',), name='appointment_to_one_office', violation_error_message='系统管理员、安全管理员、审计管理员由不同的人担任，请先终止这个人已有的一项。'),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True),
    ]
