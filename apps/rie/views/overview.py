"""The dossier at a glance: what is done, what is open, what comes next; and closing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.organisations.access import may, permission_required
from apps.organisations.permissions import CLOSE_DOSSIER, DELEGATE, SHARE_DOSSIER, VIEW_DOSSIER
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import ClosingRefusedError, DossierClosedError
from apps.rie.forms import CloseForm
from apps.rie.page import open_page
from apps.rie.queries import given_parts_of


@permission_required(VIEW_DOSSIER)
@require_safe
def overview(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Progress per subtheme, open points and the next step."""
    page = open_page(request, dossier_id)
    assessment = page.assessment
    themes = [
        (theme, [entry for entry in assessment.subthemes if entry.subtheme.theme_key == theme.key])
        for theme in page.content.themes
    ]
    given = given_parts_of(page.dossier, assessment, now=timezone.now()) if may(request, DELEGATE) else []
    off = [(page.content.factors[code], reason) for code, reason in assessment.off.items()]
    context = {
        "themes": [(theme, entries) for theme, entries in themes if entries],
        "off": off,
        "given_parts": given,
        "may_share": may(request, SHARE_DOSSIER),
        "may_close": page.dossier.is_open and may(request, CLOSE_DOSSIER),
    }
    return page.render("rie/overview.html", "overview", context)


@permission_required(CLOSE_DOSSIER)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Close the dossier, after a page that says what that means."""
    page = open_page(request, dossier_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_dossier(dossier=page.dossier)
        except DossierClosedError:
            messages.info(request, _("This RI&E was closed already."))
        except ClosingRefusedError as refused:
            form.add_error(None, str(refused.reason))
            return page.render("rie/close.html", "overview", {"form": form}, status=409)
        return redirect("rie:overview", organisation_id, dossier_id)
    return page.render("rie/close.html", "overview", {"form": form}, status=422 if form.errors else 200)
