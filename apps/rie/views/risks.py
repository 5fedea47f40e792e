"""Step 5: the risks in order of priority, with the reason of each."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_DOSSIER, VIEW_DOSSIER
from apps.rie.charts import matrix_chart, profile_chart
from apps.rie.domain.answers import change_priority
from apps.rie.domain.errors import DossierClosedError
from apps.rie.evaluation import Priority
from apps.rie.forms import PriorityForm
from apps.rie.page import open_page
from apps.rie.pictures import matrix_of, profile_of
from apps.rie.queries import assessment_of, weighed_answers_of
from apps.rie.views.shared import closed_response


@permission_required(VIEW_DOSSIER)
@require_safe
def risks(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """All risks, or those of one theme (``?thema=…``)."""
    page = open_page(request, dossier_id)
    # With who changed a priority, and why.
    page.assessment = assessment = assessment_of(page.dossier, weighed_answers_of(page.dossier))
    theme = page.content.theme_by_key.get(request.GET.get("thema", ""))
    bars, matrix = profile_of(assessment), matrix_of(assessment)
    context = {
        "themes": page.content.themes,
        "chosen_theme": theme,
        "risks": assessment.risks_in(theme) if theme else assessment.risks,
        "high": assessment.count(Priority.HIGH),
        "medium": assessment.count(Priority.MEDIUM),
        "bars": bars,
        "profile_chart": profile_chart(bars, narrow=True),
        "matrix": matrix,
        "matrix_chart": matrix_chart(matrix),
        "plan_url": reverse("actions:plan", args=[organisation_id, dossier_id]),
    }
    return page.render("rie/risks.html", "risks", context)


@permission_required(CHANGE_DOSSIER)
@require_http_methods(["GET", "POST"])
def priority(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Give one risk another class, with a note; the calculated class stays visible."""
    page = open_page(request, dossier_id)
    risk = page.assessment.by_code.get(code)
    if risk is None or not risk.is_risk:
        raise Http404
    initial = {"chosen": risk.changed_priority.key} if risk.changed_priority else {}
    form = PriorityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["chosen"]
        try:
            change_priority(
                dossier=page.dossier,
                factor=risk.factor,
                computed=risk.evaluation.priority,
                chosen=Priority.from_key(chosen) if chosen else None,
                note=form.cleaned_data["note"],
                user=request.user,
            )
        except DossierClosedError:
            return closed_response(request, page)
        messages.success(request, _("The priority is saved. Both values stay visible."))
        return redirect("rie:risks", organisation_id, dossier_id)
    context = {"form": form, "risk": risk}
    return page.render("rie/priority.html", "risks", context, status=422 if form.errors else 200)
