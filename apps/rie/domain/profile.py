"""The verkenning: which factors a firm is asked, and why the others are not.

A factor goes off only on what the employer said: every question behind it has been answered,
none of the answers that call for the factor was given, and none was "I don't know".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from apps.organisations.merging import Merge, merge
from apps.rie.content.schema import UNKNOWN_OPTION
from apps.rie.content.tree import FactorContent, InstrumentContent
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import OPEN_STATES, Dossier

NONE_OPTION = "none"

Profile = Mapping[str, Sequence[str]]


class InvalidProfileError(ValueError):
    """An answer that the question does not offer. The message names question and options."""


def chosen_options(profile: Profile) -> frozenset[str]:
    """All answers given, as ``question.option``, the way conditions in the content name them."""
    return frozenset(f"{question}.{option}" for question, options in profile.items() for option in options)


def switched_off(content: InstrumentContent, profile: Profile) -> dict[str, str]:
    """Factor code → the reason it is not asked, in words the report can print.

    Factors without a condition, and factors whose questions are still open, are never in it.
    """
    reasons: dict[str, str] = {}
    chosen = chosen_options(profile)
    for factor in content.factors.values():
        if _is_off(factor, profile, chosen):
            reasons[factor.code] = _reason(content, factor)
    return reasons


def active_factors(content: InstrumentContent, profile: Profile) -> tuple[FactorContent, ...]:
    """The factors to ask, in the order of the instrument."""
    off = switched_off(content, profile)
    return tuple(factor for factor in content.factors.values() if factor.code not in off)


def check_profile(content: InstrumentContent, profile: Profile) -> None:
    """Refuse what the questions do not offer.

    Raises:
        InvalidProfileError: unknown question or option, or more than one answer to a single question.
    """
    for key, options in profile.items():
        question = content.questions.get(key)
        if question is None:
            raise InvalidProfileError(
                f"{key}: this question does not exist; choose from {', '.join(content.questions)}"
            )
        allowed = [*question.spec.options, *([NONE_OPTION] if question.is_multiple else [])]
        unknown = [option for option in options if option not in allowed]
        if unknown or not options:
            raise InvalidProfileError(
                f"{key}: {', '.join(unknown) or 'nothing'} is not an answer; choose from {', '.join(allowed)}"
            )
        if len(options) > 1 and (not question.is_multiple or NONE_OPTION in options):
            raise InvalidProfileError(f"{key}: these answers exclude each other: {', '.join(options)}")


def save_profile(*, dossier: Dossier, seen: Mapping[str, str], typed: dict[str, list[str]]) -> Merge:
    """Save answers to profile questions; a question a colleague answered meanwhile is a conflict.

    ``typed`` must have passed :func:`check_profile`. An empty list takes an answer back.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    while True:
        if not dossier.is_open:
            raise DossierClosedError
        stored: dict[str, Any] = {key: dossier.profile.get(key, []) for key in typed}
        outcome = merge(seen=seen, stored=stored, typed=typed)
        if outcome.conflicts or not outcome.changes:
            return outcome
        profile = {key: value for key, value in {**dossier.profile, **outcome.changes}.items() if value}
        saved = Dossier.objects.filter(pk=dossier.pk, version=dossier.version, state__in=OPEN_STATES).update(
            profile=profile, version=F("version") + 1
        )
        if saved:
            dossier.profile, dossier.version = profile, dossier.version + 1
            return outcome
        # Someone saved between our reading and our writing: look again and decide anew.
        dossier.refresh_from_db(fields=["profile", "version", "state"])


def _is_off(factor: FactorContent, profile: Profile, chosen: frozenset[str]) -> bool:
    conditions = factor.spec.applies_if
    if not conditions or factor.spec.required_of_everyone:
        return False
    for condition in conditions:
        question = condition.split(".")[0]
        if not profile.get(question) or condition in chosen or UNKNOWN_OPTION in profile[question]:
            return False
    return True


def _reason(content: InstrumentContent, factor: FactorContent) -> str:
    reasons: dict[str, None] = {}
    for condition in factor.spec.applies_if:
        question, option = condition.split(".")
        reasons[content.questions[question].text.off_reason[option]] = None
    return " ".join(reasons)
