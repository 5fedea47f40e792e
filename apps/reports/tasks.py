"""Jobs of the worker: ids in, and safe to run twice."""

from __future__ import annotations

from django_scopes import scope, scopes_disabled
from django_tasks import task

from apps.actions.help_sheets import all_sheets
from apps.organisations.audit import record_job
from apps.reports.domain.frozen_making import claim_frozen, make_frozen
from apps.reports.domain.making import claim, make
from apps.reports.domain.sealed_making import claim_sealed, make_sealed
from apps.reports.domain.sheet_files import make_sheet, note_failure
from apps.reports.models import FrozenReport, SealedReport, StoredReport


@task()
def make_report(report_id: str) -> None:
    """Make the file of a stored report. Does nothing when it is made already, or being made."""
    with scopes_disabled():
        stored = StoredReport.objects.select_related("organisation").filter(pk=report_id).first()
    if stored is None:
        return
    with scope(organisation=stored.organisation):
        claimed = claim(report_id=stored.pk)
        if claimed is not None:
            make(stored=claimed)
            subject = f"{stored.dossier_id} {stored.pk}"
            record_job(organisation=stored.organisation, job="make_report", subject=subject)


@task()
def make_sealed_report(sealed_id: str) -> None:
    """Make the toetsverslag of a concluded round. Does nothing when it is made already, or being made."""
    with scopes_disabled():
        rows = SealedReport.objects.select_related("organisation", "submission")
        sealed = rows.filter(pk=sealed_id).first()
    if sealed is None:
        return
    with scope(organisation=sealed.organisation):
        claimed = claim_sealed(sealed_id=sealed.pk)
        if claimed is not None:
            make_sealed(sealed=claimed)
            subject = f"{sealed.submission.dossier_id} {sealed.pk}"
            record_job(organisation=sealed.organisation, job="make_sealed_report", subject=subject)


@task()
def make_frozen_report(frozen_id: str) -> None:
    """Make the PDF of the report of a version. Does nothing when it is made already, or being made."""
    with scopes_disabled():
        rows = FrozenReport.objects.select_related("organisation", "submission")
        frozen = rows.filter(pk=frozen_id).first()
    if frozen is None:
        return
    with scope(organisation=frozen.organisation):
        claimed = claim_frozen(frozen_id=frozen.pk)
        if claimed is not None:
            make_frozen(frozen=claimed)
            subject = f"{frozen.submission.dossier_id} {frozen.pk}"
            record_job(organisation=frozen.organisation, job="make_frozen_report", subject=subject)


@task()
def make_help_sheet(key: str) -> None:
    """Make the PDF of a help sheet, unless it is there. It is of no firm, so no firm's log tells of it."""
    sheet = all_sheets().get(key)
    if sheet is None:  # a newer version took it away
        return
    try:
        make_sheet(sheet=sheet)
    except Exception:
        note_failure(sheet=sheet)
        raise
