"""How gunicorn runs in production: ``gunicorn -c python:config.gunicorn config.wsgi``.

Its logs hold when, what page and how it went: no address of a person's computer, no query string, no browser.
Ports, workers and the rest are given on the command line or in ``GUNICORN_CMD_ARGS``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from config.logging_privacy import WithoutPeople, without_people

worker_class = "gthread"
threads = 4
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
_PERSONAL = ("h", "u", "r", "q", "f", "a")


class PrivateLogger(Logger):
    """gunicorn's logger; also with another format or at an error it tells nothing about people."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(WithoutPeople())

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        """What a format may use: everything personal reads as ``-``."""
        known = super().atoms(resp, req, environ, request_time)
        kept = {name: value for name, value in known.items() if not name.startswith("{")}
        return {**kept, **dict.fromkeys(_PERSONAL, "-"), "U": without_people(str(known["U"]))}


logger_class = PrivateLogger
