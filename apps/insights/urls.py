"""Addresses of insight: counts over many firms, which stand outside any firm, and the costs of one."""

from django.urls import path

from apps.insights.views import costs, sector

app_name = "insights"

urlpatterns = [
    path("branche/", sector.sector, name="sector"),
    path("b/<uuid:organisation_id>/rie/<uuid:dossier_id>/plan/kosten/", costs.costs, name="costs"),
]
