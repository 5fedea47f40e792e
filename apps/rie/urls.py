"""URLs of the dossier. Everything under ``b/<organisation_id>/`` runs in that tenant's scope."""

from django.urls import include, path

from apps.rie.views import (
    delegation,
    dossiers,
    employees,
    evidence,
    firm,
    inventory,
    overview,
    profile,
    risks,
)

app_name = "rie"

dossier_patterns = [
    path("", overview.overview, name="overview"),
    path("bedrijf/", firm.firm, name="firm"),
    path("bedrijf/afdeling/nieuw/", firm.add_department, name="add_department"),
    path("bedrijf/afdeling/<uuid:department_id>/", firm.edit_department, name="edit_department"),
    path("bedrijf/afdeling/<uuid:department_id>/weg/", firm.remove_department, name="remove_department"),
    path("verkenning/", profile.profile, name="profile"),
    path("inventarisatie/", inventory.inventory, name="inventory"),
    path("inventarisatie/<slug:key>/", inventory.subtheme, name="subtheme"),
    path("inventarisatie/<slug:key>/uitzetten/", delegation.delegate, name="delegate"),
    path("inventarisatie/<slug:key>/klaar/", delegation.finish, name="finish_part"),
    path("uitgezet/<uuid:delegation_id>/terug/", delegation.take_back, name="take_back"),
    path("mijn-deel/", delegation.my_part, name="my_part"),
    path("antwoord/<slug:code>/", inventory.answer, name="answer"),
    path("medewerkers/", employees.employees, name="employees"),
    path("risicos/", risks.risks, name="risks"),
    path("risicos/<slug:code>/prioriteit/", risks.priority, name="priority"),
    path("bewijs/", evidence.evidence, name="evidence"),
    path("bewijs/<uuid:evidence_id>/", evidence.evidence_file, name="evidence_file"),
    path("bewijs/<uuid:evidence_id>/weg/", evidence.remove_file, name="remove_evidence"),
    path("sluiten/", overview.close, name="close"),
]

urlpatterns = [
    path("rie/", dossiers.dossiers, name="dossiers"),
    path("rie/nieuw/", firm.new_dossier, name="new_dossier"),
    path("rie/<uuid:dossier_id>/", include(dossier_patterns)),
]
