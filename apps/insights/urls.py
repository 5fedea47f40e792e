"""Addresses of counts over many firms. They stand outside any firm."""

from django.urls import path

from apps.insights import views

app_name = "insights"

urlpatterns = [
    path("branche/", views.sector, name="sector"),
]
