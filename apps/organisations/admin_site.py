"""The pages of the platform administrators (/beheer/): about accounts, firms and practices, never content."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Field, Model, QuerySet
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled


class PlatformForm(forms.ModelForm):
    """Drawn with Django's own controls: the scripts and styles of the admin look for these."""

    default_renderer = DjangoTemplates


class PlatformAdmin(admin.ModelAdmin):
    """Lets platform administrators read. What more they may do stands in the class of the noun.

    Being a platform administrator is one thing (``is_staff``); there are no rights per table to hand out.
    """

    form = PlatformForm
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Rows of all firms: an administrator stands outside them. This table only."""
        with scopes_disabled():
            return super().get_queryset(request)

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **options: Any
    ) -> forms.Field | None:
        """Without the pop-ups to add or change the other row, which would leave our renderer aside."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        return _log(request, obj, ADDITION, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        return _log(request, obj, CHANGE, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Model]) -> list[LogEntry]:
        return [_log(request, obj, DELETION, "") for obj in queryset]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def _log(request: HttpRequest, obj: Model, flag: int, message: Any) -> LogEntry:
    """Django would keep the name of what it was about, also of a firm or person that is deleted."""
    return LogEntry.objects.create(
        user_id=request.user.pk,
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        object_repr=f"{obj._meta.verbose_name} {obj.pk}",
        action_flag=flag,
        change_message=json.dumps(message) if isinstance(message, list) else message,
    )


class PlatformAdminSite(admin.AdminSite):
    site_header = site_title = _("Werkbalans: administration")
    index_title = _("Accounts, firms and practices")
    site_url = "/"

    def register(
        self, model_or_iterable: Any, admin_class: type[admin.ModelAdmin] | None = None, **options: Any
    ) -> None:
        """Only what Werkbalans made itself for this place.

        Packages would add tables with secrets in them (second steps, single sign-on, letters in the queue)
        and with ways around the walls between firms.
        """
        if admin_class is not None and issubclass(admin_class, PlatformAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one login page, with the second step and the limits on guessing.

        Raises:
            PermissionDenied: somebody who is logged in already, and no platform administrator.
        """
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
            wanted = reverse("admin:index")
        return redirect_to_login(wanted)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")
