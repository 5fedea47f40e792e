"""The table in which all processes count attempts together."""

from __future__ import annotations

from django.core.management import call_command


def make_cache_table(*, using: str, **_signal: object) -> None:
    """Make the table of the cache after ``migrate``, when it is not there yet; else change nothing."""
    call_command("createcachetable", database=using, verbosity=0)
