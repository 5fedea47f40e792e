"""Everything about one's own account stands under /account/."""

from __future__ import annotations

from django.urls import include, path

from apps.organisations.accounts import single_sign_on, views

urlpatterns = [
    path("", views.overview, name="account"),
    path("sessions/", views.sessions, name="account_sessions"),
    path("sessions/<int:session_id>/end/", views.end_one, name="account_end_session"),
    path("sessions/end-others/", views.end_others, name="account_end_other_sessions"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sso/", include("allauth.socialaccount.urls")),
    path("oidc/<slug:provider_id>/login/", single_sign_on.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", single_sign_on.callback, name="openid_connect_callback"),
]
