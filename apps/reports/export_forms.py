"""Input about spreadsheets: which columns, and a file to read back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.reports.exports import counting, guarding, reading
from apps.reports.exports.columns import COLUMNS, Column, chosen_columns
from apps.reports.exports.counting import MAX_ROWS
from apps.reports.exports.guarding import MAX_BYTES
from apps.reports.exports.reading import RawSheet, read_sheet
from apps.rie import filetypes
from apps.rie.filetypes import UnusableFileError, clean_name

MEGABYTES = MAX_BYTES // 1_000_000
TOO_LARGE = _("This file is too large. At most %(limit)d MB fits.")
NO_WORKBOOK = _(
    "This is not an Excel file of the kind we read (xlsx). Open it in Excel or LibreOffice, save it as xlsx,"
    " without a password, and choose that file."
)
REFUSED = {
    filetypes.EMPTY: _("This file is empty. Choose another one."),
    filetypes.TOO_LARGE: TOO_LARGE,
    filetypes.UNKNOWN_TYPE: NO_WORKBOOK,
    filetypes.WRONG_NAME: NO_WORKBOOK,
    guarding.NO_WORKBOOK: NO_WORKBOOK,
    filetypes.MACROS: _(
        "This file holds macros (small programs). We do not read those. Save it as an ordinary workbook"
        " (xlsx), and choose it again."
    ),
    filetypes.UNREADABLE: _(
        "We cannot read this file: it is damaged, has a password, or unpacks to something far too large."
        " Download the plan again and make your changes in that file."
    ),
    guarding.NO_SHEET: _(
        "There is no sheet “Plan” in this file. Download the plan, change that file, and choose it here."
    ),
    reading.NO_HEADER: _(
        "The sheet “Plan” has no row with the titles of the columns. Leave that row as it was downloaded."
    ),
    counting.TOO_MANY_ROWS: _(
        "The sheet “Plan” is too large: at most %(rows)s rows fit. Keep only the rows you want to change."
    ),
}


class ColumnForm(forms.Form):
    """Which columns an export has. None named: all of them."""

    kolom = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=[(column.key, column.title) for column in COLUMNS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, query: QueryDict) -> None:
        data = query.copy()
        if not data.getlist("kolom"):
            data.setlist("kolom", [column.key for column in COLUMNS])
        super().__init__(data)

    @property
    def columns(self) -> tuple[Column, ...]:
        """In the order of the list; what does not exist is left aside."""
        return chosen_columns(self.data.getlist("kolom"))


class UploadForm(forms.Form):
    """After ``is_valid``: ``cleaned_data["file"]`` is a :class:`RawSheet`.

    ``too_large``: the server put the file aside while receiving it.
    """

    file = forms.FileField(
        label=_("Excel file (xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": REFUSED[filetypes.EMPTY]},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = {"limit": MEGABYTES, "rows": MAX_ROWS}
        self.fields["file"].help_text = _("At most %(limit)d MB and %(rows)s rows.") % limits
        if too_large:
            self.fields["file"].error_messages["required"] = TOO_LARGE % limits

    def clean_file(self) -> RawSheet:
        sent: UploadedFile = self.cleaned_data["file"]
        self.file_name = clean_name(sent.name or "")
        try:
            return read_sheet(sent)
        except UnusableFileError as error:
            message = REFUSED[error.reason] % {"limit": MEGABYTES, "rows": MAX_ROWS}
            raise forms.ValidationError(message, code=error.reason) from None
