"""The PDFs of the help sheets, kept in the default storage: each text is laid out once for everybody.

There is no row in the database to claim: a file is there, whole, or it is not. Two workers that make the
same sheet at the same moment write the same content; one file stays.
"""

from __future__ import annotations

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.actions.help_sheets import HelpSheet, all_sheets
from apps.reports.sheets import FOLDER, file_name, render_sheet

PDF_END = b"%%EOF"  # the last line of every whole PDF; a file that is still being written has none
TAIL = 16  # bytes
BUSY, FAILED = "busy", "failed"  # the mark of a sheet in the cache: asked for, or the making went wrong
REMEMBER_FAILURE = 600  # seconds


def stored_pdf(sheet: HelpSheet) -> bytes | None:
    """The file of a sheet; None when it is not there, or not whole (a crash, a full disk, being written)."""
    try:
        with default_storage.open(file_name(sheet.key), "rb") as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return content if PDF_END in content[-TAIL:] else None


def make_sheet(*, sheet: HelpSheet) -> bool:
    """Make the file of a sheet. False when it is there already: running this twice does no harm.

    A broken file gives way only when the new one is ready.
    """
    if stored_pdf(sheet) is not None:
        return False
    wanted, content = file_name(sheet.key), render_sheet(sheet)
    if stored_pdf(sheet) is not None:
        return False
    default_storage.delete(wanted)
    kept = default_storage.save(wanted, ContentFile(content))
    if kept != wanted:
        # Somebody else saved hers between our two lines, and the storage gave ours another name.
        default_storage.delete(kept)
    return True


def note_failure(*, sheet: HelpSheet) -> None:
    """Let whoever waits for the file know that it is not coming."""
    cache.set(mark_of(sheet), FAILED, REMEMBER_FAILURE)


def mark_of(sheet: HelpSheet) -> str:
    """The key in the cache under which stands that the file was asked for."""
    return f"asked:{file_name(sheet.key)}"


def missing_sheets() -> list[HelpSheet]:
    """The sheets of which the PDF still has to be made."""
    return [sheet for sheet in all_sheets().values() if stored_pdf(sheet) is None]


def outdated_files() -> list[str]:
    """Files of sheets whose text or look has changed since, or that are gone."""
    if not default_storage.exists(FOLDER):
        return []
    current = {file_name(key) for key in all_sheets()}
    found = (f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
    return sorted(name for name in found if name not in current)
