"""What a row of the register of processing is made of, and the grounds and measures that rows share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.organisations.domain.retention import in_words

Text = str | Promise


@dataclass(frozen=True)
class Term:
    """How long: ``sentence`` with ``%(term)s`` in it, and the name of the setting it is read from."""

    sentence: Text
    setting: str = ""

    def __str__(self) -> str:
        return (
            str(self.sentence) % {"term": in_words(term_of(self.setting))}
            if self.setting
            else str(self.sentence)
        )


@dataclass(frozen=True)
class Processing:
    """One row. ``models``: labels of its tables. ``for_firm``: we only act for the firm (art. 28)."""

    key: str
    title: Text
    purpose: Text
    people: Text
    data: Text
    basis: Text
    terms: tuple[Term, ...]
    recipients: Text
    measures: Text
    models: tuple[str, ...]
    for_firm: bool = False


def term_of(setting: str) -> timedelta:
    """The term behind a name: of ``settings.RETENTION``, or one that stands elsewhere in the settings."""
    elsewhere = {
        "trial": timedelta(days=settings.TRIAL_DAYS),
        "session": timedelta(seconds=settings.SESSION_COOKIE_AGE),
        "backups": timedelta(days=settings.BACKUP_DAYS),
    }
    return elsewhere[setting] if setting in elsewhere else settings.RETENTION[setting]


CONTRACT = _("Agreement with you (AVG art. 6(1)(b)).")
SAFETY = _("Our legitimate interest in a safe service (AVG art. 6(1)(f)).")
FIRM_DUTY = _(
    "Legal duty of the employer: the RI&E and the plan of action (Arbowet art. 5; AVG art. 6(1)(c))."
)
NOBODY_ELSE = _("Nobody outside the firm, except our hosting provider.")
ONLY_HOSTING = _("Nobody, except our hosting provider.")
WALLS = _("Each firm is kept apart; role decides what somebody sees; encrypted connection.")
WITH_THE_FIRM = Term(_("Until the firm is deleted."))
WITH_ACCOUNT = Term(_("Until you delete your account."))
