"""What the templates of a help sheet need beyond Django's own."""

from __future__ import annotations

import textwrap

from django import template

register = template.Library()


@register.filter
def wrapped(text: str, width: int) -> list[str]:
    """Text in lines of at most ``width`` characters: a picture does not break lines by itself."""
    return textwrap.wrap(text, width, break_long_words=False)


@register.filter
def times(count: int) -> range:
    """To repeat something ``count`` times."""
    return range(count)
