"""Whatever people typed: out and in again changes nothing, and no file brings the reader down."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.actions.filters import PlanFilter
from apps.actions.models import Action
from apps.organisations.models import Department, Membership, User
from apps.reports.exports.cells import plain, stamp
from apps.reports.exports.columns import COLUMNS
from apps.reports.exports.material import ExportedPlan, read_plan
from apps.reports.exports.names import Lists
from apps.reports.exports.reading import read_sheet
from apps.reports.exports.row_forms import RowForm
from apps.reports.exports.understanding import read_known, understand
from apps.reports.exports.xlsx import write_workbook
from apps.rie.filetypes import UnusableFileError
from apps.rie.queries import assessment_of
from tests.reports.spreadsheets.conftest import Firm

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t\r"), max_size=60)
NAME = TEXT.filter(str.strip)
DAY = st.dates(date(1890, 1, 1), date(2200, 1, 1))
AMOUNT = st.none() | st.decimals(0, 99_999_999, places=2)
FIELDS = st.fixed_dictionaries(
    {
        "title": NAME,
        "description": TEXT,
        "owner_name": TEXT,
        "status_note": NAME,
        "result": TEXT,
        "budget": AMOUNT,
        "spent": AMOUNT,
        "due_on": DAY,
        "residual_priority": st.sampled_from(["", "low", "medium", "high"]),
        "repeat_every": st.sampled_from([None, 1, 3, 6, 12, 24]),
        "status": st.sampled_from(["planned", "in_progress", "cancelled"]),
    }
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(FIELDS, min_size=1, max_size=4))
def test_a_sheet_that_nobody_edited_never_changes_anything(firm: Firm, rows: list[dict[str, Any]]) -> None:

    with scope(organisation=firm.organisation):
        Action.objects.all().delete()
        Action.objects.bulk_create(
            Action(organisation=firm.organisation, dossier=firm.dossier, **fields) for fields in rows
        )
        exported = read_everything(firm)
        target = io.BytesIO()
        write_workbook(exported, target)
        known = read_known(
            dossier=firm.dossier, assessment=assessment_of(firm.dossier), members=[], departments=[]
        )
        found = understand(read_sheet(ContentFile(target.getvalue(), name="plan.xlsx")), known)
    assert found.lines == ()
    assert (found.unchanged, found.missing, found.unknown_columns) == (len(rows), 0, ())


def read_everything(firm: Firm) -> ExportedPlan:

    return read_plan(
        organisation=firm.organisation,
        dossier=firm.dossier,
        assessment=assessment_of(firm.dossier),
        asked=PlanFilter(),
        columns=COLUMNS,
        members=[],
        departments=[],
        today=date(2026, 11, 23),
    )


@given(value=TEXT | st.decimals(0, 10**8, places=2) | DAY | st.integers(-(10**9), 10**9))
def test_a_stamp_is_of_what_a_person_sees(value: Any) -> None:
    assert stamp(value) == stamp(plain(value))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bytes_changed_anywhere_in_a_file_are_refused_or_read(firm: Firm, data: st.DataObject) -> None:
    content = workbook(firm)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    tolerate(bytes(content))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_xml_changed_anywhere_in_a_sheet_is_refused_or_read(firm: Firm, data: st.DataObject) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(firm))) as old, zipfile.ZipFile(target, "w") as new:
        name = data.draw(st.sampled_from([part for part in old.namelist() if part.endswith("xml")]))
        for part in old.namelist():
            xml = old.read(part)
            if part == name:
                begin = data.draw(st.integers(0, len(xml)))
                end = begin + data.draw(st.integers(0, 30))
                piece = st.sampled_from(
                    [b"", b"<", b">", b'"', b"<c>", b"</row>", b'r="A0"', b"&x;", b"\xff"]
                )
                xml = xml[:begin] + data.draw(piece) + xml[end:]
            new.writestr(part, xml)
    tolerate(target.getvalue())


_made: dict[str, bytes] = {}


def workbook(firm: Firm) -> bytearray:
    """Made once: every example changes a copy of it."""
    if not _made:
        firm.action()
        _made["it"] = b"".join(firm.browser.get(firm.url("export_xlsx")).streaming_content)
    return bytearray(_made["it"])


def tolerate(content: bytes) -> None:
    try:
        read_sheet(ContentFile(content, name="plan.xlsx"))
    except UnusableFileError:
        return


@settings(max_examples=200)
@given(
    value=TEXT
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.none()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
    | DAY
)
def test_no_value_in_a_cell_brings_a_row_down(value: Any) -> None:

    member = Membership(user=User(email="a@example.org", name="A"))
    lists = Lists.of([member], [Department(name="Winkel")])
    keys = [column.key for column in COLUMNS if column.is_editable]
    form = RowForm(dict.fromkeys(keys, value), lists=lists, risks={})
    form.is_valid()
    for key, amount in form.values.items():
        assert key != "budget" or amount["budget"] is None or amount["budget"] >= Decimal(0)
