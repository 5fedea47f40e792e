"""URLs of the dossier. Everything under ``b/<organisation_id>/`` runs in that tenant's scope."""

from django.urls import include, path

from apps.rie.views import employees, firm, inventory, overview, profile, risks

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
    path("antwoord/<slug:code>/", inventory.answer, name="answer"),
    path("medewerkers/", employees.employees, name="employees"),
    path("risicos/", risks.risks, name="risks"),
    path("risicos/<slug:code>/prioriteit/", risks.priority, name="priority"),
    path("sluiten/", overview.close, name="close"),
]

urlpatterns = [
    path("rie/nieuw/", firm.new_dossier, name="new_dossier"),
    path("rie/<uuid:dossier_id>/", include(dossier_patterns)),
]
