import apps.organisations.models
import apps.organisations.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
            managers=[
                ('objects', apps.organisations.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, validators=[apps.organisations.validators.validate_plain_text], verbose_name='name of the firm')),
                ('kvk_number', models.CharField(help_text='8 digits, as on your extract.', max_length=8, validators=[apps.organisations.validators.validate_kvk_number], verbose_name='KvK number')),
                ('sector', models.CharField(choices=[('bouw', 'Construction'), ('detailhandel', 'Retail'), ('zorg', 'Care'), ('onderwijs', 'Education'), ('horeca', 'Hotels, restaurants and cafés'), ('ict', 'ICT'), ('industrie', 'Industry'), ('openbaar_bestuur', 'Public administration'), ('transport', 'Transport'), ('overig', 'Another sector')], max_length=20, verbose_name='sector')),
                ('headcount', models.PositiveIntegerField(help_text='Count people, not full-time jobs, at all sites together. The owner-director does not count.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='number of employees')),
                ('paid_hours_per_week', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60000000)], verbose_name='paid hours per week, everyone together')),
                ('sites', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)], verbose_name='number of sites')),
                ('representation', models.CharField(choices=[('or', 'Works council (OR)'), ('pvt', 'Staff representation (PVT)'), ('none', 'Neither: we consult the employees themselves')], default='none', max_length=5, verbose_name='representation of employees')),
                ('prevention_officer', models.CharField(blank=True, help_text='Who looks after health and safety here. Up to 25 employees this may be you.', max_length=120, validators=[apps.organisations.validators.validate_plain_text], verbose_name='prevention officer')),
                ('occupational_health_service', models.CharField(blank=True, max_length=120, validators=[apps.organisations.validators.validate_plain_text], verbose_name='occupational health service or company doctor')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('headcount__gte', 1)), name='organisation_has_employees'), models.CheckConstraint(condition=models.Q(('sector__in', ['bouw', 'detailhandel', 'zorg', 'onderwijs', 'horeca', 'ict', 'industrie', 'openbaar_bestuur', 'transport', 'overig'])), name='organisation_sector_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('employer', 'Employer'), ('hr', 'HR'), ('contributor', 'Contributor'), ('works_council', 'Works council')], max_length=20, verbose_name='role')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('organisation'), models.F('user'), name='one_membership_per_person_and_organisation'), models.CheckConstraint(condition=models.Q(('role__in', ['employer', 'hr', 'contributor', 'works_council'])), name='membership_role_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, validators=[apps.organisations.validators.validate_plain_text], verbose_name='name')),
                ('headcount', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)], verbose_name='number of employees')),
                ('is_active', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='departments', to='organisations.organisation')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(models.F('organisation'), models.F('name'), name='department_name_once_per_organisation')],
            },
        ),
    ]
