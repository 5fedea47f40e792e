"""Why a verb about practices, their advisers and invitations refuses. Each says it in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.organisations.models import User
from apps.review.domain.errors import ReviewRefusedError


class TooManyLettersError(ReviewRefusedError):
    reason = _("Today so many invitations left already that no more can go. Try again tomorrow.")


class TrialCannotInviteError(ReviewRefusedError):
    """Somebody without an account: an adviser could not know who asks her."""

    reason = _("You are trying Werkbalans. First make an account; then you can invite an adviser.")


class NobodyInvitedError(ReviewRefusedError):
    """The round goes to a practice already, or the person who was invited is gone."""

    reason = _("Nobody waits for an invitation here any more. Look at where your review stands now.")


class InvitedMemberError(ReviewRefusedError):
    reason = _(
        "This is the address of a member of your firm. An adviser must be independent, so choose somebody"
        " from outside."
    )


class InvitationGoneError(ReviewRefusedError):
    """Unknown, used, taken back or too old; on purpose nobody hears which."""

    reason = _("This invitation does not work (any more).")


class NotHerMailboxError(ReviewRefusedError):
    """This account has not confirmed the address that was invited."""

    reason = _("This invitation is for another e-mail address than yours.")


class NotIndependentError(ReviewRefusedError):
    """She, or a colleague of hers, is a member of the firm."""

    reason = _(
        "You or a colleague of this practice are a member of this firm. Who reviews must be independent. Let"
        " the firm know, so that it can ask somebody else."
    )


class ConflictedColleagueError(ReviewRefusedError):
    reason = _("This colleague is a member of the firm. Who reviews must be independent; choose another.")


class NoSuchPracticeError(ReviewRefusedError):
    """The practice has stopped, or this person is no adviser of it (any more)."""

    reason = _("You are no adviser of this practice (any more), or it has stopped.")


class PracticeNameTakenError(ReviewRefusedError):
    reason = _(
        "There is a practice with this name already. Do you work there? Then let a colleague invite you"
        " first. Otherwise choose another name."
    )


class NotOfPracticeError(ReviewRefusedError):
    reason = _("This adviser does not work for the practice any more. Choose another one.")


class AssignedMeanwhileError(ReviewRefusedError):
    """Another colleague assigned it meanwhile: ``adviser`` has it now (None: nobody)."""

    def __init__(self, adviser: User | None) -> None:
        super().__init__()
        self.adviser = adviser

    @property
    def reason(self) -> str:
        if self.adviser is None:
            return str(_("Meanwhile this review was put back: it is nobody's now. Choose again."))
        text = _("Meanwhile %(name)s has this review. Do you want to change that? Then choose again.")
        return str(text) % {"name": self.adviser}


class LastAdviserError(ReviewRefusedError):
    reason = _(
        "You are the last adviser of this practice, and firms still wait for its review. First finish those"
        " reviews, invite a colleague, or close the practice."
    )


class AlreadyColleagueError(ReviewRefusedError):
    reason = _("Somebody with this e-mail address already belongs to this practice.")


class AlreadyInvitedColleagueError(ReviewRefusedError):
    reason = _("There is an open invitation for this address. You can send that one again.")
