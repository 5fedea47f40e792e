"""One factor as a card on the page: plain values, so that the template only has to write them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.forms import BoundField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.organisations.models import Department
from apps.rie.content.tree import FactorContent
from apps.rie.domain.answers import answer_values, new_answer
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.domain.instrument import instrument_content
from apps.rie.forms import MAIN_FIELDS, MORE_FIELDS, AnswerForm, needs_details
from apps.rie.models import Answer
from apps.rie.page import DossierPage

SELECTS = ("frequency", "reach", "severity", "happened")
CHECKS = ("special_groups", "departments", "measures_in_place")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class FieldView:
    """A field as the page writes it. ``kind`` is ``select``, ``checks`` or ``text``."""

    kind: str
    name: str
    id: str
    label: str
    help: str
    value: str
    options: tuple[Option, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    factor: FactorContent
    form: AnswerForm
    url: str
    explanation: SafeString
    verdict: FieldView
    reason: FieldView
    note: FieldView
    main: tuple[FieldView, ...]
    more: tuple[FieldView, ...]

    @property
    def more_is_filled(self) -> bool:
        """Whether something stands (or is wrong) in the part that is folded away at first."""
        return any(
            field.value or field.errors or any(option.chosen for option in field.options)
            for field in self.more
        )

    @property
    def code(self) -> str:
        return self.factor.code

    @property
    def errors(self) -> tuple[str, ...]:
        """Everything that stands in the way of saving, without the messages that stand at a field."""
        shown = {field.name for field in (self.reason, self.note, *self.main, *self.more)}
        return tuple(
            message
            for name, messages in self.form.errors.items()
            if name not in shown
            for message in messages
        )


def answer_form(
    page: DossierPage, factor: FactorContent, stored: Answer, *, details: bool, data: Any = None
) -> AnswerForm:
    """The form of one factor, drawn from (or checked against) what is stored."""
    return AnswerForm(
        data,
        factor=factor,
        content=page.content,
        departments=lambda: departments_to_choose(page),
        details=details,
        values=answer_values(stored),
    )


def stored_form(page: DossierPage, assessed: AssessedFactor) -> AnswerForm:
    """The form of one factor as it is stored now."""
    stored = assessed.answer or new_answer(dossier=page.dossier, factor=assessed.factor)
    return answer_form(page, assessed.factor, stored, details=needs_details(stored.verdict))


def departments_to_choose(page: DossierPage) -> list[Department]:
    """Departments of the firm: those in use, and those an answer still names.

    One query a page.
    """
    if not hasattr(page, "_departments"):
        named = {key for entry in page.assessment.factors if entry.answer for key in entry.answer.departments}
        everything = Department.objects.filter(organisation=page.request.organisation)
        page._departments = [d for d in everything if d.is_active or str(d.pk) in named]
    return page._departments


def make_card(page: DossierPage, form: AnswerForm) -> Card:
    factor = form.factor
    return Card(
        factor=factor,
        form=form,
        url=reverse("rie:answer", args=[page.dossier.organisation_id, page.dossier.pk, factor.code]),
        explanation=explanation(
            page.dossier.instrument_id, factor.code, page.request.organisation.sector, get_language()
        ),
        verdict=_view(form["verdict"], "select"),
        reason=_view(form["reason"], "text"),
        note=_view(form["note"], "text"),
        main=_views(form, MAIN_FIELDS),
        more=_views(form, MORE_FIELDS),
    )


@lru_cache(maxsize=4096)
def explanation(instrument_id: UUID, code: str, sector: str, language: str) -> SafeString:
    """Why a factor is asked, ready to show. Published content never changes, so it is drawn once."""
    content = instrument_content(instrument_id)
    factor = content.factors[code]
    context = {
        "factor": factor,
        "example": factor.text.examples.get(sector, ""),
        "legal_grounds": [
            (article, ground.status)
            for ground in content.spec.legal_grounds
            if ground.key in factor.spec.legal_grounds
            for article in content.text.legal_grounds[ground.key]
        ],
        "coming_law": content.coming_law_of(factor),
    }
    return render_to_string("rie/_explanation.html", context)


def _views(form: AnswerForm, names: tuple[str, ...]) -> tuple[FieldView, ...]:
    """The fields of one part; a list without choices (a firm without departments) is left out."""
    views = [_view(form[name], _kind(name)) for name in names if name in form.fields]
    return tuple(view for view in views if view.kind != "checks" or view.options)


def _kind(name: str) -> str:
    if name in SELECTS:
        return "select"
    return "checks" if name in CHECKS else "text"


def _view(field: BoundField, kind: str) -> FieldView:
    value = field.value()
    chosen = {str(item) for item in value} if isinstance(value, list | tuple) else {str(value)}
    if value is None:
        chosen = {""}
    options = tuple(
        Option(str(key), str(label), str(key) in chosen) for key, label in getattr(field.field, "choices", ())
    )
    return FieldView(
        kind=kind,
        name=field.name,
        id=field.auto_id,
        label=str(field.label),
        help=str(field.help_text),
        value="" if value is None or kind != "text" else str(value),
        options=options,
        errors=tuple(field.errors),
    )
