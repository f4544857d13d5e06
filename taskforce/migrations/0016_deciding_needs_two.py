"""The one who recorded is the one who made the row, and the rules of four eyes hold."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('taskforce', '0015_votes_that_counted'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='instruction',
            name='recorded_by',
        ),
        migrations.RemoveField(
            model_name='meetingrecord',
            name='recorded_by',
        ),
        migrations.RemoveField(
            model_name='memberopinion',
            name='recorded_by',
        ),
        migrations.AlterField(
            model_name='instruction',
            name='entered_at',
            field=models.DateTimeField(editable=False, verbose_name='登记时间'),
        ),
        migrations.AlterField(
            model_name='meetingrecord',
            name='entered_at',
            field=models.DateTimeField(editable=False, verbose_name='登记时间'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('package',), name='one_decision_in_force', violation_error_message='这份材料已有审议结果，请刷新页面查看。'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('made_by__isnull', False)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('made_by__isnull', False), models.Q(('confirmed_by', models.F('made_by')), _negated=True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', True), ('made_by__isnull', True)), _connector='OR'), name='instruction_has_four_eyes', violation_error_message='自己经办的事项须由另一人确认，请联系其他有权确认的人员。'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refusal', ''), ('refused_by__isnull', True)), models.Q(models.Q(('refusal', ''), _negated=True), ('confirmed_at__isnull', True), ('refused_by__isnull', False)), _connector='OR'), name='instruction_is_sent_back_with_a_reason', violation_error_message='退回登记须写明理由，请刷新页面后重试。'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', False), ('scan__isnull', False), _connector='OR'), name='instruction_waits_with_its_scan', violation_error_message='登记批示须附批示扫描件。'),
        ),
        migrations.AddConstraint(
            model_name='meetingrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('made_by__isnull', False)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('made_by__isnull', False), models.Q(('confirmed_by', models.F('made_by')), _negated=True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', True), ('made_by__isnull', True)), _connector='OR'), name='meetingrecord_has_four_eyes', violation_error_message='自己经办的事项须由另一人确认，请联系其他有权确认的人员。'),
        ),
        migrations.AddConstraint(
            model_name='meetingrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refusal', ''), ('refused_by__isnull', True)), models.Q(models.Q(('refusal', ''), _negated=True), ('confirmed_at__isnull', True), ('refused_by__isnull', False)), _connector='OR'), name='meetingrecord_is_sent_back_with_a_reason', violation_error_message='退回登记须写明理由，请刷新页面后重试。'),
        ),
        migrations.AddConstraint(
            model_name='meetingrecord',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', False), ('minutes__isnull', False), _connector='OR'), name='meeting_waits_with_its_minutes', violation_error_message='登记会议结果须附会议纪要。'),
        ),
        migrations.AddConstraint(
            model_name='memberopinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('made_by__isnull', False)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('made_by__isnull', False), models.Q(('confirmed_by', models.F('made_by')), _negated=True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', True), ('made_by__isnull', True)), _connector='OR'), name='memberopinion_has_four_eyes', violation_error_message='自己经办的事项须由另一人确认，请联系其他有权确认的人员。'),
        ),
        migrations.AddConstraint(
            model_name='memberopinion',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', False), ('scan__isnull', False), _connector='OR'), name='entered_opinion_has_its_scan', violation_error_message='代录意见须附签批单扫描件。'),
        ),
    ]
