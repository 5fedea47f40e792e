"""``manage.py report``: write the report of one dossier to a file, without queue or store."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope, scopes_disabled

from apps.reports.models import ReportKind
from apps.reports.queries import build_report
from apps.reports.render import lay_out, write_pdf
from apps.rie.models import Dossier


class Command(BaseCommand):
    help = "Write the report of a dossier to a PDF file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dossier_id", metavar="ID", help="id of the dossier")
        parser.add_argument(
            "--kind", default=ReportKind.FULL.value, help=f"{' or '.join(ReportKind.values)} (default: full)"
        )
        parser.add_argument(
            "--output", required=True, type=Path, metavar="FILE.pdf", help="where to write it"
        )

    def handle(self, *args: object, **options: object) -> None:
        kind, output = self._kind(options["kind"]), options["output"]
        dossier = self._dossier(options["dossier_id"])
        with scope(organisation=dossier.organisation):
            document = lay_out(build_report(dossier=dossier, kind=kind))
        pdf = write_pdf(document)
        try:
            output.write_bytes(pdf)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{output}: {len(document.pages)} pages, {len(pdf) / 1000:.0f} kB")

    @staticmethod
    def _kind(text: str) -> ReportKind:
        try:
            return ReportKind(text)
        except ValueError:
            raise CommandError(
                f"{text!r} is not a kind of report; choose from {', '.join(ReportKind.values)}."
            ) from None

    @staticmethod
    def _dossier(text: str) -> Dossier:
        # Crosses tenants on purpose: who may run commands on the server may read every dossier.
        with scopes_disabled():
            dossiers = Dossier.objects.select_related("organisation", "consultation")
            found = dossiers.filter(pk=text).first() if _is_uuid(text) else None
        if found is None:
            raise CommandError(f"There is no dossier with id {text!r}.")
        return found


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
