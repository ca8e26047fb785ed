from django.db import migrations, models


class Migration(migrations.Migration):
    """An answer knows which page sent it, so that late and repeated ones are told apart."""

    dependencies = [
        ('quizzes', '0006_drop_old_quizzes'),
    ]

    operations = [
        migrations.AddField('attemptitem', 'device', models.CharField(default='', editable=False, max_length=32, verbose_name='哪个页面')),
        migrations.AddField('attemptitem', 'turn', models.PositiveIntegerField(default=0, editable=False, verbose_name='第几次改动')),
    ]
