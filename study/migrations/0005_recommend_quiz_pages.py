import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Recommendations point at pages."""

    dependencies = [
        ('quizzes', '0005_carry_quizzes_over'),
        ('study', '0004_quiz_pages'),
    ]

    operations = [
        migrations.RemoveConstraint('recommendation', 'recommendation_names_one_thing'),
        migrations.RemoveField('recommendation', 'quiz'),
        migrations.RenameField('recommendation', 'quiz_page', 'quiz'),
        migrations.AlterField('recommendation', 'quiz', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='quizzes.quizpage', verbose_name='测验')),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('material__isnull', False), ('quiz__isnull', True)), models.Q(('material__isnull', True), ('quiz__isnull', False)), _connector='OR'), name='recommendation_names_one_thing', violation_error_message='请选一份资料或一个测验，二者选一。'),
        ),
    ]
