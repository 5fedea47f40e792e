"""Addresses of the adviser's reading page, below a dossier."""

from django.urls import path

from apps.review import views_round

reading_patterns = [
    path("toets/<uuid:submission_id>/lezen/", views_round.read_round, name="round"),
    path("toets/<uuid:submission_id>/lezen/beginnen/", views_round.start, name="start"),
    path("toets/<uuid:submission_id>/lezen/akkoord/", views_round.accept, name="accept_risk"),
]
