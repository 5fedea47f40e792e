"""What platform administrators see and may change.

Nothing of what a firm fills in: no dossier, answer, plan, report, file or log. And nothing that would let
an administrator in somewhere without the firm knowing: no membership, address or password can be given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.organisations.admin_site import PlatformAdmin, PlatformForm
from apps.organisations.domain.deletion import delete_organisation
from apps.organisations.domain.post import confirm, release
from apps.organisations.models import (
    Invitation,
    Letter,
    Membership,
    Organisation,
    Practice,
    PracticeMembership,
    ScheduledRun,
    SectorManager,
    SupportGrant,
    User,
)


@admin.register(User)
class UserAdmin(PlatformAdmin):
    """Accounts can be blocked. They are made and deleted by the people themselves.

    The address cannot be changed here: whoever holds the mailbox can log in.
    """

    list_display = ["email", "name", "is_active", "is_staff", "is_guest", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_guest"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", "is_active", "is_staff", "is_guest", "date_joined", "last_login"]
    readonly_fields = ["email", "name", "is_guest", "date_joined", "last_login"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Everybody but oneself, so that the last administrator does not lock herself out."""
        return self.has_view_permission(request) and (obj is None or obj.pk != request.user.pk)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Another administrator is appointed, or blocked, by a superuser only."""
        if request.user.is_superuser:
            return self.readonly_fields
        closed = ["is_staff", "is_active"] if obj is not None and obj.is_staff else ["is_staff"]
        return [*self.readonly_fields, *closed]


@admin.register(Organisation)
class OrganisationAdmin(PlatformAdmin):
    """Firms can be deleted, with the verb that takes everything along. The firm itself changes the rest."""

    list_display = ["name", "kvk_number", "sector", "headcount", "created_at", "trial_ends_at"]
    list_filter = ["sector"]
    search_fields = ["name", "kvk_number"]
    fields = ["name", "kvk_number", "sector", "headcount", "created_at", "trial_ends_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        return self.has_view_permission(request)

    def get_deleted_objects(
        self, objs: Iterable[Organisation], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """The firm by name, and that all goes. Django would list every row, and so show what is in them."""
        lines = [
            _("%(name)s, with all its members, RI&Es, plans, reports, files and log") % {"name": firm}
            for firm in objs
        ]
        return [str(line) for line in lines], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Organisation) -> None:
        delete_organisation(organisation=obj)


@admin.register(Membership)
class MembershipAdmin(PlatformAdmin):
    """Who belongs to which firm. Only the firm itself lets people in."""

    list_display = ["organisation", "user", "role", "joined_at"]
    list_filter = ["role"]
    list_select_related = ["organisation", "user"]
    search_fields = ["organisation__name", "user__email", "user__name"]
    fields = ["organisation", "user", "role", "joined_at"]


@admin.register(Invitation)
class InvitationAdmin(PlatformAdmin):
    """Letters that were sent. Of the secret in them nothing is shown, not even the hash."""

    list_display = ["email", "organisation", "role", "invited_at", "expires_at", "accepted_at", "revoked_at"]
    list_select_related = ["organisation"]
    search_fields = ["email", "organisation__name"]
    fields = ["email", "organisation", "role", "invited_by", "invited_at", "expires_at", "accepted_at"]


@admin.register(Practice)
class PracticeAdmin(PlatformAdmin):
    """Adviser practices: registered, renamed and closed here."""

    list_display = ["name", "created_at", "closed_at"]
    search_fields = ["name"]
    fields = ["name", "created_at", "closed_at"]
    readonly_fields = ["created_at"]

    def has_add_permission(self, request: HttpRequest, obj: Practice | None = None) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Practice | None = None) -> bool:
        return self.has_view_permission(request)


class NoAdministratorForm(PlatformForm):
    """Gives somebody work outside the firms; not to who runs the platform."""

    def clean_user(self) -> User:
        user = self.cleaned_data["user"]
        if user.is_staff or user.is_guest:
            raise forms.ValidationError(
                _(
                    "A platform administrator cannot be an adviser as well: she would see what a firm never"
                    " opened to her. Use another account."
                )
                if user.is_staff
                else _("This person tries without an account."),
                code="not_this_account",
            )
        return user


class AppointmentAdmin(PlatformAdmin):
    """Made and taken away, never changed: so the history of this site tells who gave what to whom."""

    form = NoAdministratorForm
    autocomplete_fields = ["user"]
    list_select_related = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)


@admin.register(PracticeMembership)
class PracticeMembershipAdmin(AppointmentAdmin):
    list_display = ["user", "practice"]
    search_fields = ["user__email", "user__name", "practice__name"]
    fields = ["practice", "user"]
    autocomplete_fields = ["practice", "user"]


@admin.register(SectorManager)
class SectorManagerAdmin(AppointmentAdmin):
    list_display = ["user", "sector"]
    list_filter = ["sector"]
    search_fields = ["user__email", "user__name"]
    fields = ["user", "sector"]


@admin.register(SupportGrant)
class SupportGrantAdmin(PlatformAdmin):
    """Firms that let us look along: what for, and until when."""

    list_display = ["organisation", "reason", "granted_at", "ends_at", "withdrawn_at", "dossiers"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name"]
    fields = ["organisation", "reason", "granted_by", "granted_at", "ends_at", "withdrawn_at", "dossiers"]
    readonly_fields = ["dossiers"]

    @admin.display(description=_("look along"))
    def dossiers(self, grant: SupportGrant) -> SafeString:
        """The way in; it answers 404 once the grant has ended."""
        address = reverse("rie:dossiers", args=[grant.organisation_id])
        return format_html('<a href="{}">{}</a>', address, _("RI&Es of this firm"))


@admin.register(ScheduledRun)
class ScheduledRunAdmin(PlatformAdmin):
    """What the daily jobs did: counts, never names."""

    list_display = ["job", "due_on", "started_at", "finished_at"]
    list_filter = ["job"]
    fields = ["job", "due_on", "started_at", "finished_at", "outcome"]


@admin.register(Letter)
class LetterAdmin(PlatformAdmin):
    """The post: how many, of which kind and since when; never to whom, about which firm or what they say."""

    list_display = ["id", "kind", "state", "tries", "created_at", "try_at", "claimed_at", "sent_at"]
    list_filter = ["state", "kind"]
    fields = ["id", "kind", "state", "tries", "created_at", "try_at", "claimed_at", "sent_at"]
    actions = ["send_again", "it_did_leave"]

    @admin.action(
        description=_("Send “perhaps sent” and “given up” (again); it may arrive twice"), permissions=["view"]
    )
    def send_again(self, request: HttpRequest, queryset: QuerySet[Letter]) -> None:
        self._settle(request, queryset, release, "released")

    @admin.action(description=_("“Perhaps sent” did leave: do not send it again"), permissions=["view"])
    def it_did_leave(self, request: HttpRequest, queryset: QuerySet[Letter]) -> None:
        self._settle(request, queryset, confirm, "confirmed")

    def _settle(
        self, request: HttpRequest, chosen: QuerySet[Letter], verb: Callable[..., bool], said: str
    ) -> None:
        """Carry out the verb on what was chosen, and say how many it changed."""
        now = timezone.now()
        changed = [each for each in chosen if verb(letter_id=each.pk, now=now)]
        for each in changed:
            self.log_change(request, each, said)
        left = len(chosen) - len(changed)
        if changed:
            number = len(changed)
            done = ngettext("%(number)s letter changed.", "%(number)s letters changed.", number)
            self.message_user(request, done % {"number": number})
        if left:
            text = ngettext(
                "%(number)s letter stays as it is: this cannot be done with it.",
                "%(number)s letters stay as they are: this cannot be done with them.",
                left,
            )
            self.message_user(request, text % {"number": left}, messages.WARNING)
