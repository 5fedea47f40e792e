"""One number for the content of a report: the same content is never laid out twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date

from apps.reports.data import Report

# Raise it when templates or styles change what is printed: stored reports are then made anew.
TEMPLATE_VERSION = 6


def content_hash(report: Report) -> str:
    """SHA-256 over the canonical JSON of everything that is printed, the day of making left out.

    Covers the kind, the words of the language, the version of the program and of the template.

    Raises:
        TypeError: the report holds something that is not a plain value.
    """
    content = {name: value for name, value in vars(report).items() if name != "made_on"}
    canonical = json.dumps(
        {"template": TEMPLATE_VERSION, "report": content},
        default=_plain,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: object) -> object:
    if is_dataclass(value):
        # json comes back here for what stands in the fields
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A report holds plain values only, not {type(value).__name__}.")
