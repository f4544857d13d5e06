"""Each constraint gets the sentence that a user reads; the database itself stays as it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0012_stamps_by_our_clock'),
        ('plans', '0006_stamps_by_our_clock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='assessment',
            name='comment',
            field=models.OneToOneField(error_messages={'unique': '这条意见已在汇总中，请刷新页面查看。'}, on_delete=django.db.models.deletion.PROTECT, related_name='assessment', to='consultation.comment'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='key',
            field=models.UUIDField(error_messages={'unique': '这条意见已经保存，不需要重复提交。'}, unique=True),
        ),
        migrations.AlterField(
            model_name='expertopinion',
            name='key',
            field=models.UUIDField(error_messages={'unique': '这条意见已经保存，不需要重复提交。'}, unique=True),
        ),
        migrations.AlterField(
            model_name='expertpanel',
            name='round',
            field=models.OneToOneField(error_messages={'unique': '这一轮刚刚已经组成专家组，请刷新页面查看。'}, on_delete=django.db.models.deletion.PROTECT, related_name='panel', to='consultation.round'),
        ),
        migrations.AlterField(
            model_name='expertreview',
            name='invitation',
            field=models.OneToOneField(error_messages={'unique': '这位专家已在专家组中，不需要重复邀请。'}, on_delete=django.db.models.deletion.CASCADE, related_name='review', to='consultation.invitation'),
        ),
        migrations.AlterField(
            model_name='personallink',
            name='nonce',
            field=models.CharField(error_messages={'unique': '链接没有制作成功，请再试一次。'}, max_length=40, unique=True),
        ),
        migrations.AlterField(
            model_name='publiccontact',
            name='comment',
            field=models.OneToOneField(error_messages={'unique': '这条意见已经提交，不需要重复提交。'}, on_delete=django.db.models.deletion.PROTECT, related_name='contact', to='consultation.comment'),
        ),
        migrations.AlterField(
            model_name='publiccontact',
            name='query_code',
            field=models.CharField(error_messages={'unique': '查询码没有生成成功，请再提交一次。'}, max_length=20, unique=True),
        ),
        migrations.AlterField(
            model_name='reply',
            name='invitation',
            field=models.OneToOneField(error_messages={'unique': '同事刚刚开始填写本单位的意见，请刷新页面后重试。'}, on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='consultation.invitation'),
        ),
        migrations.AlterConstraint(
            model_name='assessment',
            name='disposition_is_reasoned',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('disposition__in', ('partly', 'not_adopted')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='disposition_is_reasoned', violation_error_message='部分采纳或者不采纳的，请写明理由。'),
        ),
        migrations.AlterConstraint(
            model_name='assessment',
            name='adopted_is_done_with_proof',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('disposition__in', ('adopted', 'partly')), ('state', 'done'), _negated=True), ('proof__isnull', False), _connector='OR'), name='adopted_is_done_with_proof', violation_error_message='采纳的意见，须先指明落实在正文的哪一处修改，才能办结。'),
        ),
        migrations.AlterConstraint(
            model_name='assessment',
            name='assessed_is_not_open',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('disposition', ''), ('state', 'open')), models.Q(models.Q(('disposition', ''), _negated=True), models.Q(('state', 'open'), _negated=True)), _connector='OR'), name='assessed_is_not_open', violation_error_message='这条意见的处理情况刚刚有变化，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='cannedreason',
            name='canned_reason_once',
            constraint=models.UniqueConstraint(fields=('plan', 'text'), name='canned_reason_once', violation_error_message='这条常用理由已经有了，请直接选用。'),
        ),
        migrations.AlterConstraint(
            model_name='cannedreason',
            name='canned_reason_says_something',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='canned_reason_says_something', violation_error_message='请填写常用理由。'),
        ),
        migrations.AlterConstraint(
            model_name='comment',
            name='comment_number_once_in_round',
            constraint=models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('round', 'number'), name='comment_number_once_in_round', violation_error_message='意见编号刚刚被同时提交的另一条意见取用，请再提交一次。'),
        ),
        migrations.AlterConstraint(
            model_name='comment',
            name='comment_says_something',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposal', ''), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='comment_says_something', violation_error_message='请填写修改建议或者理由，至少填写一项。'),
        ),
        migrations.AlterConstraint(
            model_name='comment',
            name='submitted_comment_is_numbered',
            constraint=models.CheckConstraint(condition=models.Q(('submitted_at__isnull', True), ('number__isnull', False), _connector='OR'), name='submitted_comment_is_numbered', violation_error_message='意见没有编上号，没有提交。请再提交一次。'),
        ),
        migrations.AlterConstraint(
            model_name='dispositioncount',
            name='disposition_counted_once',
            constraint=models.UniqueConstraint(fields=('round', 'disposition'), name='disposition_counted_once', violation_error_message='这一轮的统计刚刚已经记录，请刷新页面查看。'),
        ),
        migrations.AlterConstraint(
            model_name='expertopinion',
            name='expert_opinion_says_something_or_nothing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('nothing', False), models.Q(models.Q(('text', ''), _negated=True), models.Q(('proposal', ''), _negated=True), _connector='OR')), models.Q(('chapter__isnull', False), ('nothing', True), ('proposal', ''), ('text', '')), _connector='OR'), name='expert_opinion_says_something_or_nothing', violation_error_message='请填写意见或者修改建议；没有意见的，请选择“本章没有意见”。'),
        ),
        migrations.AlterConstraint(
            model_name='expertopinion',
            name='expert_says_nothing_once_on_a_chapter',
            constraint=models.UniqueConstraint(condition=models.Q(('nothing', True)), fields=('review', 'chapter'), name='expert_says_nothing_once_on_a_chapter', violation_error_message='这一章已经声明没有意见，不需要重复声明。'),
        ),
        migrations.AlterConstraint(
            model_name='expertpanel',
            name='panel_opened_with_a_reason',
            constraint=models.CheckConstraint(condition=models.Q(('opened_by__isnull', True), models.Q(('opened_at__isnull', False), models.Q(('opened_reason', ''), _negated=True)), _connector='OR'), name='panel_opened_with_a_reason', violation_error_message='提前启封须写明理由。'),
        ),
        migrations.AlterConstraint(
            model_name='expertpanel',
            name='panel_concludes_when_opened',
            constraint=models.CheckConstraint(condition=models.Q(('conclusion', ''), models.Q(('concluded_by__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='panel_concludes_when_opened', violation_error_message='专家意见启封以后，才能写综合论证意见。'),
        ),
        migrations.AlterConstraint(
            model_name='expertpanel',
            name='panel_signs_a_conclusion',
            constraint=models.CheckConstraint(condition=models.Q(('signed_scan__isnull', True), models.Q(('conclusion', ''), _negated=True), _connector='OR'), name='panel_signs_a_conclusion', violation_error_message='请先写综合论证意见，再上传签名件。'),
        ),
        migrations.AlterConstraint(
            model_name='expertreview',
            name='verdict_is_known',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', ''), ('verdict__in', ['agree', 'agree_changed', 'disagree']), _connector='OR'), name='verdict_is_known', violation_error_message='请选择总体意见：同意、修改后同意或者不同意。'),
        ),
        migrations.AlterConstraint(
            model_name='expertreview',
            name='recusal_has_a_reason_and_no_verdict',
            constraint=models.CheckConstraint(condition=models.Q(('recused', False), models.Q(models.Q(('recusal_reason', ''), _negated=True), ('released_at__isnull', False), ('text', ''), ('verdict', '')), _connector='OR'), name='recusal_has_a_reason_and_no_verdict', violation_error_message='申请回避须写明理由，并且不再填写意见。'),
        ),
        migrations.AlterConstraint(
            model_name='expertreview',
            name='declaration_has_an_author',
            constraint=models.CheckConstraint(condition=models.Q(('declared_at__isnull', True), ('author__isnull', False), _connector='OR'), name='declaration_has_an_author', violation_error_message='请先声明是否需要回避。'),
        ),
        migrations.AlterConstraint(
            model_name='expertreview',
            name='released_review_is_whole',
            constraint=models.CheckConstraint(condition=models.Q(('released_at__isnull', True), models.Q(models.Q(('sha256', ''), _negated=True), models.Q(('receipt_number', ''), _negated=True), ('declared_at__isnull', False), models.Q(('recused', True), models.Q(('verdict', ''), _negated=True), _connector='OR')), _connector='OR'), name='released_review_is_whole', violation_error_message='请先声明是否需要回避，并选择总体意见，再提交。'),
        ),
        migrations.AlterConstraint(
            model_name='expertreview',
            name='disagreement_has_a_reason',
            constraint=models.CheckConstraint(condition=models.Q(('released_at__isnull', True), models.Q(('verdict', 'disagree'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='disagreement_has_a_reason', violation_error_message='不同意的，请写明理由。'),
        ),
        migrations.AlterConstraint(
            model_name='expertreview',
            name='review_receipt_number_once',
            constraint=models.UniqueConstraint(condition=models.Q(('receipt_number', ''), _negated=True), fields=('receipt_number',), name='review_receipt_number_once', violation_error_message='回执编号刚刚被同时提交的另一份意见取用，请再提交一次。'),
        ),
        migrations.AlterConstraint(
            model_name='incomingletter',
            name='letter_received_once',
            constraint=models.UniqueConstraint(fields=('invitation', 'receipt_number'), name='letter_received_once', violation_error_message='该单位已登记过这个收文号的来函，请核对收文号。'),
        ),
        migrations.AlterConstraint(
            model_name='incomingletter',
            name='letter_is_numbered_and_read',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('receipt_number', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='letter_is_numbered_and_read', violation_error_message='请填写收文号，并录入来函的文字。'),
        ),
        migrations.AlterConstraint(
            model_name='invitation',
            name='invitation_of_a_unit_or_a_person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('unit__isnull', False)), models.Q(('person__isnull', False), ('unit__isnull', True)), _connector='OR'), name='invitation_of_a_unit_or_a_person', violation_error_message='征求意见的对象须是一个单位或者一个人，请选择其中之一。'),
        ),
        migrations.AlterConstraint(
            model_name='invitation',
            name='unit_invited_once',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('round', 'unit'), name='unit_invited_once', violation_error_message='这个单位已在征求意见的对象中，不需要重复选择。'),
        ),
        migrations.AlterConstraint(
            model_name='invitation',
            name='person_invited_once',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('round', 'person'), name='person_invited_once', violation_error_message='这个人已在征求意见的对象中，不需要重复选择。'),
        ),
        migrations.AlterConstraint(
            model_name='invitation',
            name='invitation_state_is_known',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unread', 'read', 'drafting', 'to_release', 'to_seal', 'released', 'no_reply'])), name='invitation_state_is_known', violation_error_message='反馈没有这种状态，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='letterpassage',
            name='passage_has_words',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='passage_has_words', violation_error_message='请在来函中选中至少一个字。'),
        ),
        migrations.AlterConstraint(
            model_name='letterpassage',
            name='passage_once_in_opinion',
            constraint=models.UniqueConstraint(fields=('letter', 'comment', 'start'), name='passage_once_in_opinion', violation_error_message='这一段已经列入这条意见，请刷新页面查看。'),
        ),
        migrations.AlterConstraint(
            model_name='reply',
            name='receipt_number_once',
            constraint=models.UniqueConstraint(condition=models.Q(('receipt_number', ''), _negated=True), fields=('receipt_number',), name='receipt_number_once', violation_error_message='回执编号刚刚被同时提交的另一份反馈取用，请再提交一次。'),
        ),
        migrations.AlterConstraint(
            model_name='reply',
            name='released_reply_is_hashed',
            constraint=models.CheckConstraint(condition=models.Q(('released_at__isnull', True), models.Q(('sha256', ''), _negated=True), _connector='OR'), name='released_reply_is_hashed', violation_error_message='反馈没有完整保存，请再提交一次。'),
        ),
        migrations.AlterConstraint(
            model_name='reply',
            name='late_reply_has_a_reason',
            constraint=models.CheckConstraint(condition=models.Q(('late', False), models.Q(('late_reason', ''), _negated=True), _connector='OR'), name='late_reply_has_a_reason', violation_error_message='逾期接收须写明理由。'),
        ),
        migrations.AlterConstraint(
            model_name='round',
            name='round_closes_after_it_opens',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='round_closes_after_it_opens', violation_error_message='截止时间应晚于开始时间。'),
        ),
        migrations.AlterConstraint(
            model_name='round',
            name='round_audience_is_known',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['units', 'public', 'experts'])), name='round_audience_is_known', violation_error_message='请选择向谁征求意见：单位、公众或者专家。'),
        ),
        migrations.AlterConstraint(
            model_name='savedview',
            name='view_name_once',
            constraint=models.UniqueConstraint(fields=('round', 'owner', 'name'), name='view_name_once', violation_error_message='您在这一轮已有同名的视图，请换一个名称。'),
        ),
        migrations.AlterConstraint(
            model_name='savedview',
            name='view_narrows_something',
            constraint=models.CheckConstraint(condition=models.Q(('query', ''), _negated=True), name='view_narrows_something', violation_error_message='请先设定筛选条件，再保存为视图。'),
        ),
        migrations.AlterConstraint(
            model_name='searchentry',
            name='search_entry_once',
            constraint=models.UniqueConstraint(fields=('round', 'number'), name='search_entry_once', violation_error_message='检索数据刚刚更新，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='tag',
            name='tag_once_in_round',
            constraint=models.UniqueConstraint(fields=('round', 'name'), name='tag_once_in_round', violation_error_message='这一轮已有同名的标签，请直接选用。'),
        ),
        migrations.AlterConstraint(
            model_name='windowchange',
            name='window_change_has_a_reason',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='window_change_has_a_reason', violation_error_message='请写明调整截止时间的理由。'),
        ),
    ]
