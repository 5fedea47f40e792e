"""The inspection file: what goes in, what is missing, and the file itself."""

from __future__ import annotations

import tempfile
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.organisations.access import permission_required
from apps.organisations.permissions import INSPECTION_FILE
from apps.reports.domain.reports import request_report
from apps.reports.inspection.building import ReportLostError, write_inspection_file
from apps.reports.inspection.gathering import gather
from apps.reports.models import ReportKind, ReportState, StoredReport
from apps.review.consents import works_with_council
from apps.rie.page import DossierPage, open_page
from config.headers import NOT_KEPT

IN_MEMORY = 5_000_000  # bytes; a larger file waits on disk


class InspectionForm(forms.Form):
    """``files``: also the files of the evidence, not only the list of them."""

    files = forms.BooleanField(label=gettext_lazy("Also put in the files of the evidence"), required=False)


@permission_required(INSPECTION_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponseBase:
    """What goes in; sending the form gives the file, or first has the report of this moment made."""
    page = open_page(request, dossier_id)
    if request.method != "POST":
        return _page(page)
    form = InspectionForm(request.POST)
    with_files = form.is_valid() and form.cleaned_data["files"]
    stored = request_report(dossier=page.dossier, kind=ReportKind.FULL, user=request.user)
    if stored.state == ReportState.READY:
        try:
            return _download(page, stored, with_files=with_files)
        except ReportLostError:
            messages.error(
                request, _("The file of the report is gone. Ask once more, then we make it again.")
            )
            return redirect("reports:inspection", organisation_id, dossier_id)
    messages.info(
        request,
        _("The RI&E changed since the last report. A new report is being made; ask again in a moment."),
    )
    return redirect("reports:inspection", organisation_id, dossier_id)


def _page(page: DossierPage) -> HttpResponse:
    gathered = gather(page.dossier)
    context = {
        "gathered": gathered,
        "form": InspectionForm(),
        "megabytes": -(-gathered.evidence_bytes // 1_000_000),
        "has_council": works_with_council(page.request.organisation),
    }
    return page.render("reports/inspection.html", "report", context)


def _download(page: DossierPage, stored: StoredReport, *, with_files: bool) -> FileResponse:
    """The ZIP. It is gone from here when it has been sent.

    Raises:
        ReportLostError: the file of the report is gone.
    """
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    try:
        write_inspection_file(target, gathered=gather(page.dossier), report=stored, with_files=with_files)
        target.seek(0)
    except BaseException:  # also when the server is told to stop
        target.close()
        raise
    name = f"{slugify(page.request.organisation.name) or 'rie'}-{page.dossier.year}-inspectie.zip"
    return FileResponse(
        target,
        as_attachment=True,
        filename=name,
        content_type="application/zip",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": NOT_KEPT},
    )
