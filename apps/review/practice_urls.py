"""Addresses about practices and their advisers: outside any firm, and about one round of a firm."""

from django.urls import path

from apps.review import views_assign, views_invited, views_practice

site_patterns = [
    path("adviseur/uitnodiging/<str:token>/", views_invited.accept_adviser, name="accept_adviser"),
    path("adviseur/uitnodiging/<str:token>/account/", views_invited.adviser_account, name="adviser_account"),
    path("adviseur/collega/<str:token>/", views_invited.accept_colleague, name="accept_colleague"),
    path("adviseur/collega/<str:token>/account/", views_invited.colleague_account, name="colleague_account"),
    path("adviseur/praktijk/<uuid:practice_id>/", views_practice.practice, name="practice"),
    path("adviseur/praktijk/<uuid:practice_id>/weggaan/", views_practice.leave, name="leave_practice"),
    path("adviseur/praktijk/<uuid:practice_id>/sluiten/", views_practice.close, name="close_practice"),
    path(
        "adviseur/praktijk/<uuid:practice_id>/collega/<uuid:colleague_id>/opnieuw/",
        views_practice.resend_colleague,
        name="resend_colleague",
    ),
    path(
        "adviseur/praktijk/<uuid:practice_id>/collega/<uuid:colleague_id>/intrekken/",
        views_practice.revoke_colleague,
        name="revoke_colleague",
    ),
]
round_patterns = [
    path("toets/<uuid:submission_id>/toewijzen/", views_assign.assign, name="assign"),
    path("toets/<uuid:submission_id>/uitnodiging/", views_assign.resend_invitation, name="resend_invitation"),
]
