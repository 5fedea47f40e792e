"""Asking for the PDF of a help sheet, and having them all ready before anybody asks.

Making them is the worker's job, as with reports: laying out takes a second or two of computing, and a
process that serves pages never loads what lays out.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import partial

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction

from apps.actions.help_sheets import HelpSheet
from apps.reports.domain.sheet_files import (
    BUSY,
    FAILED,
    mark_of,
    missing_sheets,
    outdated_files,
    stored_pdf,
)
from apps.reports.tasks import make_help_sheet

# Longer than a queue of all sheets takes; after this whoever asks again starts it again.
ASKED_FOR = 120  # seconds
NOW, IN_SPARE_TIME = 0, -10  # priorities in the queue: nobody's report waits for sheets made beforehand


class SheetState(StrEnum):
    """How far the PDF of a sheet is. ``ABSENT``: nobody asked, or it was asked too long ago."""

    READY = "ready"
    BUSY = BUSY
    FAILED = FAILED
    ABSENT = "absent"


def state_of(sheet: HelpSheet) -> SheetState:
    """One query at most."""
    if stored_pdf(sheet) is not None:
        return SheetState.READY
    return SheetState(cache.get(mark_of(sheet), SheetState.ABSENT))


def ask_for_sheet(*, sheet: HelpSheet, priority: int = NOW) -> bool:
    """Put the making of a PDF in the queue, unless it is there or was asked for just now. True if put there.

    Two people who ask at the same moment may both put it there; the second job finds it made.
    """
    if state_of(sheet) in (SheetState.READY, SheetState.BUSY):
        return False
    cache.set(mark_of(sheet), BUSY, ASKED_FOR)
    # After the commit, so that no worker comes before the mark.
    transaction.on_commit(partial(make_help_sheet.using(priority=priority).enqueue, sheet.key))
    return True


def keep_sheets_ready(*, now: datetime, dry_run: bool) -> list[str]:
    """Daily job: ask for the PDFs that are not there yet, and delete those of an earlier text."""
    missing, outdated = missing_sheets(), outdated_files()
    if not dry_run:
        for sheet in missing:
            ask_for_sheet(sheet=sheet, priority=IN_SPARE_TIME)
        for name in outdated:
            default_storage.delete(name)
    return [f"help sheets to be made: {len(missing)}", f"help sheets of an earlier text: {len(outdated)}"]
