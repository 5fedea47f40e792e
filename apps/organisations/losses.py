"""What goes when a firm is deleted, in words, with how many of each."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.utils.translation import ngettext

from apps.organisations.models import Organisation

# The things people know. Rooms that lie below this one are named, not imported.
KINDS: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("organisations.Membership", lambda n: ngettext("%(number)s member", "%(number)s members", n)),
    ("rie.Dossier", lambda n: ngettext("%(number)s RI&E", "%(number)s RI&E's", n)),
    ("rie.Answer", lambda n: ngettext("%(number)s answer", "%(number)s answers", n)),
    ("actions.Action", lambda n: ngettext("%(number)s action of a plan", "%(number)s actions of plans", n)),
    ("reports.StoredReport", lambda n: ngettext("%(number)s report", "%(number)s reports", n)),
    ("rie.Evidence", lambda n: ngettext("%(number)s file with proof", "%(number)s files with proof", n)),
    (
        "organisations.AuditEvent",
        lambda n: ngettext(
            "%(number)s line about who did or looked at what",
            "%(number)s lines about who did or looked at what",
            n,
        ),
    ),
)


def what_is_lost(organisation: Organisation) -> list[str]:
    """A phrase for each kind of thing of which there is something. One query a kind."""
    found = []
    for label, in_words in KINDS:
        rows = apps.get_model(label)._base_manager.filter(organisation=organisation)
        if number := rows.count():
            found.append(in_words(number) % {"number": number})
    return found
