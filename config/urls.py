"""The map of the site. Everything of one firm stands under /b/<organisation>/."""

from django.contrib import admin
from django.urls import include, path

from apps.actions.views import calendar, one_click
from apps.organisations.urls import site_patterns as organisations
from apps.organisations.views import data, letters, mailbox, privacy, trial
from apps.rie.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("hulp/", home.help_page, name="help"),
    path("bedrijf/nieuw/", home.new_firm, name="new_firm"),
    path("proberen/", trial.try_without_account, name="try_without_account"),
    path("proberen/stoppen/", trial.stop_trial, name="stop_trial"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/register/", privacy.processing_register, name="processing_register"),
    path("account/mijn-gegevens/", data.my_data, name="my_data"),
    path("account/weg/", data.delete_my_account, name="delete_account"),
    path("account/brieven/", letters.my_letters, name="my_letters"),
    path("account/", include("apps.organisations.accounts.urls")),
    path("post/stop/<str:token>/", letters.stop_letters, name="stop_letters"),
    path("post/", mailbox.mailbox, name="post"),
    path("post/<str:name>/", mailbox.letter, name="post_letter"),
    path("post/<str:name>/html/", mailbox.letter_html, name="post_letter_html"),
    path("actie/<str:token>/", one_click.one_click, name="one_click"),
    path("agenda/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path("beheer/", admin.site.urls),
    path("", include(organisations)),
    path("", include("apps.insights.urls")),
    path("", include("apps.review.urls")),
    path("b/<uuid:organisation_id>/", include("apps.rie.urls")),
    path("b/<uuid:organisation_id>/", include("apps.actions.urls")),
    path("", include("apps.reports.urls")),
]
