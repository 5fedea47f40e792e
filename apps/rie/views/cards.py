"""One factor as a card on the page: plain values, so that the template only has to write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.organisations.forms import ConflictChoice
from apps.organisations.merging import fingerprints
from apps.organisations.models import Department
from apps.rie.addresses import address
from apps.rie.content.tree import FactorContent
from apps.rie.domain.answers import answer_values, new_answer
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.domain.instrument import instrument_content
from apps.rie.forms import BASE_FIELDS, MAIN_FIELDS, MORE_FIELDS, AnswerForm, needs_details
from apps.rie.models import Answer
from apps.rie.page import DossierPage
from apps.rie.views.fields import Choices, FieldView, field_view, questions


@dataclass(frozen=True)
class Card:
    """``form`` is there when something that was sent is not saved."""

    factor: FactorContent
    url: str
    explanation: SafeString
    seen_json: str
    verdict: FieldView
    reason: FieldView
    note: FieldView
    main: tuple[FieldView, ...]
    more: tuple[FieldView, ...]
    form: AnswerForm | None = None

    @property
    def more_is_filled(self) -> bool:
        """Whether something stands (or is wrong) in the part that is folded away at first."""
        return any(field.is_filled for field in self.more)

    @property
    def code(self) -> str:
        return self.factor.code

    @property
    def conflicts(self) -> Sequence[ConflictChoice]:
        return self.form.conflicts if self.form else ()

    @property
    def errors(self) -> tuple[str, ...]:
        """Everything that stands in the way of saving, without the messages that stand at a field."""
        shown = {field.name for field in (self.reason, self.note, *self.main, *self.more)}
        return tuple(
            message
            for name, messages in (self.form.errors if self.form else {}).items()
            if name not in shown
            for message in messages
        )


def answer_form(
    page: DossierPage, factor: FactorContent, stored: Answer, *, details: bool, data: Any = None
) -> AnswerForm:
    """What was sent about one factor, to be checked against what is stored."""
    return AnswerForm(
        data,
        factor=factor,
        content=page.content,
        departments=lambda: departments_to_choose(page),
        details=details,
        values=answer_values(stored),
    )


def departments_to_choose(page: DossierPage) -> list[Department]:
    """Departments of the firm: those in use, and those an answer still names.

    One query a page.
    """
    if not hasattr(page, "_departments"):
        named = {key for entry in page.assessment.factors if entry.answer for key in entry.answer.departments}
        everything = Department.objects.filter(organisation=page.request.organisation)
        page._departments = [d for d in everything if d.is_active or str(d.pk) in named]
    return page._departments


def assessed_card(page: DossierPage, assessed: AssessedFactor) -> Card:
    """A factor as it is stored now."""
    stored = assessed.answer or new_answer(dossier=page.dossier, factor=assessed.factor)
    return stored_card(page, assessed.factor, stored)


def stored_card(page: DossierPage, factor: FactorContent, stored: Answer) -> Card:
    """A factor with this answer."""
    values = answer_values(stored)
    asked = questions(page.dossier.instrument_id, factor.code)
    names = [*BASE_FIELDS, *((*MAIN_FIELDS, *MORE_FIELDS) if needs_details(stored.verdict) else ())]
    shown = {name: values[name] for name in names if name in asked}
    return _card(page, factor, shown, seen_json=fingerprints(shown))


def unsaved_card(page: DossierPage, form: AnswerForm) -> Card:
    """A factor with what was typed, what is wrong with it and what to choose."""
    typed = {name: form[name].value() for name in form.stored}
    return _card(page, form.factor, typed, seen_json=form["seen_json"].value(), form=form)


def _card(
    page: DossierPage,
    factor: FactorContent,
    values: Mapping[str, Any],
    *,
    seen_json: str,
    form: AnswerForm | None = None,
) -> Card:
    asked = questions(page.dossier.instrument_id, factor.code)
    views = {
        name: field_view(
            asked[name],
            value,
            code=factor.code,
            is_locked=not page.may_change,
            errors=form.errors.get(name, ()) if form else (),
            choices=_departments(page) if name == "departments" else None,
        )
        for name, value in values.items()
    }
    return Card(
        factor=factor,
        url=address("rie:answer", page.dossier.organisation_id, page.dossier.pk, factor.code),
        explanation=explanation(
            page.dossier.instrument_id, factor.code, page.request.organisation.sector, get_language()
        ),
        seen_json=seen_json,
        verdict=views["verdict"],
        reason=views["reason"],
        note=views["note"],
        main=_part(views, MAIN_FIELDS),
        more=_part(views, MORE_FIELDS),
        form=form,
    )


def _departments(page: DossierPage) -> Choices:
    return tuple((str(department.pk), department.name) for department in departments_to_choose(page))


def _part(views: Mapping[str, FieldView], names: Sequence[str]) -> tuple[FieldView, ...]:
    """The fields of one part; a list without choices (a firm without departments) is left out."""
    found = [views[name] for name in names if name in views]
    return tuple(view for view in found if view.kind != "checks" or view.options)


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
