"""The PDF of a help sheet: served from store; made by the worker when it is not there yet."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.actions.help_sheets import HelpSheet, all_sheets
from apps.organisations.access import permission_required
from apps.organisations.permissions import VIEW_ACTION
from apps.reports.domain.sheet_files import stored_pdf
from apps.reports.domain.sheets import SheetState, ask_for_sheet, state_of
from apps.rie.page import open_page


@permission_required(VIEW_ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, sheet: str) -> HttpResponse:
    """The file, or a page that says how far it is. Sending the form on that page asks for it to be made."""
    page = open_page(request, dossier_id)
    found = all_sheets().get(sheet)
    if found is None:
        raise Http404
    if request.method == "POST":
        ask_for_sheet(sheet=found)
        return redirect(request.path)
    state = state_of(found)
    context = {"sheet": found, "state": state}
    if request.htmx:
        # The page that waits asks for itself; a file would end up in the middle of it.
        context |= {"organisation": request.organisation, "dossier": page.dossier}
        return render(request, "reports/_help_sheet_progress.html", context)
    content = stored_pdf(found) if state == SheetState.READY else None
    if content is None:
        return page.render("reports/help_sheet.html", "plan", context)
    return _file(found, content)


def _file(sheet: HelpSheet, content: bytes) -> HttpResponse:
    """Nothing in it is about anybody; the address is still behind a login, so only her browser keeps it."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{sheet.key}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
