"""Help sheets: the overview, and one sheet to read before it is printed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.actions.help_sheets import LANGUAGE, HelpSheet, all_sheets, sheets_by_group
from apps.actions.help_sheets.drawing import body_html
from apps.actions.help_sheets.words import GROUP_LABELS
from apps.organisations.access import permission_required
from apps.organisations.permissions import VIEW_ACTION, VIEW_DOSSIER
from apps.rie.page import open_page


@permission_required(VIEW_DOSSIER)
@require_safe
def help_sheets(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Every sheet there is, by what it is for."""
    page = open_page(request, dossier_id)
    groups = [(GROUP_LABELS[group], sheets) for group, sheets in sheets_by_group()]
    return page.render("actions/help_sheets.html", "plan", {"groups": groups, "sheet_language": LANGUAGE})


@permission_required(VIEW_ACTION)
@require_safe
def help_sheet(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, sheet: str) -> HttpResponse:
    """One sheet. Also for who only carries out an action: she is the one who prints it."""
    page = open_page(request, dossier_id)
    found = find_sheet(sheet)
    measures = [page.content.measures[code] for code in found.measures if code in page.content.measures]
    context = {"sheet": found, "body": body_html(found.key), "measures": measures}
    return page.render("actions/help_sheet.html", "plan", context)


def find_sheet(key: str) -> HelpSheet:
    """A sheet by its key.

    Raises:
        Http404: there is none.
    """
    found = all_sheets().get(key)
    if found is None:
        raise Http404
    return found
