"""Why a verb of this room refuses. Each says it in words for the person who asked."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SharingRefusedError(Exception):
    """The dossier is not opened to this practice. ``reason`` is a sentence with a way out."""

    reason: str | Promise


class ConflictOfInterestError(SharingRefusedError):
    """A member of the practice also works in the firm: she would judge her own work."""

    reason = _(
        "Someone of this practice is also a member of your firm. An adviser must be independent, "
        "so choose another practice, or first end that membership."
    )


class PracticeClosedError(SharingRefusedError):
    reason = _("This practice has stopped. Choose another one.")


class TrialCannotShareError(SharingRefusedError):
    """Somebody without an account: an adviser could not know who asks her."""

    reason = _("You are trying Werkbalans. First make an account; then you can share your RI&E.")


class ConsentRefusedError(Exception):
    """Consent cannot be asked or given here. ``reason`` is a sentence with a way out."""

    reason: str | Promise


class NoCouncilError(ConsentRefusedError):
    reason = _("Your firm has no OR or PVT. Then you discuss the RI&E with your employees themselves.")


class NobodyToAskError(ConsentRefusedError):
    """There is an OR or PVT, but nobody of it is a member of the firm here."""

    reason = _("Nobody of your OR or PVT is on Werkbalans yet. First invite somebody, then ask again.")


class UnknownSubjectError(Exception):
    """A remark about something that does not stand in the version."""


class NotYourRemarkError(Exception):
    """Somebody else wrote this remark."""
