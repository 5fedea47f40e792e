"""``manage.py daily``: run the jobs of today that have not run yet."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.organisations.domain.daily import Outcome, Result, run_due


class Command(BaseCommand):
    help = "Run the daily jobs that have not run today. 'schedule' does so by itself, every few minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *args: object, **options: object) -> None:
        outcomes = run_due(now=timezone.now(), dry_run=bool(options["dry_run"]))
        for outcome in outcomes:
            self.stdout.write(_in_words(outcome))
        failed = [outcome.job for outcome in outcomes if outcome.result is Result.FAILED]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why; they are tried again.")


def _in_words(outcome: Outcome) -> str:
    if outcome.result is Result.NOT_DUE:
        return f"{outcome.job}: has run today, or is running"
    return "\n".join([f"{outcome.job}: {outcome.result}", *(f"  {line}" for line in outcome.lines)])
