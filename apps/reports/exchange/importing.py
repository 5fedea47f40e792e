"""From a dossier file to a new organisation with its dossier. All of it, or nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django_scopes import scope

from apps.actions.domain.plan import settle_risk
from apps.organisations.domain.firm import found_organisation
from apps.organisations.models import Department, Organisation, User
from apps.reports.exchange.checking import CheckedFile, check
from apps.reports.exchange.importing_plan import Target, write_plan
from apps.reports.exchange.schema import AnswerPart, DossierFile, OrganisationPart
from apps.reports.exchange.values import in_order
from apps.rie.content.yamlfile import parse_yaml, read_yaml
from apps.rie.domain.answers import change_priority, new_answer
from apps.rie.domain.dossier import close_dossier
from apps.rie.evaluation import Priority
from apps.rie.models import Answer, Consultation, Dossier, DossierState, PriorityChange


def import_dossier(
    *,
    path: Path | None = None,
    text: str | None = None,
    name: str = "dossier.yaml",
    owner: User | None = None,
) -> Dossier:
    """Create an organisation with one dossier from a file, or from text in that format.

    Ids and moments are new: the same file twice gives two organisations with equal dossiers.

    Args:
        path: the file; or else ``text``, with ``name`` for the messages.
        owner: becomes employer of the organisation. Without it nobody is a member yet.

    Raises:
        ContentError: with every mistake (file, line, key, remedy). Nothing is written.
        ValueError: both ``path`` and ``text`` are given, or neither.
    """
    if (path is None) == (text is None):
        raise ValueError("Give either path or text")
    file = parse_yaml(text, name=name) if path is None else read_yaml(path)
    # Titles left out are those of the measure in the language of the installation, whoever asks.
    with translation.override(settings.LANGUAGE_CODE):
        return _write(check(file), owner)


@transaction.atomic
def _write(checked: CheckedFile, owner: User | None) -> Dossier:
    organisation = _organisation(checked.data.organisation, owner)
    with scope(organisation=organisation):
        departments = _departments(checked.data.organisation, organisation)
        dossier = _dossier(checked, organisation)
        target = Target(dossier, checked.content, departments, owner)
        _consultation(checked.data, target)
        _answers(checked.data, target)
        _priority_changes(checked.data, target)
        write_plan(checked.data, target)
        _settled(checked.data, target)
        if checked.data.dossier.state == DossierState.ARCHIVED:
            close_dossier(dossier=dossier)
    return dossier


def _organisation(part: OrganisationPart, owner: User | None) -> Organisation:
    organisation = Organisation(**part.model_dump(exclude={"departments"}))
    if owner is not None:
        return found_organisation(organisation=organisation, owner=owner)
    organisation.full_clean()
    organisation.save(force_insert=True)
    return organisation


def _departments(part: OrganisationPart, organisation: Organisation) -> dict[str, str]:
    rows = [
        Department(
            organisation=organisation, name=entry.name, headcount=entry.headcount, is_active=entry.active
        )
        for entry in part.departments
    ]
    Department.objects.bulk_create(rows)
    return {row.name: str(row.pk) for row in rows}


def _dossier(checked: CheckedFile, organisation: Organisation) -> Dossier:
    profile = {
        key: in_order(checked.data.profile[key], question.spec.options)
        for key, question in checked.content.questions.items()
        if key in checked.data.profile
    }
    return Dossier.objects.create(
        organisation=organisation,
        instrument_id=checked.content.id,
        year=checked.data.dossier.year,
        profile=profile,
    )


def _consultation(data: DossierFile, target: Target) -> None:
    if data.consultation.model_dump(exclude_defaults=True):
        Consultation.objects.create(
            organisation_id=target.dossier.organisation_id,
            dossier=target.dossier,
            **data.consultation.model_dump(),
        )


def _answers(data: DossierFile, target: Target) -> None:
    Answer.objects.bulk_create(
        _answer(part, code, target)
        for code, factor in target.content.factors.items()
        if (part := data.answers.get(code)) is not None
    )


def _answer(part: AnswerPart, code: str, target: Target) -> Answer:
    answer = new_answer(dossier=target.dossier, factor=target.content.factors[code])
    values: dict[str, Any] = part.model_dump()
    values["special_groups"] = in_order(part.special_groups, target.content.text.special_groups)
    values["measures_in_place"] = in_order(part.measures_in_place, target.content.measures)
    values["departments"] = [target.departments[name] for name in sorted(part.departments)]
    for name, value in values.items():
        setattr(answer, name, value)
    answer.updated_by = target.user
    return answer


def _priority_changes(data: DossierFile, target: Target) -> None:
    """The newest change counts, so their order must survive a clock that stands still."""
    now = timezone.now()
    for number, part in enumerate(data.priority_changes):
        change = change_priority(
            dossier=target.dossier,
            factor=target.content.factors[part.factor],
            computed=Priority.from_key(part.computed) if part.computed else None,
            chosen=Priority.from_key(part.chosen) if part.chosen else None,
            note=part.note,
            user=target.user,
        )
        moment = now - timedelta(microseconds=len(data.priority_changes) - number)
        PriorityChange.objects.filter(pk=change.pk).update(changed_at=moment)


def _settled(data: DossierFile, target: Target) -> None:
    factors = target.content.factors
    for code in in_order(data.settled, factors):
        settle_risk(dossier=target.dossier, factor=factors[code], reason=data.settled[code], user=target.user)
