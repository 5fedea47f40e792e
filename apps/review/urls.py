"""Addresses of sharing (inside a firm) and of the adviser's own page (outside any firm)."""

from django.urls import include, path

from apps.review import views, views_consent

app_name = "review"

dossier_patterns = [
    path("delen/", views.share, name="share"),
    path("delen/<uuid:share_id>/stop/", views.withdraw, name="withdraw"),
    path("instemming/", views_consent.consent, name="consent"),
    path("instemming/vragen/", views_consent.ask, name="ask_consent"),
    path("instemming/besluit/", views_consent.decide, name="decide"),
    path("instemming/opmerking/", views_consent.comment, name="council_comment"),
    path(
        "instemming/opmerking/<uuid:remark_id>/terugnemen/",
        views_consent.drop_comment,
        name="drop_council_comment",
    ),
]

urlpatterns = [
    path("adviseur/", views.queue, name="queue"),
    path("b/<uuid:organisation_id>/rie/<uuid:dossier_id>/", include(dossier_patterns)),
]
