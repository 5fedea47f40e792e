"""A provider of OpenID Connect on this machine, in a process of its own. Prints its port, then serves.

It gives tokens only to who proves with PKCE that it is the one who asked.
"""

from __future__ import annotations

import base64
import hashlib
import os

import flask
import werkzeug.serving

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from oidc_provider_mock import app

provider = app(issue_refresh_token=False)
challenges: set[str] = set()


@provider.before_request
def demand_pkce() -> tuple[str, int] | None:
    """Refuse without a challenge at the door, or without its answer at the counter (RFC 7636, S256)."""
    if flask.request.path == "/oauth2/authorize":
        challenge = flask.request.args.get("code_challenge")
        if not challenge or flask.request.args.get("code_challenge_method") != "S256":
            return "PKCE is required", 400
        challenges.add(challenge)
    if flask.request.path == "/oauth2/token":
        verifier = flask.request.form.get("code_verifier", "").encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        if digest not in challenges:
            return "PKCE failed", 400
    return None


if __name__ == "__main__":
    server = werkzeug.serving.make_server("localhost", 0, provider, threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()
