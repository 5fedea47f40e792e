"""URLs of the report."""

from django.urls import include, path

from apps.reports.views import (
    inspection,
    plan_import,
    report,
    sealed,
    sheet,
    spreadsheets,
    verify,
    version,
    word,
)

app_name = "reports"

firm_patterns = [
    path("rie/<uuid:dossier_id>/rapport/", report.reports, name="reports"),
    path("rie/<uuid:dossier_id>/rapport/maak/<slug:kind>/", report.ask, name="ask"),
    path("rie/<uuid:dossier_id>/rapport/word/", word.word, name="word"),
    path("rie/<uuid:dossier_id>/rapport/sjabloon/", word.template, name="template"),
    path("rie/<uuid:dossier_id>/rapport/sjabloon/word/", word.present_template, name="present_template"),
    path("rie/<uuid:dossier_id>/rapport/sjabloon/weg/", word.forget_template, name="forget_template"),
    path("rie/<uuid:dossier_id>/rapport/<uuid:report_id>/", report.report, name="report"),
    path("rie/<uuid:dossier_id>/rapport/<uuid:report_id>/opnieuw/", report.again, name="again"),
    path("rie/<uuid:dossier_id>/rapport/<uuid:report_id>/pdf/", report.download, name="download"),
    path("rie/<uuid:dossier_id>/plan/uitvoer/", spreadsheets.export, name="export"),
    path("rie/<uuid:dossier_id>/plan/uitvoer/plan.xlsx", spreadsheets.export_xlsx, name="export_xlsx"),
    path("rie/<uuid:dossier_id>/plan/uitvoer/plan.csv", spreadsheets.export_csv, name="export_csv"),
    path("rie/<uuid:dossier_id>/plan/uitvoer/pdf/", spreadsheets.export_pdf, name="export_pdf"),
    path("rie/<uuid:dossier_id>/plan/invoer/", plan_import.import_plan, name="import_plan"),
    path("rie/<uuid:dossier_id>/plan/invoer/<uuid:import_id>/", plan_import.preview, name="import_preview"),
    path("rie/<uuid:dossier_id>/plan/invoer/<uuid:import_id>/klaar/", plan_import.done, name="import_done"),
    path("rie/<uuid:dossier_id>/plan/hulpbladen/<slug:sheet>/pdf/", sheet.pdf, name="help_sheet_pdf"),
    path("rie/<uuid:dossier_id>/toets/<uuid:submission_id>/toetsverslag/", sealed.sealed, name="sealed"),
    path(
        "rie/<uuid:dossier_id>/toets/<uuid:submission_id>/rapport/",
        version.version_report,
        name="version_report",
    ),
    path("rie/<uuid:dossier_id>/toets/inspectie/", inspection.inspection, name="inspection"),
]

urlpatterns = [
    path("controle/", verify.verify, name="verify"),
    path("b/<uuid:organisation_id>/", include(firm_patterns)),
]
