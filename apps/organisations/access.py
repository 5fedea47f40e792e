"""The two checks every view of a tenant makes: who you are, and what you may do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import rules
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def permission_required(permission: str, *, post: str | None = None) -> Callable[[View], View]:
    """Let a view run only for people who have ``permission`` here (see ``permissions.PERMISSIONS``).

    ``post``: what somebody needs besides to change something on a page that others may only read.

    Strangers never get here: :class:`~apps.organisations.middleware.TenantMiddleware` answered 404.

    Raises:
        PermissionDenied: somebody without the right (the 403 page says whom to ask).
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            for needed in (permission, post if request.method == "POST" else None):
                if needed is not None and not may(request, needed):
                    raise PermissionDenied(needed)
            return view(request, *args, **kwargs)

        wrapper.permission = permission
        return wrapper

    return decorator


def may(request: HttpRequest, permission: str) -> bool:
    """Whether the person behind this request has ``permission`` in the organisation of the URL.

    Asks the table itself: ``user.has_perm`` says yes to a superuser, whatever the table says.
    """
    return rules.has_perm(permission, request.user, request.presence)
