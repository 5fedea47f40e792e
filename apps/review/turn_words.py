"""Turns in a round in words, for the log that everybody of the firm may read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.review.domain.turns import Verb
from apps.review.models import SubmissionEvent

TURNS = {
    Verb.SUBMIT: _("Version submitted"),
    Verb.ACCEPT_INVITATION: _("The adviser who was invited came in"),
    Verb.ASSIGN: _("The practice assigned an adviser"),
    Verb.RELEASE: _("The adviser handed the work back to the practice"),
    Verb.AGREE: _("The practice said by when it answers"),
    Verb.RETURN: _("Sent back with findings"),
    Verb.ANSWER: _("Finding answered"),
    Verb.SUPERSEDE: _("Replaced by a newer version"),
    Verb.CONCLUDE: _("Reviewed, with advice"),
    Verb.WITHDRAW: _("Taken back by the firm"),
    Verb.CLOSE_PRACTICE: _("Ended, because the practice stopped"),
}


def turn_in_words(event: SubmissionEvent) -> str:
    """What happened. A verb of which the words are gone is shown as it is."""
    return str(TURNS.get(event.verb, event.verb))
