import apps.organisations.validators
import django.core.validators
import uuid
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, validators=[apps.organisations.validators.validate_plain_text], verbose_name='What are you going to do?')),
                ('description', models.TextField(blank=True, max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='How?')),
                ('owner_name', models.CharField(blank=True, help_text='A job or a name.', max_length=120, validators=[apps.organisations.validators.validate_plain_text], verbose_name='Who')),
                ('budget', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Budget in euros')),
                ('start_on', models.DateField(blank=True, null=True, verbose_name='Start')),
                ('due_on', models.DateField(verbose_name='Done by')),
                ('evaluate_on', models.DateField(blank=True, null=True, verbose_name='Look back on')),
                ('residual_priority', models.CharField(blank=True, choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High')], max_length=10, verbose_name='What risk remains after this?')),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('in_progress', 'In progress'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='planned', max_length=12, verbose_name='status')),
                ('status_note', models.TextField(blank=True, max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='Why is it cancelled?')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['due_on', 'created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ActionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('created', 'added to the plan'), ('changed', 'changed'), ('status', 'status changed')], max_length=10)),
                ('changes', models.JSONField(default=dict, help_text='field → [before, after]')),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ActionFactor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='LeftOutMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='SettledRisk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=4000, validators=[apps.organisations.validators.validate_plain_text], verbose_name='Why do you take no measure?')),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
