"""What every answer tells the browser: what a page may load, what it may ask of the device, who may keep it.

The policy is closed by default: a page gets nothing that is not named here. Inline scripts and styles never
run, unless they carry the nonce of their own request (``{{ request.csp_nonce }}``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Nothing in a risk assessment needs the device; passkeys are the one thing that signing in may ask for.
_NOBODY = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_OURSELVES = ("fullscreen", "publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join(
    [*(f"{feature}=()" for feature in _NOBODY), *(f"{feature}=(self)" for feature in _OURSELVES)]
)
# For a file of somebody: whatever it holds, a browser that shows it after all gives it no rights at all.
SANDBOX = "default-src 'none'; sandbox"
NOT_KEPT = "private, no-store"


def content_security_policy(*, https: bool, sign_in_server: str = "") -> dict[str, Any]:
    """The policy of all pages, as django-csp reads it.

    Args:
        https: also let the browser fetch everything over https.
        sign_in_server: address of the OpenID Connect server. Logging in there is a form of ours that
            leads to its address, and browsers weigh the whole way a form goes.
    """
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF, NONCE],
            "img-src": [SELF, "data:"],
            "font-src": [SELF],
            "connect-src": [SELF],
            "form-action": [SELF, *([origin(sign_in_server)] if sign_in_server else [])],
            "frame-ancestors": [NONE],
            "base-uri": [NONE],
            "object-src": [NONE],
            "manifest-src": [NONE],
            "upgrade-insecure-requests": https,
        }
    }


def origin(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


class HeadersMiddleware:
    """Headers that Django does not set itself. A view that sets one of them keeps its own.

    What a view makes is about somebody, so it is kept by nobody: no shared cache, and not by the browser
    either, so that the back button shows nothing after logging out on a shared computer. Static files come
    past here with a ``Cache-Control`` of their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", NOT_KEPT)
        return response
