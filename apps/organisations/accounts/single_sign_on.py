"""To the provider of single sign-on and back. A provider that does not answer is a page, not a mistake."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from requests import RequestException

log = logging.getLogger(__name__)
View = Callable[[HttpRequest, str], HttpResponse]


def with_a_way_out(view: View) -> View:
    """Show the page "logging in did not work" when the provider is away or talks nonsense."""

    @wraps(view)
    def wrapper(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except RequestException as error:
            log.warning("The provider of single sign-on does not answer: %s", type(error).__name__)
            return render_authentication_error(
                request, get_adapter().get_provider(request, provider_id), exception=error
            )

    return wrapper


login = with_a_way_out(views.login)
callback = with_a_way_out(views.callback)
