"""Addresses of sharing (inside a firm) and of the adviser's own page (outside any firm)."""

from django.urls import include, path

from apps.review import views, views_consent, views_queue, views_version
from apps.review.practice_urls import round_patterns, site_patterns
from apps.review.reading_urls import reading_patterns
from apps.review.urls_findings import finding_patterns, text_block_patterns
from apps.review.urls_judging import patterns as judging_patterns
from apps.review.views_submit import submit_patterns

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
    *finding_patterns,
    *submit_patterns,
    *reading_patterns,
    *judging_patterns,
    path("toets/<uuid:submission_id>/versie.json", views_version.version_json, name="version_json"),
]

urlpatterns = [
    *text_block_patterns,
    path("adviseur/", views_queue.queue, name="queue"),
    path("adviseur/meelezen/", views.reading_along, name="reading_along"),
    *site_patterns,
    path("b/<uuid:organisation_id>/rie/<uuid:dossier_id>/", include([*dossier_patterns, *round_patterns])),
]
