"""Every address of the dossier, with who may read there, who may write, and what a good form holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.organisations.forms import OrganisationForm
from apps.organisations.merging import fingerprints
from apps.organisations.models import Role
from apps.rie.domain.answers import EDITABLE_FIELDS
from apps.rie.domain.dossier import consultation_values
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Consultation
from tests.factories import MembershipFactory
from tests.rie.conftest import Firm

READERS = frozenset({Role.EMPLOYER, Role.HR, Role.WORKS_COUNCIL})
RUNS_THE_FIRM = frozenset({Role.EMPLOYER, Role.HR})
EMPLOYER = frozenset({Role.EMPLOYER})
NOBODY: frozenset[Role] = frozenset()
TOKEN = {"csrfmiddlewaretoken": "x"}  # every form of a browser sends at least this


def firm_form(firm: Firm, **changes: Any) -> dict[str, Any]:
    stored = {name: getattr(firm.organisation, name) for name in OrganisationForm.Meta.fields}
    return {**stored, "seen_json": fingerprints(stored), **changes}


def department_form(firm: Firm, **changes: Any) -> dict[str, Any]:
    stored = {"name": firm.department.name, "headcount": firm.department.headcount}
    return {**stored, "seen_json": fingerprints(stored), **changes}


def profile_form(firm: Firm, **changes: Any) -> dict[str, Any]:
    questions = instrument_content(firm.dossier.instrument_id).questions
    stored = {key: list(firm.stored().profile.get(key, [])) for key in questions}
    return {**stored, "seen_json": fingerprints(stored), "money": ["yes"], **changes}


def answer_form(firm: Firm, code: str = "W43", **changes: Any) -> dict[str, Any]:
    """The whole card, details included, as it is stored now; nothing is typed yet but ``changes``."""
    answer = firm.answer(code)
    stored = {name: getattr(answer, name) for name in EDITABLE_FIELDS if name != "happened"}
    shown = {name: "" if value is None else value for name, value in stored.items()}
    return {**shown, "seen_json": fingerprints(stored), "with_details": "1", **changes}


def employees_form(firm: Firm, **changes: Any) -> dict[str, Any]:
    empty = consultation_values(Consultation())
    shown = {name: value or "" for name, value in empty.items()}
    return {**shown, "seen_json": fingerprints(empty), "method": "In het werkoverleg.", **changes}


def delegate_form(firm: Firm, **changes: Any) -> dict[str, Any]:
    """The part goes to a contributor of the firm, made for the occasion."""
    member = MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR)
    return {"member": str(member.pk), "email": "", "department": "", "note": "", **changes}


@dataclass(frozen=True)
class Page:
    name: str
    arguments: Callable[[Firm], tuple[Any, ...]] = lambda firm: ()
    reads: frozenset[Role] = READERS
    writes: frozenset[Role] = NOBODY
    form: Callable[[Firm], Mapping[str, Any]] = field(default=lambda firm: TOKEN)
    in_closed_dossier: int = 409
    to_contributor: int = 403  # what a contributor gets to whom nothing was given

    def url(self, firm: Firm) -> str:
        return firm.url(self.name, *self.arguments(firm))

    def __str__(self) -> str:
        return self.name


PAGES = (
    Page("overview"),
    Page(
        "firm",
        writes=RUNS_THE_FIRM,
        form=lambda firm: firm_form(firm, headcount=15),
        in_closed_dossier=302,
    ),
    Page(
        "add_department",
        reads=NOBODY,
        writes=RUNS_THE_FIRM,
        form=lambda firm: department_form(firm, name="Binderij", headcount=4, seen_json="{}"),
        in_closed_dossier=302,
    ),
    Page(
        "edit_department",
        arguments=lambda firm: (firm.department.pk,),
        reads=RUNS_THE_FIRM,
        writes=RUNS_THE_FIRM,
        form=lambda firm: department_form(firm, name="Verkoop", headcount=9),
        in_closed_dossier=302,
    ),
    Page(
        "remove_department",
        arguments=lambda firm: (firm.department.pk,),
        reads=NOBODY,
        writes=RUNS_THE_FIRM,
        in_closed_dossier=302,
    ),
    Page("profile", writes=RUNS_THE_FIRM, form=profile_form),
    Page("inventory"),
    Page("subtheme", arguments=lambda firm: ("cultuur-en-beleid",), to_contributor=404),
    Page(
        "answer",
        arguments=lambda firm: ("W43",),
        reads=NOBODY,
        writes=RUNS_THE_FIRM,
        form=lambda firm: answer_form(firm, note="Nieuw."),
        to_contributor=404,
    ),
    Page(
        "delegate",
        arguments=lambda firm: ("cultuur-en-beleid",),
        reads=RUNS_THE_FIRM,
        writes=RUNS_THE_FIRM,
        form=delegate_form,
    ),
    Page("my_part", reads=frozenset({*RUNS_THE_FIRM, Role.CONTRIBUTOR})),
    Page("employees", writes=RUNS_THE_FIRM, form=employees_form),
    Page("risks"),
    Page(
        "priority",
        arguments=lambda firm: ("W43",),
        reads=RUNS_THE_FIRM,
        writes=RUNS_THE_FIRM,
        form=lambda firm: {"chosen": "high", "note": "Het team noemt dit."},
    ),
    Page(
        "close",
        reads=EMPLOYER,
        writes=EMPLOYER,
        form=lambda firm: {"confirm": "on"},
        in_closed_dossier=302,
    ),
)
READABLE = tuple(page for page in PAGES if page.reads)
WRITABLE = tuple(page for page in PAGES if page.writes)
