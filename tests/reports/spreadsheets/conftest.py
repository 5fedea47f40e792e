"""A firm with a plan, its workbook as another program opens it, and sending it back."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from openpyxl.worksheet.worksheet import Worksheet

from apps.actions.domain.plan import add_action, new_action
from apps.actions.models import Action
from apps.actions.queries import Plan, plan_of
from apps.organisations.models import Department, Membership, Organisation, Role, User
from apps.reports.exports.columns import ACTION_ID, BY_KEY, STAMPS
from apps.reports.models import PlanImport
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Dossier
from apps.rie.queries import assessment_of
from tests.factories import MembershipFactory, UserFactory

HIGH, MEDIUM = "O11", "W24"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Book:
    """A workbook as openpyxl reads it; cells by the key of their column."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.plan: Worksheet = self.book["Plan"]

    @property
    def headers(self) -> list[str]:
        return [cell.value for cell in self.plan[1]]

    def column(self, key: str) -> int:
        title = str(BY_KEY[key].title) if key in BY_KEY else key
        return self.headers.index(title) + 1

    def cell(self, row: int, key: str) -> Any:
        return self.plan.cell(row, self.column(key))

    def address(self, row: int, key: str) -> str:
        return self.cell(row, key).coordinate

    def write(self, row: int, **values: Any) -> None:
        for key, value in values.items():
            self.cell(row, key).value = value

    def values(self, key: str) -> list[Any]:
        return [self.cell(row, key).value for row in range(2, self.plan.max_row + 1)]

    def row_of(self, action: Action) -> int:
        return self.values(ACTION_ID).index(str(action.pk)) + 2

    def content(self) -> list[tuple[Any, ...]]:
        """All that can be seen of the plan."""
        shown = [number for number, title in enumerate(self.headers) if title not in (ACTION_ID, STAMPS)]
        return [tuple(row[number] for number in shown) for row in self.plan.iter_rows(values_only=True)]

    def save(self) -> bytes:
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()


@dataclass(frozen=True)
class Firm:
    organisation: Organisation
    dossier: Dossier
    browser: Client
    user: User

    def url(self, name: str, *args: object) -> str:
        return reverse(f"reports:{name}", args=[self.organisation.pk, self.dossier.pk, *args])

    def action(self, title: str = "Huisregels ophangen", **fields: Any) -> Action:
        codes, co_owners = fields.pop("risks", [HIGH]), fields.pop("co_owners", [])
        factors = instrument_content(self.dossier.instrument_id).factors
        with scope(organisation=self.organisation):
            action = new_action(dossier=self.dossier)
            action.title, action.due_on = title, date(2027, 2, 1)
            for name, value in fields.items():
                setattr(action, name, value)
            return add_action(
                action=action,
                factors=[factors[code] for code in codes],
                user=self.user,
                co_owners=[str(member.pk) for member in co_owners],
            )

    def fresh(self, action: Action) -> Action:
        with scope(organisation=self.organisation):
            return Action.objects.select_related("owner__user", "department").get(pk=action.pk)

    @property
    def actions(self) -> list[Action]:
        with scope(organisation=self.organisation):
            return list(Action.objects.select_related("owner__user").order_by("title"))

    @property
    def plan(self) -> Plan:
        with scope(organisation=self.organisation):
            return plan_of(self.dossier, assessment_of(self.dossier))

    def export(self, query: str = "") -> Book:
        answer = self.browser.get(f"{self.url('export_xlsx')}?{query}")
        assert answer.status_code == 200
        return Book(b"".join(answer.streaming_content))

    def send(self, content: bytes, name: str = "plan.xlsx") -> Any:
        """The answer to sending a file, as the page itself does."""
        sent = SimpleUploadedFile(name, content, content_type=XLSX)
        return self.browser.post(self.url("import_plan"), {"file": sent})

    def preview(self, book: Book) -> Any:
        """The page that shows what a sheet would change."""
        answer = self.send(book.save())
        assert answer.status_code == 302, answer.content.decode()
        return self.browser.get(answer["Location"])

    def apply(self, page: Any, **choices: str) -> Any:
        """Say yes on a preview: its hidden fields go along, as a browser sends them."""
        data = {
            f"theirs-{row.line.row}-{conflict.key}": conflict.theirs
            for row in page.context["preview"].changed
            for conflict in row.conflicts
        }
        return self.browser.post(page.request["PATH_INFO"], {**data, **choices})

    def read_back(self, book: Book) -> Any:
        """Send, look, say yes; the page with what happened."""
        answer = self.apply(self.preview(book))
        assert answer.status_code == 302, answer.content.decode()
        return self.browser.get(answer["Location"])

    @property
    def imports(self) -> list[PlanImport]:
        with scope(organisation=self.organisation):
            return list(PlanImport.objects.all())

    def member(self, name: str, role: Role = Role.HR, **fields: Any) -> Membership:
        return MembershipFactory(
            organisation=self.organisation, role=role, user=UserFactory(name=name, **fields)
        )

    def department(self, name: str) -> Department:
        with scope(organisation=self.organisation):
            return Department.objects.create(organisation=self.organisation, name=name, headcount=4)

    def risk(self, code: str, **fields: Any) -> None:
        factor = instrument_content(self.dossier.instrument_id).factors[code]
        with scope(organisation=self.organisation):
            Answer.objects.create(
                organisation=self.organisation, dossier=self.dossier, factor_id=factor.id, **fields
            )


@pytest.fixture
def firm(
    organisation: Organisation, dossier: Dossier, browser_of: Callable[..., Client], english: None
) -> Firm:
    user = UserFactory(name="Ans de Boer")
    firm = Firm(organisation, dossier, browser_of(user=user), user)
    firm.risk(HIGH, verdict="not_in_order", root_cause="Nooit over nagedacht.")
    firm.risk(MEDIUM, verdict="partly", frequency=3, reach=3, severity=2)
    return firm


@pytest.fixture
def full(firm: Firm) -> Action:
    """An action with everything filled in."""
    return firm.action(
        "Huisregels ophangen",
        description="Eerst bespreken.\nDan ophangen.",
        owner=firm.member("Bo Bakker"),
        co_owners=[firm.member("Cas Dam"), firm.member("Els Fok")],
        department=firm.department("Winkel"),
        budget=Decimal("1250.50"),
        spent=Decimal(200),
        start_on=date(2026, 12, 1),
        evaluate_on=date(2027, 5, 1),
        residual_priority="low",
        repeat_every=12,
        status="in_progress",
        result="Nog niets.",
        risks=[HIGH, MEDIUM],
    )
