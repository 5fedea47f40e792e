"""Input for changing many actions at once, and for moving one on the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.actions.domain.bulk import MOST_AT_ONCE, Row
from apps.actions.domain.terms import LAST_YEAR
from apps.actions.models import ActionStatus
from apps.organisations.fields import PlainTextField
from apps.organisations.forms import with_placeholder
from apps.organisations.models import Department, Membership

NOBODY = "nobody"
WHOLE_FIRM = "whole-firm"
# Looking back has a page of its own, because it asks more than a status.
STATUSES = [(value, label) for value, label in ActionStatus.choices if value != ActionStatus.EVALUATED]


def row_of(text: str) -> Row:
    """Read ``<id>:<version>``.

    Raises:
        ValidationError: it is something else.
    """
    action_id, _colon, version = text.partition(":")
    try:
        return Row(UUID(action_id), int(version))
    except ValueError:
        raise ValidationError(
            _("This page is out of date. Load it again and choose once more."), code="old_version"
        ) from None


class BulkForm(forms.Form):
    """One new value for the rows that are ticked.

    ``rows`` says which rows the page showed, with their versions; ``chosen`` which of them are ticked, and
    ``everything`` that it is all of them.
    """

    what = forms.ChoiceField(
        label=gettext_lazy("What do you want to change?"),
        choices=[
            ("", gettext_lazy("Choose")),
            ("status", gettext_lazy("Status")),
            ("owner", gettext_lazy("Who")),
            ("department", gettext_lazy("Department")),
            ("term", gettext_lazy("Term")),
        ],
    )
    status = forms.ChoiceField(
        label=gettext_lazy("New status"),
        choices=with_placeholder(STATUSES, gettext_lazy("Choose")),
        required=False,
    )
    note = PlainTextField(
        label=gettext_lazy("Why is it cancelled, or what came out of it?"),
        rows=2,
        help_text=gettext_lazy("With “cancelled” you write why. With “done” you write what came out of it."),
    )
    owner = forms.ChoiceField(label=gettext_lazy("New owner"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("New department"), required=False)
    term = forms.DateField(
        label=gettext_lazy("New term"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    rows = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100 * MOST_AT_ONCE)
    everything = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, members: Sequence[Membership], departments: Sequence[Department], **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix="bulk", **kwargs)
        people = [(str(member.pk), str(member.user)) for member in members]
        self.fields["owner"].choices = with_placeholder(
            [*people, (NOBODY, gettext_lazy("Nobody yet"))], gettext_lazy("Choose")
        )
        self.fields["department"].choices = with_placeholder(
            [
                *((str(department.pk), department.name) for department in departments),
                (WHOLE_FIRM, gettext_lazy("The whole firm")),
            ],
            gettext_lazy("Choose"),
        )

    def clean_rows(self) -> list[Row]:
        return [row_of(text) for text in self.cleaned_data["rows"].split()]

    def clean_term(self) -> date | None:
        term = self.cleaned_data["term"]
        if term and term.year > LAST_YEAR:
            raise ValidationError(_("This day is too far away. Check the year."), code="too_far")
        return term

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        what = cleaned.get("what")
        if what and what not in self.errors and not cleaned.get(what):
            self.add_error(what, _("Choose the new value."))
        if what == "status" and cleaned.get("status") == ActionStatus.CANCELLED and not cleaned.get("note"):
            self.add_error("note", _("Write down why these actions are cancelled."))
        if "rows" in cleaned:
            self._check_number(len(self.chosen_rows))
        return cleaned

    def _check_number(self, number: int) -> None:
        if not number:
            self.add_error(None, _("Tick the actions that you want to change."))
        if number > MOST_AT_ONCE:
            text = ngettext(
                "Change at most %(limit)s action at once.",
                "Change at most %(limit)s actions at once.",
                MOST_AT_ONCE,
            )
            self.add_error(None, text % {"limit": MOST_AT_ONCE})

    @property
    def ticked(self) -> set[str]:
        """Ids of the rows that are ticked, as they came in."""
        return set(self.data.getlist("chosen")) if self.is_bound else set()

    @property
    def chosen_rows(self) -> list[Row]:
        """The rows to change, with the versions that the page showed."""
        rows = self.cleaned_data["rows"]
        if self.cleaned_data.get("everything"):
            return rows
        ticked = self.ticked
        return [row for row in rows if str(row.action_id) in ticked]

    @property
    def changes(self) -> dict[str, Any]:
        """The new values, by the names of ``domain.bulk.change_row``."""
        data = self.cleaned_data
        match data["what"]:
            case "status":
                return {"status": data["status"], **self._words()}
            case "owner":
                owner = None if data["owner"] == NOBODY else UUID(data["owner"])
                # A member, or nobody, comes in the place of whoever was named.
                return {"owner_id": owner, "owner_name": "", "owner_email": ""}
            case "department":
                whole = data["department"] == WHOLE_FIRM
                return {"department_id": None if whole else UUID(data["department"])}
            case _:
                return {"due_on": data["term"]}

    def _words(self) -> dict[str, str]:
        status, note = self.cleaned_data["status"], self.cleaned_data["note"]
        if status == ActionStatus.CANCELLED:
            return {"status_note": note}
        return {"result": note} if status == ActionStatus.DONE and note else {}


class MoveForm(forms.Form):
    """One card of the board: ``<id>:<version>:<status>``, so that a card needs one button per column."""

    move = forms.CharField(max_length=100)

    def clean_move(self) -> tuple[Row, str]:
        row, _colon, status = self.cleaned_data["move"].rpartition(":")
        if status not in ActionStatus.values:
            raise ValidationError(
                _("This page is out of date. Load it again and choose once more."), code="old_version"
            )
        return row_of(row), status
