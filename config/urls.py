"""The map of the site. Everything of one firm stands under /b/<organisation>/."""

from django.urls import include, path

from apps.rie.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("hulp/", home.help_page, name="help"),
    path("bedrijf/nieuw/", home.new_firm, name="new_firm"),
    path("account/", include("allauth.account.urls")),
    path("b/<uuid:organisation_id>/", include("apps.rie.urls")),
    path("b/<uuid:organisation_id>/", include("apps.actions.urls")),
    path("b/<uuid:organisation_id>/", include("apps.reports.urls")),
]
