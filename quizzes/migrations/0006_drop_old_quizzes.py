import django.db.models.deletion
from django.db import migrations, models


def forget_old_kinds(apps, schema_editor):
    """Remove the rights over models that are no more."""
    kinds = apps.get_model('contenttypes', 'ContentType').objects
    kinds.filter(app_label='quizzes', model__in=['legacyquiz', 'legacyquizquestion']).delete()


class Migration(migrations.Migration):
    """Attempts point at pages; the old quizzes go."""

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('quizzes', '0005_carry_quizzes_over'),
        ('study', '0005_recommend_quiz_pages'),
    ]

    operations = [
        migrations.RemoveConstraint('attempt', 'attempt_is_numbered_once'),
        migrations.RemoveConstraint('attempt', 'one_attempt_under_way'),
        migrations.RemoveField('attempt', 'quiz'),
        migrations.RenameField('attempt', 'quiz_page', 'quiz'),
        migrations.AlterField('attempt', 'quiz', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='quizzes.quizpage', verbose_name='测验')),
        migrations.AddConstraint('attempt', models.UniqueConstraint(fields=('quiz', 'member', 'number'), name='attempt_is_numbered_once')),
        migrations.AddConstraint('attempt', models.UniqueConstraint(condition=models.Q(('submitted_at__isnull', True)), fields=('quiz', 'member'), name='one_attempt_under_way')),
        migrations.AddConstraint('attempt', models.UniqueConstraint(condition=models.Q(('day__isnull', False)), fields=('quiz', 'member', 'day'), name='one_attempt_a_day')),
        migrations.DeleteModel('LegacyQuizQuestion'),
        migrations.DeleteModel('LegacyQuiz'),
        migrations.RunPython(forget_old_kinds, migrations.RunPython.noop, elidable=True),
    ]
