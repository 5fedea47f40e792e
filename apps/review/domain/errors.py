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
