"""Make the PDFs of the help sheets beforehand, for instance right after a new version was put in place."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from apps.actions.help_sheets import all_sheets
from apps.reports.domain.sheet_files import make_sheet, outdated_files


class Command(BaseCommand):
    help = "Make the PDF of every help sheet that is not there yet, and delete those of an earlier text."

    def handle(self, *args: Any, **options: Any) -> None:
        made = [sheet.key for sheet in all_sheets().values() if make_sheet(sheet=sheet)]
        outdated = outdated_files()
        for name in outdated:
            default_storage.delete(name)
        for key in made:
            self.stdout.write(f"made: {key}")
        self.stdout.write(
            f"{len(made)} made, {len(all_sheets()) - len(made)} were there, {len(outdated)} deleted"
        )
