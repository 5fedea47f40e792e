"""Step 6: the plan of action."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.actions.checks import Finding, Hit, findings_in
from apps.actions.queries import Plan, plan_of
from apps.actions.refusals import reasons_told, refusals_of
from apps.actions.views.filtered import tabs_of
from apps.actions.words import STEP_LABELS
from apps.organisations.access import may, permission_required
from apps.organisations.permissions import CHANGE_PLAN, FOLLOW_CALENDAR, VIEW_DOSSIER
from apps.rie.page import DossierPage, open_page

MANY, MOST_URGENT = 30, 20  # of a longer plan this page shows the most urgent; the table has all


@permission_required(VIEW_DOSSIER)
@require_safe
def plan(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The plan of action, what it leaves open and what to watch out for."""
    page = open_page(request, dossier_id)
    current, today = plan_of(page.dossier, page.assessment), timezone.localdate()
    refusals = refusals_of(page.content, current.refusals, in_plan=current.in_plan)
    context = {
        "plan": current,
        "urgent": current.lines[:MOST_URGENT] if len(current.lines) > MANY else current.lines,
        "tabs": tabs_of(request, page.dossier, "plan"),
        "may_plan": may_plan(page),
        "refusals": refusals,
        "reasons_told": reasons_told(refusals),
        "today": today,
        "findings": drawn_findings(page, current, today),
        "may_follow": may(request, FOLLOW_CALENDAR),
        "step_labels": STEP_LABELS,
    }
    return page.render("actions/plan.html", "plan", context)


def drawn_findings(
    page: DossierPage, current: Plan, today: date
) -> list[tuple[Finding, list[tuple[Hit, str]]]]:
    """What stands out, each thing with the page where it can be mended."""
    return [
        (finding, [(hit, hit.link(page.dossier)) for hit in finding.hits])
        for finding in findings_in(current, today=today)
    ]


def may_plan(page: DossierPage) -> bool:
    """Whether this person may change the plan now."""
    return page.dossier.is_open and may(page.request, CHANGE_PLAN)
