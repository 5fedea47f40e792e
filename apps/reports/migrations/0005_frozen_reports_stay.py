"""The database refuses to change the report of a submitted version, whoever asks."""

from django.db import migrations

GUARDED = "content, sha256, submission_id, organisation_id"
MESSAGE = "A frozen report is never changed."


def guard(apps, schema_editor):
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(
            "CREATE FUNCTION reports_frozen_stays() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END $$ LANGUAGE plpgsql"
        )
        run(
            f"CREATE TRIGGER reports_frozenreport_stays BEFORE UPDATE OF {GUARDED} ON reports_frozenreport "
            "FOR EACH ROW EXECUTE FUNCTION reports_frozen_stays()"
        )
    else:
        run(
            f"CREATE TRIGGER reports_frozenreport_stays BEFORE UPDATE OF {GUARDED} ON reports_frozenreport "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER reports_frozenreport_stays ON reports_frozenreport")
        schema_editor.execute("DROP FUNCTION reports_frozen_stays()")
    else:
        schema_editor.execute("DROP TRIGGER reports_frozenreport_stays")


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_toets")]

    operations = [migrations.RunPython(guard, unguard)]
