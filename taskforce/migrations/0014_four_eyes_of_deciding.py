"""Who entered and who confirmed, what a record said, results that were voided or are contested."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0012_held_issue'),
        ('taskforce', '0013_seats_that_stood'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='voided_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='gate',
            name='contested_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='instruction',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='复核时间'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='entered_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='登记时间'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='items',
            field=models.JSONField(blank=True, default=list, verbose_name='审议意见'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='made_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='outcome',
            field=models.CharField(choices=[('passed', '通过'), ('passed_with_opinions', '原则通过，按审议意见修改'), ('deferred', '暂缓'), ('returned', '退回')], default='passed', max_length=25, verbose_name='结果'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='instruction',
            name='reason',
            field=models.TextField(blank=True, verbose_name='说明'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='refusal',
            field=models.CharField(blank=True, max_length=300, verbose_name='退回理由'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='refused_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='meetingrecord',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='复核时间'),
        ),
        migrations.AddField(
            model_name='meetingrecord',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核'),
        ),
        migrations.AddField(
            model_name='meetingrecord',
            name='entered_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='登记时间'),
        ),
        migrations.AddField(
            model_name='meetingrecord',
            name='items',
            field=models.JSONField(blank=True, default=list, verbose_name='审议意见'),
        ),
        migrations.AddField(
            model_name='meetingrecord',
            name='made_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办'),
        ),
        migrations.AddField(
            model_name='meetingrecord',
            name='outcome',
            field=models.CharField(choices=[('passed', '通过'), ('passed_with_opinions', '原则通过，按审议意见修改'), ('deferred', '暂缓'), ('returned', '退回')], default='passed', max_length=25, verbose_name='结果'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='meetingrecord',
            name='reason',
            field=models.TextField(blank=True, verbose_name='说明'),
        ),
        migrations.AddField(
            model_name='meetingrecord',
            name='refusal',
            field=models.CharField(blank=True, max_length=300, verbose_name='退回理由'),
        ),
        migrations.AddField(
            model_name='meetingrecord',
            name='refused_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='memberopinion',
            name='away_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='本人不能确认的原因'),
        ),
        migrations.AddField(
            model_name='memberopinion',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核'),
        ),
        migrations.AddField(
            model_name='memberopinion',
            name='made_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办'),
        ),
        migrations.AddField(
            model_name='objection',
            name='upheld',
            field=models.BooleanField(blank=True, null=True, verbose_name='异议成立'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='package',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='taskforce.package'),
        ),
        migrations.AlterField(
            model_name='memberopinion',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='复核时间'),
        ),
    ]
