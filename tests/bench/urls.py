"""The map of the site with an empty page beside it: same middleware, login and tenant, nothing on it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def empty(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """The frame that every page has, around nothing."""
    return render(request, "base.html")


urlpatterns = [
    path("", include("config.urls")),
    path("b/<uuid:organisation_id>/leeg/", empty, name="empty"),
]
