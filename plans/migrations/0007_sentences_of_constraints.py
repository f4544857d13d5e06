"""Each constraint gets the sentence that a user reads; the database itself stays as it is."""

import django.contrib.auth.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0006_stamps_by_our_clock'),
        ('reversion', '0002_add_index_on_version_for_content_type_and_db'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assignment',
            name='chapter',
            field=models.OneToOneField(error_messages={'unique': '这一章刚刚已经安排分工，请刷新页面查看。'}, on_delete=django.db.models.deletion.CASCADE, related_name='assignment', to='plans.provision'),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='path',
            field=models.CharField(error_messages={'unique': '文件没有保存成功，请再上传一次。'}, help_text="below the files' root", max_length=200, unique=True),
        ),
        migrations.AlterField(
            model_name='auditseal',
            name='entry',
            field=models.OneToOneField(error_messages={'unique': '操作日志正在封存，请稍后再试。'}, on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='plans.auditentry'),
        ),
        migrations.AlterField(
            model_name='auditseal',
            name='number',
            field=models.PositiveBigIntegerField(error_messages={'unique': '操作日志正在封存，请稍后再试。'}, unique=True),
        ),
        migrations.AlterField(
            model_name='change',
            name='version',
            field=models.OneToOneField(error_messages={'unique': '同事刚刚保存了同一处内容，本次没有保存。请刷新页面，对照后再保存。'}, on_delete=django.db.models.deletion.PROTECT, related_name='change', to='reversion.version'),
        ),
        migrations.AlterField(
            model_name='letterhead',
            name='code',
            field=models.CharField(error_messages={'unique': '这个机关代字已有版头，请核对后改用别的代字。'}, max_length=20, unique=True, verbose_name='发文机关代字'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='slug',
            field=models.SlugField(error_messages={'unique': '这个网址简称已被另一个规划使用，请换一个。'}, max_length=80, unique=True, verbose_name='网址标识'),
        ),
        migrations.AlterField(
            model_name='rendition',
            name='key',
            field=models.CharField(error_messages={'unique': '这份文件刚刚已经开始生成，请刷新页面查看。'}, max_length=64, unique=True),
        ),
        migrations.AlterField(
            model_name='unit',
            name='name',
            field=models.CharField(error_messages={'unique': '已有同名的单位，请核对后改用别的名称。'}, max_length=120, unique=True, verbose_name='单位名称'),
        ),
        migrations.AlterField(
            model_name='user',
            name='username',
            field=models.CharField(error_messages={'unique': '已有同名的账号，请换一个用户名。'}, max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='用户名'),
        ),
        migrations.AlterConstraint(
            model_name='autosave',
            name='autosave_once_per_person',
            constraint=models.UniqueConstraint(fields=('user', 'provision'), name='autosave_once_per_person', violation_error_message='您在另一个窗口中也在修改这一部分，请只在一个窗口中继续。'),
        ),
        migrations.AlterConstraint(
            model_name='change',
            name='change_number_once',
            constraint=models.UniqueConstraint(fields=('provision', 'number'), name='change_number_once', violation_error_message='同事刚刚保存了同一处内容，本次没有保存。请刷新页面，对照后再保存。'),
        ),
        migrations.AlterConstraint(
            model_name='checkwaiver',
            name='waiver_once',
            constraint=models.UniqueConstraint(fields=('plan', 'fingerprint'), name='waiver_once', violation_error_message='这条校核提示已经有保留的理由，请刷新页面查看。'),
        ),
        migrations.AlterConstraint(
            model_name='checkwaiver',
            name='waiver_has_a_reason',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='waiver_has_a_reason', violation_error_message='请写明保留的理由。'),
        ),
        migrations.AlterConstraint(
            model_name='documentnumber',
            name='document_number_once',
            constraint=models.UniqueConstraint(fields=('letterhead', 'year', 'serial'), name='document_number_once', violation_error_message='这个发文字号已被使用，请取下一个号。'),
        ),
        migrations.AlterConstraint(
            model_name='documentnumber',
            name='document_number_from_one',
            constraint=models.CheckConstraint(condition=models.Q(('serial__gte', 1)), name='document_number_from_one', violation_error_message='发文字号的序号从1开始，请改正。'),
        ),
        migrations.AlterConstraint(
            model_name='documentnumber',
            name='document_number_released_with_reason',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'released'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='document_number_released_with_reason', violation_error_message='退回发文字号，请写明理由。'),
        ),
        migrations.AlterConstraint(
            model_name='edition',
            name='edition_label_once',
            constraint=models.UniqueConstraint(fields=('plan', 'label'), name='edition_label_once', violation_error_message='这个规划已有同名的稿，请换一个名称。'),
        ),
        migrations.AlterConstraint(
            model_name='edition',
            name='edition_has_a_label',
            constraint=models.CheckConstraint(condition=models.Q(('label', ''), _negated=True), name='edition_has_a_label', violation_error_message='请填写稿的名称。'),
        ),
        migrations.AlterConstraint(
            model_name='editionprovision',
            name='frozen_once',
            constraint=models.UniqueConstraint(fields=('edition', 'provision'), name='frozen_once', violation_error_message='这一稿已经定版，请刷新页面查看。'),
        ),
        migrations.AlterConstraint(
            model_name='editionprovision',
            name='frozen_in_one_order',
            constraint=models.UniqueConstraint(fields=('edition', 'order'), name='frozen_in_one_order', violation_error_message='这一稿已经定版，请刷新页面查看。'),
        ),
        migrations.AlterConstraint(
            model_name='explanation',
            name='explanation_number_once',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='explanation_number_once', violation_error_message='同事刚刚保存了编制说明，本次没有保存。请刷新页面，对照后再保存。'),
        ),
        migrations.AlterConstraint(
            model_name='explanation',
            name='explanation_from_one',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='explanation_from_one', violation_error_message='编制说明的版次从1开始，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='explanation',
            name='explanation_has_a_text',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='explanation_has_a_text', violation_error_message='请填写编制说明。'),
        ),
        migrations.AlterConstraint(
            model_name='note',
            name='note_says_something',
            constraint=models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='note_says_something', violation_error_message='请写批注的内容。'),
        ),
        migrations.AlterConstraint(
            model_name='note',
            name='note_resolved_by_someone',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='note_resolved_by_someone', violation_error_message='批注的状态刚刚有变化，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='plan',
            name='plan_phase_is_known',
            constraint=models.CheckConstraint(condition=models.Q(('phase__in', ['drafting', 'consulting', 'revising', 'deliberating', 'approved', 'published'])), name='plan_phase_is_known', violation_error_message='规划没有这个阶段，请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='plan',
            name='plan_has_a_title',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='plan_has_a_title', violation_error_message='请填写规划名称。'),
        ),
        migrations.AlterConstraint(
            model_name='plan',
            name='plan_period_is_in_order',
            constraint=models.CheckConstraint(condition=models.Q(('period_start__isnull', True), ('period_end__isnull', True), ('period_end__gte', models.F('period_start')), _connector='OR'), name='plan_period_is_in_order', violation_error_message='规划期的结束年份不能早于开始年份。'),
        ),
        migrations.AlterConstraint(
            model_name='plan',
            name='plan_approved_on_an_edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('phase__in', ['approved', 'published']), _negated=True), ('approved_edition__isnull', False), _connector='OR'), name='plan_approved_on_an_edition', violation_error_message='规划批准须以一稿为准，请先选择经审议通过的稿。'),
        ),
        migrations.AlterConstraint(
            model_name='presence',
            name='presence_once_per_person',
            constraint=models.UniqueConstraint(fields=('user', 'provision'), name='presence_once_per_person', violation_error_message='您在另一个窗口中也打开了这一部分，请刷新页面。'),
        ),
        migrations.AlterConstraint(
            model_name='provision',
            name='provision_rank_once_under_parent',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at__isnull', True)), fields=('parent', 'rank'), name='provision_rank_once_under_parent', violation_error_message='同事刚刚调整了这里的顺序，本次没有保存。请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='provision',
            name='provision_rank_once_in_plan',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at__isnull', True), ('parent__isnull', True)), fields=('plan', 'rank'), name='provision_rank_once_in_plan', violation_error_message='同事刚刚调整了各章的顺序，本次没有保存。请刷新页面后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='provision',
            name='provision_kind_is_known',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['chapter', 'section', 'task'])), name='provision_kind_is_known', violation_error_message='正文由章、节、任务组成，请选择其中一种。'),
        ),
        migrations.AlterConstraint(
            model_name='provision',
            name='provision_chapter_alone_is_on_top',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'chapter'), ('parent__isnull', True)), models.Q(models.Q(('kind', 'chapter'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='provision_chapter_alone_is_on_top', violation_error_message='章直接列在规划之下，节和任务列在章或节之下。请选择合适的位置。'),
        ),
        migrations.AlterConstraint(
            model_name='publication',
            name='publication_one_standing',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('plan',), name='publication_one_standing', violation_error_message='这个规划已经公开，须先撤回，才能再次公开。'),
        ),
        migrations.AlterConstraint(
            model_name='publication',
            name='publication_number_once',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('document_number',), name='publication_number_once', violation_error_message='这个发文字号已用于另一份公开的规划，请核对后改用别的字号。'),
        ),
        migrations.AlterConstraint(
            model_name='publication',
            name='publication_withdrawn_later',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('published_at')), _connector='OR'), name='publication_withdrawn_later', violation_error_message='撤回的时间不能早于公开的时间，请核对后重试。'),
        ),
        migrations.AlterConstraint(
            model_name='review',
            name='review_has_an_opinion',
            constraint=models.CheckConstraint(condition=models.Q(('opinion', ''), _negated=True), name='review_has_an_opinion', violation_error_message='请填写审查意见。'),
        ),
        migrations.AlterConstraint(
            model_name='review',
            name='review_has_a_reviewer',
            constraint=models.CheckConstraint(condition=models.Q(('reviewer', ''), _negated=True), name='review_has_a_reviewer', violation_error_message='请填写审查人。'),
        ),
        migrations.AlterConstraint(
            model_name='unit',
            name='unit_kind_is_known',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['department', 'district', 'society', 'affiliated', 'enterprise', 'bureau', 'superior', 'other'])), name='unit_kind_is_known', violation_error_message='请选择列出的单位类别。'),
        ),
        migrations.AlterConstraint(
            model_name='unit',
            name='unit_has_a_name',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='unit_has_a_name', violation_error_message='请填写单位名称。'),
        ),
    ]
