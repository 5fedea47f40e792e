import apps.organisations.validators
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('state', models.CharField(choices=[('draft', 'Being filled in'), ('archived', 'Closed')], default='draft', max_length=10)),
                ('profile', models.JSONField(blank=True, default=dict)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dossiers', to='organisations.organisation')),
            ],
            options={
                'ordering': ['-created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('participants', models.TextField(blank=True, help_text='Name the job, not the person: owner, planner, shop manager.', max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='Who filled this in, and who helped?')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='When did you talk with your employees?')),
                ('method', models.TextField(blank=True, help_text='For example: in the work meeting, in two groups, one by one.', max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='How did you do it?')),
                ('people_heard', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(1000000)], verbose_name='How many employees took part?')),
                ('outcome', models.TextField(blank=True, help_text="No names and nothing about anyone's health.", max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='What came out of it?')),
                ('version', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisations.organisation')),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='consultation', to='rie.dossier')),
            ],
        ),
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField()),
                ('version', models.CharField(max_length=20)),
                ('content_hash', models.CharField(help_text='SHA-256 over the canonical JSON of all content', max_length=64)),
                ('method', models.CharField(max_length=20)),
                ('body', models.JSONField()),
                ('published_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['slug', 'published_at', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('slug'), models.F('version'), name='instrument_version_published_once')],
            },
        ),
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=8)),
                ('position', models.PositiveSmallIntegerField()),
                ('body', models.JSONField()),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='factors', to='rie.instrument')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='dossier',
            name='instrument',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='rie.instrument'),
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=8)),
                ('position', models.PositiveSmallIntegerField()),
                ('body', models.JSONField()),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='rie.instrument')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='PriorityChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('computed', models.CharField(blank=True, choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High')], max_length=10)),
                ('chosen', models.CharField(blank=True, choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High')], max_length=10, verbose_name='priority')),
                ('note', models.TextField(blank=True, max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='Why do you choose another priority?')),
                ('changed_at', models.DateTimeField(auto_now_add=True)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='priority_changes', to='rie.dossier')),
                ('factor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rie.factor')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisations.organisation')),
            ],
            options={
                'ordering': ['changed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProfileQuestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField()),
                ('position', models.PositiveSmallIntegerField()),
                ('body', models.JSONField()),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profile_questions', to='rie.instrument')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Subtheme',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField()),
                ('position', models.PositiveSmallIntegerField()),
                ('body', models.JSONField()),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subthemes', to='rie.instrument')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='factor',
            name='subtheme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='factors', to='rie.subtheme'),
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField()),
                ('position', models.PositiveSmallIntegerField()),
                ('body', models.JSONField()),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='rie.instrument')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='subtheme',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subthemes', to='rie.theme'),
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('verdict', models.CharField(blank=True, choices=[('in_order', 'In order'), ('partly', 'Partly'), ('not_in_order', 'Not in order'), ('not_applicable', 'Not applicable'), ('to_discuss', 'To discuss')], max_length=15, verbose_name='verdict')),
                ('reason', models.TextField(blank=True, max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='Why does this not apply to you?')),
                ('frequency', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='How often does it happen?')),
                ('reach', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='To how many people?')),
                ('severity', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='How serious are the consequences?')),
                ('happened', models.BooleanField(blank=True, null=True, verbose_name='Did it happen in the last 12 months?')),
                ('special_groups', models.JSONField(blank=True, default=list, verbose_name='Who is it about in particular?')),
                ('departments', models.JSONField(blank=True, default=list, verbose_name='In which departments?')),
                ('root_cause', models.TextField(blank=True, max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='What causes it?')),
                ('measures_in_place', models.JSONField(blank=True, default=list, verbose_name='What do you already do?')),
                ('in_place', models.TextField(blank=True, max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='What else do you already do?')),
                ('note', models.TextField(blank=True, help_text="No names and nothing about anyone's health.", max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='Note')),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisations.organisation')),
                ('updated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='rie.dossier')),
                ('factor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rie.factor')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('dossier'), models.F('factor'), name='one_answer_per_factor'), models.CheckConstraint(condition=models.Q(('verdict', ''), ('verdict__in', ['in_order', 'partly', 'not_in_order', 'not_applicable', 'to_discuss']), _connector='OR'), name='answer_verdict_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'not_applicable'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='not_applicable_has_a_reason'), models.CheckConstraint(condition=models.Q(('frequency__isnull', True), ('frequency__range', (1, 4)), _connector='OR'), name='answer_frequency_on_scale'), models.CheckConstraint(condition=models.Q(('reach__isnull', True), ('reach__range', (1, 4)), _connector='OR'), name='answer_reach_on_scale'), models.CheckConstraint(condition=models.Q(('severity__isnull', True), ('severity__range', (1, 4)), _connector='OR'), name='answer_severity_on_scale')],
            },
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'archived'])), name='dossier_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('archived_at__isnull', False), ('state', 'archived')), models.Q(('archived_at__isnull', True), models.Q(('state', 'archived'), _negated=True)), _connector='OR'), name='dossier_archived_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(models.F('instrument'), models.F('code'), name='measure_once_per_instrument'),
        ),
        migrations.AddConstraint(
            model_name='prioritychange',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='priority_change_has_a_note'),
        ),
        migrations.AddConstraint(
            model_name='prioritychange',
            constraint=models.CheckConstraint(condition=models.Q(('chosen', ''), ('chosen__in', ['low', 'medium', 'high']), _connector='OR'), name='priority_change_is_known'),
        ),
        migrations.AddConstraint(
            model_name='profilequestion',
            constraint=models.UniqueConstraint(models.F('instrument'), models.F('key'), name='question_once_per_instrument'),
        ),
        migrations.AddConstraint(
            model_name='factor',
            constraint=models.UniqueConstraint(models.F('instrument'), models.F('code'), name='factor_once_per_instrument'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(models.F('instrument'), models.F('key'), name='theme_once_per_instrument'),
        ),
        migrations.AddConstraint(
            model_name='subtheme',
            constraint=models.UniqueConstraint(models.F('instrument'), models.F('key'), name='subtheme_once_per_instrument'),
        ),
    ]
