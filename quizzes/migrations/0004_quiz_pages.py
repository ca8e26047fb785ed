import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Quizzes become pages: what there was is set aside as LegacyQuiz, and 0005 carries it over."""

    dependencies = [
        ('quizzes', '0003_binding'),
        # Recommendations point at the old quizzes and follow the renaming.
        ('study', '0003_book_bags'),
        ('library', '0008_offered_issues'),
        ('members', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint('quiz', 'quiz_closes_after_it_opens'),
        migrations.RemoveConstraint('quizquestion', 'quiz_asks_a_question_once'),
        migrations.RenameModel('Quiz', 'LegacyQuiz'),
        migrations.RenameModel('QuizQuestion', 'LegacyQuizQuestion'),
        migrations.AlterField('legacyquiz', 'audience', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.audience')),
        migrations.AlterField('legacyquiz', 'organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.organization')),
        migrations.AlterField('legacyquiz', 'topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='library.topicpage')),
        # Without its index, whose name the new table wants.
        migrations.AlterField('legacyquizquestion', 'question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quizzes.question')),
        migrations.CreateModel(
            name='QuizIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': '测验目录',
                'verbose_name_plural': '测验目录',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='QuizQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('points', models.PositiveSmallIntegerField(blank=True, help_text='留空为本部分的每题分值。', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='分值')),
            ],
            options={
                'verbose_name': '测验题目',
                'verbose_name_plural': '测验题目',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QuizSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(blank=True, help_text='如“一、单选题”；只有一个部分时可以留空。', max_length=80, verbose_name='标题')),
                ('points', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='每题分值')),
            ],
            options={
                'verbose_name': '试卷的部分',
                'verbose_name_plural': '试卷的部分',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='attempt',
            name='day',
            field=models.DateField(blank=True, null=True, verbose_name='哪一天的'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='seed',
            field=models.CharField(default='', editable=False, max_length=64, verbose_name='抽题种子'),
        ),
        migrations.AddField(
            model_name='attemptitem',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='看过对错的时间'),
        ),
        migrations.CreateModel(
            name='QuizDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('count', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(200)], verbose_name='抽几道')),
                ('kind', models.CharField(blank=True, choices=[('single', '单选题'), ('multiple', '多选题'), ('truefalse', '判断题'), ('blank', '填空题')], max_length=20, verbose_name='题型')),
                ('difficulty', models.CharField(blank=True, choices=[('easy', '容易（1–2）'), ('middle', '适中（2–4）'), ('hard', '较难（4–5）')], max_length=10, verbose_name='难度')),
                ('place', models.CharField(blank=True, help_text='如“第三章”“第二章第一节”“第五条至第十条”；几处用顿号隔开，留空为全文。', max_length=120, verbose_name='范围')),
                ('tags', models.CharField(blank=True, help_text='几个标签用顿号隔开，题目要每个都有；留空不限。', max_length=120, verbose_name='标签')),
                ('bank', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quizzes.questionbank', verbose_name='题库')),
                ('material', models.ForeignKey(blank=True, help_text='只抽出处在这份资料里的题；留空不限。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.materialpage', verbose_name='出处')),
            ],
            options={
                'verbose_name': '随机抽题',
                'verbose_name_plural': '随机抽题',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QuizPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.TextField(blank=True, verbose_name='说明')),
                ('kind', models.CharField(choices=[('practice', '自测'), ('exam', '考试'), ('daily', '每日一练')], default='practice', help_text='每日一练每人每天一份，当天交卷，次数和时间窗口之外不再限制。', max_length=20, verbose_name='类型')),
                ('feedback', models.CharField(choices=[('at_once', '答一题看一题'), ('submitted', '交卷以后'), ('closed', '截止以后')], default='submitted', max_length=20, verbose_name='什么时候看到答案')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='开始时间')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='截止时间')),
                ('time_limit_minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)], verbose_name='限时（分钟）')),
                ('pass_percent', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='合格线（%）')),
                ('attempts_allowed', models.PositiveSmallIntegerField(blank=True, help_text='留空为不限次数。', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='可答次数')),
                ('shuffle_questions', models.BooleanField(default=False, help_text='只在各部分里面打乱。', verbose_name='打乱题目')),
                ('shuffle_options', models.BooleanField(default=True, verbose_name='打乱选项')),
                ('is_for_group', models.BooleanField(default=False, help_text='勾选后，每个人的题目和顺序都一样，和打印出来的卷子一致；上面两项打乱不起作用。', verbose_name='集体一起答题')),
                ('audience', models.ForeignKey(blank=True, help_text='留空为全体党员。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quizzes', to='members.audience', verbose_name='受众')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='quizzes', to='members.organization', verbose_name='组织单位')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='quizzes', to='library.topicpage', verbose_name='专题')),
            ],
            options={
                'verbose_name': '测验',
                'verbose_name_plural': '测验',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Accommodation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extra_percent', models.PositiveSmallIntegerField(default=0, help_text='50 即 20 分钟的卷子给 30 分钟。', validators=[django.core.validators.MaxValueValidator(300)], verbose_name='延长时间（%）')),
                ('large_print', models.BooleanField(default=False, verbose_name='大字卷')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accommodations', to=settings.AUTH_USER_MODEL, verbose_name='党员')),
                ('quiz', models.ForeignKey(blank=True, help_text='留空为所有测验。', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='accommodations', to='quizzes.quizpage', verbose_name='测验')),
            ],
            options={
                'verbose_name': '答题照顾',
                'verbose_name_plural': '答题照顾',
                'ordering': ['member', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='quizquestion',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiz_entries', to='quizzes.question', verbose_name='题目'),
        ),
        migrations.AddField(
            model_name='quizsection',
            name='quiz',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='quizzes.quizpage', verbose_name='测验'),
        ),
        migrations.AddField(
            model_name='quizquestion',
            name='section',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='quizzes.quizsection', verbose_name='部分'),
        ),
        migrations.AddField(
            model_name='quizdraw',
            name='section',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='draws', to='quizzes.quizsection', verbose_name='部分'),
        ),
        migrations.AddConstraint(
            model_name='quizpage',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='quiz_closes_after_it_opens', violation_error_message='截止时间要晚于开始时间。'),
        ),
        migrations.AddConstraint(
            model_name='accommodation',
            constraint=models.UniqueConstraint(fields=('member', 'quiz'), name='accommodation_is_given_once', violation_error_message='这位同志在这次测验里已经有一条照顾，请改那一条。'),
        ),
        migrations.AddConstraint(
            model_name='accommodation',
            constraint=models.UniqueConstraint(condition=models.Q(('quiz__isnull', True)), fields=('member',), name='accommodation_for_all_is_given_once', violation_error_message='这位同志在这次测验里已经有一条照顾，请改那一条。'),
        ),
        migrations.AddConstraint(
            model_name='quizquestion',
            constraint=models.UniqueConstraint(fields=('section', 'question'), name='section_asks_a_question_once'),
        ),
        # Beside the old one until everything is carried over.
        migrations.AddField('attempt', 'quiz_page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quizzes.quizpage')),
    ]
