from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0007_micro_lectures'),
    ]

    operations = [
        migrations.AddField(
            model_name='pocketbookissue',
            name='is_offered',
            field=models.BooleanField(default=False, verbose_name='待确认'),
        ),
    ]
