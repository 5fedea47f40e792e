"""A report as the text that is kept of it, and the report that such a text was. Reads and writes no rows."""

from __future__ import annotations

import json

from apps.reports.data import Report
from apps.reports.frozen.plain import UnreadableError, from_plain, to_plain
from apps.reports.models import FrozenReport
from apps.review.content import canonical, digest

FORMAT = "werkbalans-report-1"


class OtherProgramError(Exception):
    """This report was kept by an older program, whose reports had other fields. Nothing is wrong with it."""


class TamperedError(Exception):
    """The text is not what was kept: its SHA-256 is another one."""


def text_of(report: Report) -> str:
    """The one way to write a report down."""
    return canonical({"format": FORMAT, "report": to_plain(report)})


def report_of(frozen: FrozenReport) -> Report:
    """The report that was kept.

    Raises:
        TamperedError: the text is not what was kept.
        OtherProgramError: the text is whole, but this program cannot read it any more.
    """
    if digest(frozen.content) != frozen.sha256:
        raise TamperedError
    try:
        kept = json.loads(frozen.content)
        if not isinstance(kept, dict) or kept.get("format") != FORMAT:
            raise OtherProgramError
        return from_plain(Report, kept.get("report"))
    except (UnreadableError, json.JSONDecodeError) as error:
        raise OtherProgramError from error
