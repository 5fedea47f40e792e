"""URLs of the plan of action."""

from django.urls import path

from apps.actions.views import action, plan

app_name = "actions"

urlpatterns = [
    path("rie/<uuid:dossier_id>/plan/", plan.plan, name="plan"),
    path("rie/<uuid:dossier_id>/plan/voorstel/", plan.proposal, name="proposal"),
    path(
        "rie/<uuid:dossier_id>/plan/voorstel/<slug:code>/terug/", plan.restore_measure, name="restore_measure"
    ),
    path("rie/<uuid:dossier_id>/plan/risico/<slug:code>/", plan.risk, name="risk"),
    path("rie/<uuid:dossier_id>/plan/risico/<slug:code>/kies/", plan.choose_measure, name="choose_measure"),
    path("rie/<uuid:dossier_id>/plan/risico/<slug:code>/geen/", plan.settle, name="settle"),
    path("rie/<uuid:dossier_id>/plan/actie/nieuw/", action.add, name="add"),
    path("rie/<uuid:dossier_id>/plan/actie/<uuid:action_id>/", action.edit, name="edit"),
    path("rie/<uuid:dossier_id>/plan/actie/<uuid:action_id>/weg/", action.remove, name="remove"),
]
