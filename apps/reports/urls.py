"""URLs of the report."""

from django.urls import path

from apps.reports import views

app_name = "reports"

urlpatterns = [
    path("rie/<uuid:dossier_id>/rapport/", views.reports, name="reports"),
    path("rie/<uuid:dossier_id>/rapport/maak/<slug:kind>/", views.ask, name="ask"),
    path("rie/<uuid:dossier_id>/rapport/<uuid:report_id>/", views.report, name="report"),
    path("rie/<uuid:dossier_id>/rapport/<uuid:report_id>/opnieuw/", views.again, name="again"),
    path("rie/<uuid:dossier_id>/rapport/<uuid:report_id>/pdf/", views.download, name="download"),
]
