"""``manage.py dossier``: a dossier from a file, or to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scopes_disabled

from apps.organisations.models import User
from apps.reports.exchange.exporting import export_dossier
from apps.reports.exchange.importing import import_dossier
from apps.rie.content.yamlfile import ContentError
from apps.rie.models import Dossier


class Command(BaseCommand):
    help = "Import a dossier file (YAML) as a new organisation, or export a dossier to one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="import|export")
        importing = verbs.add_parser("import", help="make an organisation with its dossier; prints the id")
        importing.add_argument("file", type=Path, metavar="FILE.yaml")
        importing.add_argument(
            "--owner",
            default="",
            metavar="EMAIL",
            help="existing user who becomes employer",
        )
        exporting = verbs.add_parser("export", help="print a dossier as YAML")
        exporting.add_argument("dossier_id", metavar="ID", help="id of the dossier")
        exporting.add_argument("--output", type=Path, metavar="FILE.yaml", help="write it here instead")

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "import":
            self._import(options["file"], options["owner"])
        else:
            self._export(options["dossier_id"], options["output"])

    def _import(self, path: Path, email: str) -> None:
        owner = _user(email) if email else None
        try:
            dossier = import_dossier(path=path, owner=owner)
        except ContentError as error:
            raise CommandError(f"Nothing was imported.\n{error}") from None
        self.stdout.write(str(dossier.pk))

    def _export(self, dossier_id: str, output: Path | None) -> None:
        text = export_dossier(_dossier(dossier_id))
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from None
        self.stdout.write(str(output))


def _user(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"There is no user with e-mail address {email}. Sign up first, or drop --owner.")
    return user


def _dossier(text: str) -> Dossier:
    try:
        dossier_id = UUID(text)
    except ValueError:
        raise CommandError(f"{text!r} is not the id of a dossier; 'dossier import' prints one.") from None
    # Crosses tenants on purpose: who may run commands on the server may read every dossier.
    with scopes_disabled():
        dossier = Dossier.objects.select_related("organisation").filter(pk=dossier_id).first()
    if dossier is None:
        raise CommandError(f"There is no dossier with id {text}.")
    return dossier
