"""Each constraint gets the sentence that a user reads; the database itself stays as it is."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0007_sentences_of_constraints'),
        ('taskforce', '0010_stamps_by_our_clock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='calendarlink',
            name='user',
            field=models.OneToOneField(error_messages={'unique': '日历订阅地址刚刚已经更换，请刷新页面查看。'}, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='decision',
            name='package',
            field=models.OneToOneField(error_messages={'unique': '这份材料已有审议结果，请刷新页面查看。'}, on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='taskforce.package'),
        ),
        migrations.AlterField(
            model_name='instruction',
            name='package',
            field=models.OneToOneField(error_messages={'unique': '这份材料的批示已经登记，请刷新页面查看。'}, on_delete=django.db.models.deletion.PROTECT, related_name='instruction', to='taskforce.package'),
        ),
        migrations.AlterField(
            model_name='logreading',
            name='entry',
            field=models.OneToOneField(error_messages={'unique': '这条操作记录刚刚已经处理，请刷新页面查看。'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.auditentry'),
        ),
        migrations.AlterField(
            model_name='mailpreference',
            name='user',
            field=models.OneToOneField(error_messages={'unique': '邮件提醒的方式刚刚已经保存，请刷新页面查看。'}, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='meetingrecord',
            name='package',
            field=models.OneToOneField(error_messages={'unique': '这份材料的会议结果已经登记，请刷新页面查看。'}, on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='taskforce.package'),
        ),
        migrations.AlterField(
            model_name='objection',
            name='opinion',
            field=models.OneToOneField(error_messages={'unique': '对这条意见已经提出异议，请刷新页面查看。'}, on_delete=django.db.models.deletion.PROTECT, related_name='objection', to='taskforce.memberopinion'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='key',
            field=models.CharField(error_messages={'unique': '这项提醒已经发出，不需要重复发送。'}, max_length=120, unique=True),
        ),
        migrations.AlterField(
            model_name='timeline',
            name='plan',
            field=models.OneToOneField(error_messages={'unique': '这个规划刚刚已经制定工作进度，请刷新页面查看。'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan'),
        ),
        migrations.AlterConstraint(
            model_name='body',
            name='body_name_once',
            constraint=models.UniqueConstraint(fields=('plan', 'name'), name='body_name_once', violation_error_message='这个规划已有同名的机构，请换一个名称。'),
        ),
        migrations.AlterConstraint(
            model_name='calendarlink',
            name='calendar_link_from_one',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='calendar_link_from_one', violation_error_message='日历订阅地址没有更换成功，请再试一次。'),
        ),
        migrations.AlterConstraint(
            model_name='decision',
            name='decision_is_reasoned',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ('deferred', 'returned', 'passed_with_opinions')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='decision_is_reasoned', violation_error_message='原则通过、暂缓或者退回的，请写明说明。'),
        ),
        migrations.AlterConstraint(
            model_name='gate',
            name='gate_order_once',
            constraint=models.UniqueConstraint(fields=('stage', 'order'), name='gate_order_once', violation_error_message='同事刚刚调整了这一阶段的审议环节，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='gate',
            name='quorum_is_counted',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rule', 'quorum'), _negated=True), ('quorum__gte', 1), _connector='OR'), name='quorum_is_counted', violation_error_message='按人数决定的，请写明至少多少人同意。'),
        ),
        migrations.AlterConstraint(
            model_name='instruction',
            name='instructed_after_sending',
            constraint=models.CheckConstraint(condition=models.Q(('instructed_on__gte', models.F('sent_on'))), name='instructed_after_sending', violation_error_message='批示日期不能早于报送日期，请核对。'),
        ),
        migrations.AlterConstraint(
            model_name='meetingrecord',
            name='no_more_present_than_expected',
            constraint=models.CheckConstraint(condition=models.Q(('present__lte', models.F('expected'))), name='no_more_present_than_expected', violation_error_message='实到人数不能多于应到人数，请核对。'),
        ),
        migrations.AlterConstraint(
            model_name='meetingrecord',
            name='no_more_votes_than_present',
            constraint=models.CheckConstraint(condition=models.Q(('present__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('in_favour'), '+', models.F('against')), '+', models.F('abstained')))), name='no_more_votes_than_present', violation_error_message='赞成、反对、弃权的票数之和不能多于实到人数，请核对。'),
        ),
        migrations.AlterConstraint(
            model_name='memberopinion',
            name='one_opinion_per_seat',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('package', 'seat'), name='one_opinion_per_seat', violation_error_message='这一席位已经发表意见，请刷新页面查看。'),
        ),
        migrations.AlterConstraint(
            model_name='memberopinion',
            name='vote_has_its_reason',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('vote__in', ('amend', 'return', 'defer')), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='vote_has_its_reason', violation_error_message='原则同意、退回或者暂缓的，请写明意见。'),
        ),
        migrations.AlterConstraint(
            model_name='notice',
            name='one_notice_per_entry',
            constraint=models.UniqueConstraint(fields=('user', 'entry'), name='one_notice_per_entry', violation_error_message='这条通知已经发出，不需要重复发送。'),
        ),
        migrations.AlterConstraint(
            model_name='objection',
            name='objection_says_why',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='objection_says_why', violation_error_message='请写明异议的理由。'),
        ),
        migrations.AlterConstraint(
            model_name='objection',
            name='objection_answered_by_someone',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='objection_answered_by_someone', violation_error_message='请写明对异议的答复。'),
        ),
        migrations.AlterConstraint(
            model_name='package',
            name='one_package_in_hand',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('gate',), name='one_package_in_hand', violation_error_message='这一环节已有一份报审材料正在审议，须先有结果或者撤回。'),
        ),
        migrations.AlterConstraint(
            model_name='package',
            name='gaps_are_explained',
            constraint=models.CheckConstraint(condition=models.Q(('gaps', []), models.Q(('gap_reason', ''), _negated=True), _connector='OR'), name='gaps_are_explained', violation_error_message='材料不齐而提请审议的，请说明原因。'),
        ),
        migrations.AlterConstraint(
            model_name='preparedpaper',
            name='paper_slot_is_known',
            constraint=models.CheckConstraint(condition=models.Q(('slot__in', ['1-draft', '2-explanation', '3-adoption', '4-collation', '5-argumentation', '6-reviews', '7-other'])), name='paper_slot_is_known', violation_error_message='没有这一类材料，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='preparedpaper',
            name='one_waiting_paper_in_a_slot',
            constraint=models.UniqueConstraint(condition=models.Q(('package__isnull', True)), fields=('gate', 'slot', 'number'), name='one_waiting_paper_in_a_slot', violation_error_message='这一项材料刚刚已经备好，请刷新页面查看。'),
        ),
        migrations.AlterConstraint(
            model_name='reviewitem',
            name='review_item_once',
            constraint=models.UniqueConstraint(fields=('decision', 'number'), name='review_item_once', violation_error_message='审议意见的序号重复，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='reviewitem',
            name='confirmed_item_is_answered',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='confirmed_item_is_answered', violation_error_message='请写明审议意见的落实情况，再确认。'),
        ),
        migrations.AlterConstraint(
            model_name='seat',
            name='seat_dates_in_order',
            constraint=models.CheckConstraint(condition=models.Q(('from_on__isnull', True), ('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='seat_dates_in_order', violation_error_message='任职的截止日期不能早于开始日期。'),
        ),
        migrations.AlterConstraint(
            model_name='seat',
            name='seat_deputy_has_dates',
            constraint=models.CheckConstraint(condition=models.Q(('deputy__isnull', True), models.Q(('deputy_from__isnull', False), ('deputy_to__gte', models.F('deputy_from'))), _connector='OR'), name='seat_deputy_has_dates', violation_error_message='安排代理人须写明起止日期，并且截止日期不早于开始日期。'),
        ),
        migrations.AlterConstraint(
            model_name='seat',
            name='seat_of_someone',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('position', ''), _negated=True), _connector='OR'), name='seat_of_someone', violation_error_message='请填写姓名或者职务，至少填写一项。'),
        ),
        migrations.AlterConstraint(
            model_name='stage',
            name='stage_number_once',
            constraint=models.UniqueConstraint(fields=('timeline', 'number'), name='stage_number_once', violation_error_message='同事刚刚增加了阶段，本次没有保存。请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='stage',
            name='one_stage_in_hand',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['active', 'deciding'])), fields=('timeline',), name='one_stage_in_hand', violation_error_message='已有一个阶段正在进行，须先完成，下一个阶段才能开始。'),
        ),
        migrations.AlterConstraint(
            model_name='stage',
            name='stage_dates_in_order',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('due_on__isnull', True), ('due_on__gte', models.F('starts_on')), _connector='OR'), name='stage_dates_in_order', violation_error_message='阶段的截止日期不能早于开始日期。'),
        ),
        migrations.AlterConstraint(
            model_name='step',
            name='step_number_once',
            constraint=models.UniqueConstraint(fields=('stage', 'number'), name='step_number_once', violation_error_message='同事刚刚增加了步骤，本次没有保存。请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='step',
            name='step_done_by_someone',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', True), ('done_by__isnull', True)), _connector='OR'), name='step_done_by_someone', violation_error_message='步骤的状态刚刚有变化，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='timelinechange',
            name='timeline_change_has_a_reason',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='timeline_change_has_a_reason', violation_error_message='请写明调整工作进度的理由。'),
        ),
    ]
