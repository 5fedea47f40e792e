import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('actions', '0001_initial'),
        ('organisations', '0001_initial'),
        ('rie', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='rie.dossier'),
        ),
        migrations.AddField(
            model_name='action',
            name='measure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rie.measure'),
        ),
        migrations.AddField(
            model_name='action',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='action',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.membership', verbose_name='Who (member)'),
        ),
        migrations.AddField(
            model_name='action',
            name='updated_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='actionevent',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='actions.action'),
        ),
        migrations.AddField(
            model_name='actionevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='actionevent',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='actionfactor',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='actions.action'),
        ),
        migrations.AddField(
            model_name='actionfactor',
            name='factor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rie.factor'),
        ),
        migrations.AddField(
            model_name='actionfactor',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='action',
            name='factors',
            field=models.ManyToManyField(related_name='+', through='actions.ActionFactor', to='rie.factor'),
        ),
        migrations.AddField(
            model_name='leftoutmeasure',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='leftoutmeasure',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='left_out_measures', to='rie.dossier'),
        ),
        migrations.AddField(
            model_name='leftoutmeasure',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rie.measure'),
        ),
        migrations.AddField(
            model_name='leftoutmeasure',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='settledrisk',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='settledrisk',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='settled_risks', to='rie.dossier'),
        ),
        migrations.AddField(
            model_name='settledrisk',
            name='factor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rie.factor'),
        ),
        migrations.AddField(
            model_name='settledrisk',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisations.organisation'),
        ),
        migrations.AddConstraint(
            model_name='actionfactor',
            constraint=models.UniqueConstraint(models.F('action'), models.F('factor'), name='factor_once_per_action'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.UniqueConstraint(models.F('dossier'), models.F('measure'), condition=models.Q(('measure__isnull', False)), name='measure_once_per_plan'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'in_progress', 'done', 'cancelled'])), name='action_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('budget__isnull', True), ('budget__gte', 0), _connector='OR'), name='action_budget_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('start_on__isnull', True), ('due_on__gte', models.F('start_on')), _connector='OR'), name='action_due_not_before_start'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), models.Q(('status_note', ''), _negated=True), _connector='OR'), name='cancelled_action_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='leftoutmeasure',
            constraint=models.UniqueConstraint(models.F('dossier'), models.F('measure'), name='measure_left_out_once'),
        ),
        migrations.AddConstraint(
            model_name='settledrisk',
            constraint=models.UniqueConstraint(models.F('dossier'), models.F('factor'), name='risk_settled_once'),
        ),
        migrations.AddConstraint(
            model_name='settledrisk',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='settled_risk_has_a_reason'),
        ),
    ]
