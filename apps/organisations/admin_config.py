"""``django.contrib.admin`` with our own site (kept apart: read before there are models)."""

from django.contrib.admin.apps import AdminConfig


class PlatformAdminConfig(AdminConfig):
    default_site = "apps.organisations.admin_site.PlatformAdminSite"
