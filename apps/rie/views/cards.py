"""One factor as a card on the page: plain values, so that the template only has to write them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from apps.organisations.forms import ConflictChoice
from apps.organisations.merging import fingerprints
from apps.organisations.models import Department, User
from apps.rie.addresses import address
from apps.rie.content.tree import FactorContent
from apps.rie.domain.answers import FilledIn, answer_values, new_answer
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


@dataclass(frozen=True)
class Surroundings:
    """What a card depends on beside its answer. ``departments``: those to choose from, when it asks that."""

    instrument_id: UUID
    sector: str
    language: str | None
    is_locked: bool
    departments: Choices = ()


Shown = tuple[tuple[str, Any], ...]
# Marks in a card that is kept, for what differs per person; nobody can guess them and write them in a text.
_ADDRESS, _TOKEN = secrets.token_hex(16), secrets.token_hex(16)


def draw_card(page: DossierPage, card: Card, colleague: User | None = None) -> SafeString:
    """The HTML of one card. ``colleague``: who saved what it is in conflict with."""
    return _draw(card, may_change=page.may_change, csrf_token=get_token(page.request), colleague=colleague)


def draw_assessed_card(page: DossierPage, assessed: AssessedFactor) -> SafeString:
    """The HTML of a factor as it is stored now.

    A card without text of people looks the same in every firm of a sector that chose the same, so it is
    drawn once, with marks for the two things that differ: the address and the token of the session.
    """
    stored = assessed.answer or new_answer(dossier=page.dossier, factor=assessed.factor)
    shown = _shown_values(page, assessed.factor, stored)
    if any(isinstance(value, str) and value for name, value in shown.items() if name != "verdict"):
        return draw_card(page, stored_card(page, assessed.factor, stored))
    values = tuple(
        (name, tuple(value) if isinstance(value, list) else value) for name, value in shown.items()
    )
    drawn = _draw_once(_surroundings(page, shown), assessed.code, values)
    drawn = drawn.replace(_ADDRESS, _address_of(page, assessed.code))
    drawn = drawn.replace(_TOKEN, get_token(page.request))
    return mark_safe(drawn)  # noqa: S308 (our own template, an address and a token)


@lru_cache(maxsize=1024)
def _draw_once(around: Surroundings, code: str, values: Shown) -> SafeString:
    shown = {name: list(value) if isinstance(value, tuple) else value for name, value in values}
    factor = instrument_content(around.instrument_id).factors[code]
    card = _card(around, factor, shown, url=_ADDRESS, seen_json=fingerprints(shown))
    return _draw(card, may_change=not around.is_locked, csrf_token=_TOKEN)


def _draw(card: Card, *, may_change: bool, csrf_token: str, colleague: User | None = None) -> SafeString:
    context = {
        "card": card,
        "may_change": may_change,
        "csrf_token": csrf_token,
        "oob": False,
        "saved_at": None,
        "colleague": colleague,
    }
    return render_to_string("rie/_card.html", context)


def stored_card(page: DossierPage, factor: FactorContent, stored: Answer | FilledIn) -> Card:
    """A factor with this answer."""
    shown = _shown_values(page, factor, stored)
    url = _address_of(page, factor.code)
    return _card(_surroundings(page, shown), factor, shown, url=url, seen_json=fingerprints(shown))


def unsaved_card(page: DossierPage, form: AnswerForm) -> Card:
    """A factor with what was typed, what is wrong with it and what to choose."""
    typed = {name: form[name].value() for name in form.stored}
    return _card(
        _surroundings(page, typed),
        form.factor,
        typed,
        url=_address_of(page, form.factor.code),
        seen_json=form["seen_json"].value(),
        form=form,
    )


def _shown_values(page: DossierPage, factor: FactorContent, stored: Answer | FilledIn) -> dict[str, Any]:
    values = answer_values(stored)
    asked = questions(page.dossier.instrument_id, factor.code)
    names = [*BASE_FIELDS, *((*MAIN_FIELDS, *MORE_FIELDS) if needs_details(stored.verdict) else ())]
    return {name: values[name] for name in names if name in asked}


def _surroundings(page: DossierPage, shown: Mapping[str, Any]) -> Surroundings:
    return Surroundings(
        instrument_id=page.dossier.instrument_id,
        sector=page.request.organisation.sector,
        language=get_language(),
        is_locked=not page.may_change,
        departments=_departments(page) if "departments" in shown else (),
    )


def _address_of(page: DossierPage, code: str) -> str:
    return address("rie:answer", page.dossier.organisation_id, page.dossier.pk, code)


def _card(
    around: Surroundings,
    factor: FactorContent,
    values: Mapping[str, Any],
    *,
    url: str,
    seen_json: str,
    form: AnswerForm | None = None,
) -> Card:
    asked = questions(around.instrument_id, factor.code)
    views = {
        name: field_view(
            asked[name],
            value,
            code=factor.code,
            is_locked=around.is_locked,
            errors=form.errors.get(name, ()) if form else (),
            choices=around.departments if name == "departments" else None,
        )
        for name, value in values.items()
    }
    return Card(
        factor=factor,
        url=url,
        explanation=explanation(around.instrument_id, factor.code, around.sector, around.language),
        seen_json=seen_json,
        verdict=views["verdict"],
        reason=views["reason"],
        note=views["note"],
        main=_part(views, MAIN_FIELDS),
        more=_part(views, MORE_FIELDS),
        form=form,
    )


def _departments(page: DossierPage) -> Choices:
    """Who speaks for one department ticks that one only."""
    found = departments_to_choose(page)
    return tuple((str(one.pk), one.name) for one in found if page.own_department in (None, one.pk))


def _part(views: Mapping[str, FieldView], names: Sequence[str]) -> tuple[FieldView, ...]:
    """The fields of one part; a list without choices (a firm without departments) is left out."""
    found = [views[name] for name in names if name in views]
    return tuple(view for view in found if view.kind != "checks" or view.options)


@lru_cache(maxsize=4096)
def explanation(instrument_id: UUID, code: str, sector: str, language: str | None) -> SafeString:
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
