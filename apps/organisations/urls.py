"""Addresses of a firm's people and settings, and the public ones around them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from apps.organisations.views import audit, data, inbox, invitations, members, support

app_name = "organisations"

# Under /b/<organisation_id>/: inside the firm, in that tenant's scope.
urlpatterns: list[URLPattern | URLResolver] = [
    path("logboek/", audit.audit, name="audit"),
    path("logboek/bestand/", audit.audit_export, name="audit_export"),
    path("hulp-meekijken/", support.support, name="support"),
    path("hulp-meekijken/<uuid:grant_id>/stop/", support.stop_support, name="withdraw_support"),
    path("gegevens/", data.data, name="data"),
    path("weg/", data.delete, name="delete"),
    path("mensen/", members.people, name="members"),
    path("mensen/overdragen/", members.give, name="hand_over"),
    path("mensen/vertrekken/", members.go, name="leave"),
    path("mensen/<uuid:membership_id>/", members.member, name="member"),
    path("mensen/<uuid:membership_id>/weg/", members.remove, name="remove_member"),
    path(
        "mensen/uitnodiging/<uuid:invitation_id>/opnieuw/", invitations.send_again, name="resend_invitation"
    ),
    path(
        "mensen/uitnodiging/<uuid:invitation_id>/intrekken/", invitations.take_back, name="revoke_invitation"
    ),
]

# At the root: nobody has to belong to a firm here. Messages are somebody's own, over all her firms.
public_urlpatterns: list[URLPattern | URLResolver] = [
    path("berichten/", inbox.inbox, name="inbox"),
    path("berichten/gelezen/", inbox.mark_all, name="inbox_read_all"),
    path("berichten/<uuid:notice_id>/openen/", inbox.open_notice, name="inbox_open"),
    path("uitnodiging/<str:token>/", invitations.invitation, name="invitation"),
    path("uitnodiging/<str:token>/account/", invitations.make_account, name="invitation_account"),
]

# Both in one namespace (Django finds only the first of two namespaces with the same name).
site_patterns = (
    [*public_urlpatterns, path("b/<uuid:organisation_id>/", include(urlpatterns))],
    app_name,
)
