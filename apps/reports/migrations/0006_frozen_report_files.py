"""A place for the PDF of a kept report. SQLite writes the table anew, so the guard comes off and on again."""

from importlib import import_module

import apps.reports.models
from django.db import migrations, models


_guarding = import_module("apps.reports.migrations.0005_frozen_reports_stay")


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_notices"),
        ("reports", "0005_frozen_reports_stay"),
        ("review", "0004_what_is_said_stays"),
    ]

    operations = [
        migrations.RunPython(_guarding.unguard, _guarding.guard),
        migrations.AddField(
            model_name="frozenreport",
            name="file",
            field=models.FileField(blank=True, upload_to=apps.reports.models.frozen_path),
        ),
        migrations.AddField(
            model_name="frozenreport",
            name="finished_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="frozenreport",
            name="requested_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="frozenreport",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="frozenreport",
            name="state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("queued", "Waiting"),
                    ("running", "Being made"),
                    ("ready", "Ready"),
                    ("failed", "Failed"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="frozenreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", ""), ("state__in", ["queued", "running", "ready", "failed"]), _connector="OR"
                ),
                name="frozen_report_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="frozenreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ready"), _negated=True),
                    models.Q(("file", ""), _negated=True),
                    _connector="OR",
                ),
                name="ready_frozen_report_has_a_file",
            ),
        ),
        migrations.RunPython(_guarding.guard, _guarding.unguard),
    ]
