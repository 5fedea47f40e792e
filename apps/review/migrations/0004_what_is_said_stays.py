"""The database refuses to rewrite what was said and decided in a review, whoever asks.

Who said it may become nobody (an account that is deleted), so those columns are left out.
"""

from django.db import migrations

APPEND_ONLY = {
    "review_submissionevent": "verb, before, after, note, by_name, practice, at, submission_id, organisation_id",
    "review_findingmessage": "text, is_adviser, by_name, at, finding_id, organisation_id",
}
ROUND = (
    "state, version_id, dossier_id, organisation_id, practice_id, number, submitted_at, note, outcome, advice, "
    "scope, adviser_name, certificate_type, certificate_number, ended_at, return_comment"
)
FINDING = (
    "number, criterion, weight, factor_code, action_id, observation, evidence, advice, proposed_priority, shown_at, "
    "dossier_id, submission_id, organisation_id"
)
OPEN = "('submitted', 'returned')"
SAID = "What was said in a review is never changed."
ENDED = "A round that ended is never changed."


def guard(apps, schema_editor):
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        for name, message in (("said", SAID), ("ended", ENDED)):
            run(
                f"CREATE FUNCTION review_{name}_stays() RETURNS trigger AS $$ "
                f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END $$ LANGUAGE plpgsql"
            )
        for table, columns in APPEND_ONLY.items():
            run(
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE OF {columns} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION review_said_stays()"
            )
        run(
            f"CREATE TRIGGER review_submission_stays BEFORE UPDATE OF {ROUND} ON review_submission "
            f"FOR EACH ROW WHEN (OLD.state NOT IN {OPEN}) EXECUTE FUNCTION review_ended_stays()"
        )
        run(
            f"CREATE TRIGGER review_finding_stays BEFORE UPDATE OF {FINDING} ON review_finding "
            "FOR EACH ROW WHEN (OLD.shown_at IS NOT NULL) EXECUTE FUNCTION review_said_stays()"
        )
        return
    for table, columns in APPEND_ONLY.items():
        run(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OF {columns} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        )
    run(
        f"CREATE TRIGGER review_submission_stays BEFORE UPDATE OF {ROUND} ON review_submission "
        f"WHEN OLD.state NOT IN {OPEN} BEGIN SELECT RAISE(ABORT, '{ENDED}'); END"
    )
    run(
        f"CREATE TRIGGER review_finding_stays BEFORE UPDATE OF {FINDING} ON review_finding "
        f"WHEN OLD.shown_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    )


def unguard(apps, schema_editor):
    run = schema_editor.execute
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in (*APPEND_ONLY, "review_submission", "review_finding"):
        run(f"DROP TRIGGER {table}_stays" + (f" ON {table}" if is_postgresql else ""))
    if is_postgresql:
        run("DROP FUNCTION review_said_stays()")
        run("DROP FUNCTION review_ended_stays()")


class Migration(migrations.Migration):
    dependencies = [("review", "0003_toets")]

    operations = [migrations.RunPython(guard, unguard)]
