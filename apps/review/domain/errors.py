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


class ReviewRefusedError(Exception):
    """Something in a review cannot be done. ``reason`` is a sentence with a way out."""

    reason: str | Promise


class TurnRefusedError(ReviewRefusedError):
    """It is not the time for this any more: somebody else took a turn meanwhile."""

    reason = _("This round has moved on meanwhile. Look at where it stands now.")


class TalkEndedError(ReviewRefusedError):
    """No round is open: what was said stays, and nothing is added."""

    reason = _("This round has ended. You can read the findings, not answer them any more.")


class FindingClosedError(ReviewRefusedError):
    reason = _("This finding is closed. Only when the adviser opens it again can something be added.")


class FindingShownError(ReviewRefusedError):
    reason = _("The firm has seen this finding already. Write what you want to add as an answer to it.")


class FindingNotShownError(ReviewRefusedError):
    reason = _("The firm does not see this finding yet. It does when you return or conclude the round.")
