"""The messages of who is logged in, for the header of every page."""

from __future__ import annotations

from django import template
from django.template import Context

from apps.organisations.notices import unread_number

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_messages(context: Context) -> int:
    """How many messages wait for who is logged in. No query; see ``notices.unread_of``."""
    return unread_number(context["request"].user)
