"""Addresses of sharing (inside a firm) and of the adviser's own page (outside any firm)."""

from django.urls import include, path

from apps.review import views

app_name = "review"

dossier_patterns = [
    path("delen/", views.share, name="share"),
    path("delen/<uuid:share_id>/stop/", views.withdraw, name="withdraw"),
]

urlpatterns = [
    path("adviseur/", views.queue, name="queue"),
    path("b/<uuid:organisation_id>/rie/<uuid:dossier_id>/", include(dossier_patterns)),
]
