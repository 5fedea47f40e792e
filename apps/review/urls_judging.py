"""Addresses of the pages on which an adviser answers, within a dossier."""

from django.urls import path

from apps.review import views_judging

ROUND = "toets/<uuid:submission_id>/"
patterns = [
    path(f"{ROUND}checklist/", views_judging.checklist, name="checklist"),
    path(f"{ROUND}bezoek/", views_judging.visit, name="visit"),
    path(f"{ROUND}bezoek/<uuid:visit_id>/weg/", views_judging.remove_visit, name="drop_visit"),
    path(f"{ROUND}afspraak/", views_judging.agree, name="agree"),
    path(f"{ROUND}terug/", views_judging.give_back, name="return"),
    path(f"{ROUND}afronden/", views_judging.conclude, name="conclude"),
]
