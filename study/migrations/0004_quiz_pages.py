import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Recommendations get a place for the page a quiz becomes; quizzes.0005 fills it."""

    dependencies = [
        ('quizzes', '0004_quiz_pages'),
        ('study', '0003_book_bags'),
    ]

    operations = [
        migrations.AddField('recommendation', 'quiz_page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='quizzes.quizpage')),
    ]
