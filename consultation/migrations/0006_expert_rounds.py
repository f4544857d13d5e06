"""Expert rounds under seal; what an expert released never changes: the database refuses it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


REVIEWS, OPINIONS = "consultation_expertreview", "consultation_expertopinion"
POSTGRES_FUNCTION = """
CREATE FUNCTION consultation_refuse_late_opinion() RETURNS trigger AS $$
BEGIN
    IF (SELECT released_at FROM consultation_expertreview WHERE id = NEW.review_id) IS NOT NULL
    THEN
        RAISE EXCEPTION 'a released review takes no more opinions'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql
"""
POSTGRES = (
    "CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table}"
    " FOR EACH ROW WHEN (OLD.released_at IS NOT NULL)"
    " EXECUTE FUNCTION portal_refuse_update()"
)
POSTGRES_LATE = (
    f"CREATE TRIGGER {OPINIONS}_not_late BEFORE INSERT ON {OPINIONS}"
    " FOR EACH ROW EXECUTE FUNCTION consultation_refuse_late_opinion()"
)
SQLITE = (
    "CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table}"
    " WHEN OLD.released_at IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'what an expert released never changes'); END"
)
SQLITE_LATE = (
    f"CREATE TRIGGER {OPINIONS}_not_late BEFORE INSERT ON {OPINIONS}"
    f" WHEN (SELECT released_at FROM {REVIEWS} WHERE id = NEW.review_id) IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'a released review takes no more opinions'); END"
)


def forbid(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute(POSTGRES_FUNCTION, params=None)
    for table in (REVIEWS, OPINIONS):
        schema_editor.execute((POSTGRES if postgres else SQLITE).format(table=table), params=None)
    schema_editor.execute(POSTGRES_LATE if postgres else SQLITE_LATE, params=None)


def allow(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    names = [(REVIEWS, "never_changes"), (OPINIONS, "never_changes"), (OPINIONS, "not_late")]
    for table, name in names:
        on = f" ON {table}" if postgres else ""
        schema_editor.execute(f"DROP TRIGGER {table}_{name}{on}", params=None)
    if postgres:
        schema_editor.execute("DROP FUNCTION consultation_refuse_late_opinion()", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0005_views_and_reasons'),
        ('plans', '0004_explanations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExpertReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('organisation', models.CharField(blank=True, max_length=120, verbose_name='工作单位')),
                ('position', models.CharField(blank=True, max_length=120, verbose_name='职务职称')),
                ('declared_at', models.DateTimeField(blank=True, null=True)),
                ('recused', models.BooleanField(default=False, verbose_name='回避')),
                ('recusal_reason', models.CharField(blank=True, max_length=300, verbose_name='回避理由')),
                ('excused_reason', models.CharField(blank=True, max_length=200)),
                ('verdict', models.CharField(blank=True, choices=[('agree', '同意'), ('agree_changed', '修改后同意'), ('disagree', '不同意')], max_length=15, verbose_name='总体意见')),
                ('text', models.TextField(blank=True, verbose_name='总体意见说明')),
                ('saved_at', models.DateTimeField(blank=True, null=True)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('receipt_number', models.CharField(blank=True, max_length=30, verbose_name='回执编号')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='review', to='consultation.invitation')),
            ],
            options={
                'ordering': ['invitation'],
            },
        ),
        migrations.CreateModel(
            name='ExpertOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nothing', models.BooleanField(default=False, verbose_name='本章没有意见')),
                ('kind', models.CharField(choices=[('change', '修改'), ('add', '增加'), ('delete', '删除'), ('question', '疑问'), ('other', '其他')], max_length=10, verbose_name='类型')),
                ('quote', models.TextField(blank=True, verbose_name='原文')),
                ('prefix', models.CharField(blank=True, max_length=32)),
                ('suffix', models.CharField(blank=True, max_length=32)),
                ('start', models.PositiveIntegerField(blank=True, null=True)),
                ('proposal', models.TextField(blank=True, verbose_name='建议修改为')),
                ('text', models.TextField(blank=True, verbose_name='意见')),
                ('key', models.UUIDField(unique=True)),
                ('saved_at', models.DateTimeField(auto_now=True)),
                ('released_at', models.DateTimeField(editable=False, null=True)),
                ('chapter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.provision')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.editionprovision')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='consultation.expertreview')),
            ],
            options={
                'ordering': ['place__order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ExpertPanel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('opened_reason', models.CharField(blank=True, max_length=200, verbose_name='启封理由')),
                ('conclusion', models.TextField(blank=True, verbose_name='综合论证意见')),
                ('version', models.PositiveIntegerField(default=1)),
                ('concluded_at', models.DateTimeField(blank=True, null=True)),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consultation.invitation', verbose_name='组长')),
                ('concluded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='panel', to='consultation.round')),
                ('signed_scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.attachment')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('opened_by__isnull', True), models.Q(('opened_at__isnull', False), models.Q(('opened_reason', ''), _negated=True)), _connector='OR'), name='panel_opened_with_a_reason'), models.CheckConstraint(condition=models.Q(('conclusion', ''), models.Q(('concluded_by__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='panel_concludes_when_opened'), models.CheckConstraint(condition=models.Q(('signed_scan__isnull', True), models.Q(('conclusion', ''), _negated=True), _connector='OR'), name='panel_signs_a_conclusion')],
            },
        ),
        migrations.AddConstraint(
            model_name='expertreview',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', ''), ('verdict__in', ['agree', 'agree_changed', 'disagree']), _connector='OR'), name='verdict_is_known'),
        ),
        migrations.AddConstraint(
            model_name='expertreview',
            constraint=models.CheckConstraint(condition=models.Q(('recused', False), models.Q(models.Q(('recusal_reason', ''), _negated=True), ('released_at__isnull', False), ('text', ''), ('verdict', '')), _connector='OR'), name='recusal_has_a_reason_and_no_verdict'),
        ),
        migrations.AddConstraint(
            model_name='expertreview',
            constraint=models.CheckConstraint(condition=models.Q(('declared_at__isnull', True), ('author__isnull', False), _connector='OR'), name='declaration_has_an_author'),
        ),
        migrations.AddConstraint(
            model_name='expertreview',
            constraint=models.CheckConstraint(condition=models.Q(('released_at__isnull', True), models.Q(models.Q(('sha256', ''), _negated=True), models.Q(('receipt_number', ''), _negated=True), ('declared_at__isnull', False), models.Q(('recused', True), models.Q(('verdict', ''), _negated=True), _connector='OR')), _connector='OR'), name='released_review_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='expertreview',
            constraint=models.CheckConstraint(condition=models.Q(('released_at__isnull', True), models.Q(('verdict', 'disagree'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='disagreement_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='expertreview',
            constraint=models.UniqueConstraint(condition=models.Q(('receipt_number', ''), _negated=True), fields=('receipt_number',), name='review_receipt_number_once'),
        ),
        migrations.AddConstraint(
            model_name='expertopinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('nothing', False), models.Q(models.Q(('text', ''), _negated=True), models.Q(('proposal', ''), _negated=True), _connector='OR')), models.Q(('chapter__isnull', False), ('nothing', True), ('proposal', ''), ('text', '')), _connector='OR'), name='expert_opinion_says_something_or_nothing'),
        ),
        migrations.AddConstraint(
            model_name='expertopinion',
            constraint=models.UniqueConstraint(condition=models.Q(('nothing', True)), fields=('review', 'chapter'), name='expert_says_nothing_once_on_a_chapter'),
        ),
        migrations.RunPython(forbid, allow),
    ]
