"""``manage.py verify_seal``: is this a toetsverslag of ours, and unchanged? Exit code 0 if so, else 1."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from apps.reports.seal.verdict import Judged, judge


class Command(BaseCommand):
    help = "Say whether a file is a report of a review, sealed here and unchanged since."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pdf", help="the file to look at")

    def handle(self, *args: object, **options: object) -> None:
        path: Path = options["file"]
        try:
            judged = judge(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        if not judged.is_genuine:
            raise CommandError(f"{path}: {judged.title}. {judged.meaning}")
        self.stdout.write(f"{path}: {judged.title}. {_facts(judged)}")


def _facts(judged: Judged) -> str:
    record = judged.record
    return (
        f"{record.reference} · {record.firm} · RI&E {record.year} · version {record.version_number} · "
        f"{record.get_outcome_display()} · {record.concluded_at:%Y-%m-%d} · version in the database: "
        f"{judged.version}"
    )
