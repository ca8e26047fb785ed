from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat


def take_stems_out(apps, schema_editor):
    """The log of the desk is read by every editor; it named questions of every bank by their stems."""
    entries = apps.get_model('wagtailcore', 'ModelLogEntry').objects
    of_questions = entries.filter(content_type__app_label='quizzes', content_type__model='question')
    of_questions.update(label=Concat(Value('题目 '), F('object_id')))


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('quizzes', '0011_draws_stay_in_reach'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.RunPython(take_stems_out, migrations.RunPython.noop),
    ]
