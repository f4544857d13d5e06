from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0020_names_apart_from_suggestions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='heldsuggestion',
            name='held_refused_keeps_no_contact',
        ),
        migrations.RemoveField(
            model_name='heldsuggestion',
            name='email',
        ),
        migrations.RemoveField(
            model_name='publiccontact',
            name='email',
        ),
        migrations.AddConstraint(
            model_name='heldsuggestion',
            constraint=models.CheckConstraint(condition=models.Q(('refused_at__isnull', True), models.Q(('name', ''), ('phone', '')), _connector='OR'), name='held_refused_keeps_no_contact', violation_error_message='不受理的建言不再保存联系方式，请刷新页面后重试。'),
        ),
    ]
