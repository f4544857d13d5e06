"""Changes of how a gate is decided: proposed by one, confirmed by a member of its body."""

import django.db.models.deletion
import plans.system.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('taskforce', '0016_deciding_needs_two'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='复核时间')),
                ('rule', models.CharField(choices=[('head', '主要负责人审定'), ('all', '全体成员同意'), ('quorum', '达到规定人数同意'), ('meeting', '会议表决'), ('outside', '报请审定（系统外批示）')], max_length=10, verbose_name='决定方式')),
                ('quorum', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='同意人数')),
                ('evidence', models.JSONField(default=list, help_text='keys of taskforce.evidence')),
                ('old', models.JSONField(default=dict, help_text='body, rule, quorum and evidence before')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('made_at', models.DateTimeField(default=plans.system.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taskforce.body', verbose_name='审议机构')),
                ('confirmed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核')),
                ('gate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taskforce.gate')),
                ('made_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('made_by__isnull', False)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('made_by__isnull', False), models.Q(('confirmed_by', models.F('made_by')), _negated=True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', True), ('made_by__isnull', True)), _connector='OR'), name='gatechange_has_four_eyes', violation_error_message='自己经办的事项须由另一人确认，请联系其他有权确认的人员。'), models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', True), ('ended_at__isnull', True)), fields=('gate',), name='one_change_waits_at_a_gate', violation_error_message='这一环节已有一项调整等待确认，请先办理或者撤回。'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='gate_change_has_a_reason', violation_error_message='请写明调整审议办法的理由。'), models.CheckConstraint(condition=models.Q(models.Q(('rule', 'quorum'), _negated=True), ('quorum__gte', 1), _connector='OR'), name='changed_quorum_is_counted', violation_error_message='按人数决定的，请写明至少多少人同意。'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('confirmed_at__isnull', True), _connector='OR'), name='gate_change_dropped_while_waiting', violation_error_message='这项调整已经生效，需要恢复的请另行提出调整。')],
            },
        ),
    ]
