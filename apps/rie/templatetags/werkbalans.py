"""Small pieces of markup that must look and read the same everywhere."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.rie.addresses import address
from apps.rie.evaluation import Priority

register = template.Library()

# Shape besides colour, so that a class is recognised without seeing colour: triangle, diamond, disc.
_SHAPES = {
    "high": '<path d="M6 1 11.5 11H.5z"/>',
    "medium": '<path d="M6 .5 11.5 6 6 11.5.5 6z"/>',
    "low": '<circle cx="6" cy="6" r="5"/>',
}


@register.simple_tag
def link(name: str, *args: object) -> str:
    """``{% url %}`` that remembers addresses; for every page and long list of a dossier."""
    return address(name, *args)


@register.simple_tag
def priority_badge(priority: Priority | None) -> SafeString:
    """Word, shape and colour of a class; "not known yet" for None."""
    return _badge(priority, get_language())


@lru_cache(maxsize=32)
def _badge(priority: Priority | None, language: str | None) -> SafeString:
    if priority is None:
        return format_html('<span class="priority priority-none">{}</span>', _("Not known yet"))
    shape = mark_safe(  # noqa: S308 (a constant of this module)
        f'<svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">{_SHAPES[priority.key]}</svg>'
    )
    return format_html(
        '<span class="priority priority-{}">{}{}</span>', priority.key, shape, capfirst(priority.label)
    )
