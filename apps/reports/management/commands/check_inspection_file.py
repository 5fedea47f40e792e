"""``manage.py check_inspection_file``: whether an inspection file is whole and unchanged."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from apps.reports.inspection.checking import check_file


class Command(BaseCommand):
    help = "Check an inspection file: every part is there and unchanged. Exit code 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.zip", help="the inspection file")

    def handle(self, *args: object, **options: object) -> None:
        results = check_file(options["file"])
        for result in results:
            state = "ok" if result.is_right else f"WRONG: {result.problem}"
            self.stdout.write(f"{result.name}: {state}")
        wrong = sum(not result.is_right for result in results)
        self.stdout.write(f"{wrong} wrong" if wrong else "The file is whole and unchanged.")
        if wrong:
            sys.exit(1)
