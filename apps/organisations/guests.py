"""Who tries without an account, as the browser knows her: one id in the session, nothing else.

A guest is not logged in the way an account is. So when she makes an account or logs in, Django keeps the
session (with a new key), and whatever the pages for that remember between two of their steps: a code
by e-mail, a second factor, another site that says who she is. At the last step the trial moves along.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from apps.organisations.domain.trials import claim_trial
from apps.organisations.models import Membership, User

GUEST_KEY = "trial_guest"
# Here a guest is nobody: these pages would send somebody who is logged in away again.
ACCOUNT_PAGES = "/account/"


class GuestMiddleware:
    """Lets a guest be ``request.user``, except on the pages for accounts.

    ``request.guest`` is the guest on every page, those too; None for everybody else. Comes after
    ``MemberMiddleware``, which knows accounts only. Costs one query, and only for a guest: in a firm it
    brings membership and organisation along.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.guest = None
        # Somebody who is logged in with an account is no guest, whatever the session still says.
        if GUEST_KEY in request.session and SESSION_KEY not in request.session:
            self._recognise(request)
        return self.get_response(request)

    def _recognise(self, request: HttpRequest) -> None:
        membership = self._membership_in(request)
        guest = membership.user if membership else self._guest_of(request)
        if guest is None:  # the trial is over
            del request.session[GUEST_KEY]
            return
        # As backends.EmailBackend does: nobody needs to ask again. A guest sees her own firm only.
        guest.must_use_two_steps = guest.has_second_step = False
        request.guest, request.membership = guest, membership
        if not request.path_info.startswith(ACCOUNT_PAGES):
            request.user = guest

    @staticmethod
    def _membership_in(request: HttpRequest) -> Membership | None:
        firm, guest = request.arguments.get("organisation_id"), request.session[GUEST_KEY]
        if firm is None:
            return None
        with scopes_disabled():
            memberships = Membership.objects.select_related("organisation", "user")
            return memberships.filter(organisation_id=firm, user_id=guest, user__is_guest=True).first()

    @staticmethod
    def _guest_of(request: HttpRequest) -> User | None:
        return User.objects.filter(pk=request.session[GUEST_KEY], is_guest=True).first()


def welcome(request: HttpRequest, guest: User) -> None:
    """Give this browser a guest. As at a login: a new session key and a new token for forms."""
    request.session.cycle_key()
    request.session[GUEST_KEY] = str(guest.pk)
    rotate_token(request)
    stay_as_long_as_the_trial(request.session)
    request.guest = request.user = guest


def stay_as_long_as_the_trial(session: SessionBase) -> None:
    """From now on the session lasts as long as a trial that starts now."""
    session.set_expiry(_seconds_of_a_trial())


def _seconds_of_a_trial() -> int:
    return settings.TRIAL_DAYS * 24 * 60 * 60


@receiver(user_logged_in)
def take_trial_along(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Somebody is fully logged in: the trial of this browser becomes hers."""
    guest_id = request.session.pop(GUEST_KEY, None)
    if guest_id is None:
        return
    if request.session.get("_session_expiry") == _seconds_of_a_trial():
        request.session.set_expiry(None)  # an account's own rule again
    for firm in claim_trial(guest_id=guest_id, account=user):
        message = _("Your trial is kept: %(firm)s is now in your account.") % {"firm": firm.name}
        messages.success(request, message, fail_silently=True)
