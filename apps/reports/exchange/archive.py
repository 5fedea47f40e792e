"""The dossiers of a firm, as files that can be read in again, in the export of that firm."""

from __future__ import annotations

from collections.abc import Iterator

from apps.organisations.domain.export import ExportedFile
from apps.organisations.models import Organisation
from apps.reports.exchange.exporting import export_dossier
from apps.rie.models import Dossier


def dossier_files(organisation: Organisation) -> Iterator[ExportedFile]:
    """One file per RI&E, oldest first. Thirteen queries each; one dossier at a time in memory."""
    for dossier in Dossier.objects.filter(organisation=organisation).order_by("created_at", "pk"):
        dossier.organisation = organisation
        yield ExportedFile(f"dossiers/{dossier.year}-{dossier.pk}.yaml", export_dossier(dossier).encode())
