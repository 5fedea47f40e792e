"""Firms to measure with, filled by the verbs of the application itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.actions.domain.proposal import adopt_measures, propose_plan
from apps.organisations.domain.firm import save_department
from apps.organisations.merging import fingerprints, read_fingerprints
from apps.organisations.models import Department, Organisation, User
from apps.rie.content.tree import FactorContent
from apps.rie.domain.answers import answer_values, new_answer, save_answer
from apps.rie.domain.dossier import consultation_of, consultation_values, save_consultation
from apps.rie.domain.instrument import instrument_content
from apps.rie.domain.profile import NONE_OPTION, active_factors, save_profile
from apps.rie.models import Dossier
from apps.rie.queries import assessment_of
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory

TODAY = date(2026, 11, 23)
DEPARTMENTS = ("Winkel", "Magazijn", "Bezorging", "Kantoor")
CAUSE = (
    "In de drukke weken nemen we elke bestelling aan, ook als het team al vol zit. Er is geen grens per dag "
    "en geen lijst van mensen die kunnen inspringen."
)
DONE = "Vaste mensen op de drukste uren, en een oproepkracht voor de weken dat het te veel wordt."
NOTE = "In het werkoverleg het meest genoemd; op zaterdagen vallen de pauzes weg."
# Leaves 55 of the 80 statements, the most that a typical small firm is asked, and the largest subject whole.
YES = ("contact", "staffing")
CHOSEN = {
    "hours": ["peaks", "irregular"],
    "work": [
        "deadlines",
        "expertise",
        "monotonous",
        "interruptions",
        "paperwork",
        "high_stakes",
        "equipment",
    ],
    "groups": ["starters", "flex"],
}
CONSULTATION = {
    "participants": "De eigenaar, de bedrijfsleider en twee medewerkers van de winkel.",
    "held_on": date(2026, 11, 3),
    "method": "In het werkoverleg, in twee groepen. De eigenaar was bij het eerste deel niet aanwezig.",
    "people_heard": 11,
    "outcome": f"Het team is trots op het vak en op de sfeer. {CAUSE} {NOTE}",
}


def full_dossier() -> Dossier:
    """A firm that has answered everything it is asked, every third statement as a problem.

    It has talked with its employees and has no plan yet.
    """
    dossier, user = _new_firm(DEPARTMENTS)
    with scope(organisation=dossier.organisation):
        _answer_profile(dossier)
        seen = read_fingerprints(fingerprints(consultation_values(consultation_of(dossier))))
        save_consultation(dossier=dossier, seen=seen, typed=CONSULTATION)
        factors = active_factors(instrument_content(dossier.instrument_id), dossier.profile)
        for number, factor in enumerate(factors):
            typed = {"verdict": "in_order"} if number % 3 else _problem(dossier, factor, number)
            _answer(dossier, factor, user, typed)
    return dossier


def adopt_proposal(dossier: Dossier) -> None:
    """Put the whole proposal in the plan, as the button on its page does."""
    with scope(organisation=dossier.organisation):
        assessment = assessment_of(dossier)
        proposal = propose_plan(
            organisation=dossier.organisation,
            profile=dossier.profile,
            assessment=assessment,
            in_plan=(),
            left_out=(),
        )
        adopt_measures(
            dossier=dossier,
            assessment=assessment,
            chosen=[measure.code for measure in proposal.measures],
            left_out=(),
            user=owner(dossier),
            today=TODAY,
        )


def sized_dossier(items: int) -> Dossier:
    """So many departments, so many answers that are all problems, and one action against each."""
    dossier, user = _new_firm(f"Afdeling {number}" for number in range(items))
    with scope(organisation=dossier.organisation):
        factors = active_factors(instrument_content(dossier.instrument_id), dossier.profile)[:items]
        for number, factor in enumerate(factors):
            _answer(dossier, factor, user, _problem(dossier, factor, number))
            action = new_action(dossier=dossier)
            action.title, action.due_on = f"Actie {number}", TODAY
            add_action(action=action, factors=[factor], user=user)
    return dossier


def empty_dossier() -> Dossier:
    """A firm that is about to begin: the verkenning is done, no statement is answered."""
    dossier, _user = _new_firm(DEPARTMENTS)
    with scope(organisation=dossier.organisation):
        _answer_profile(dossier)
    return dossier


def owner(dossier: Dossier) -> User:
    """The employer who made the dossier."""
    return User.objects.get(memberships__organisation=dossier.organisation_id)


def _new_firm(departments: Iterable[str]) -> tuple[Dossier, User]:
    organisation: Organisation = OrganisationFactory(prevention_officer="De bedrijfsleider")
    user = UserFactory(name="Ans de Boer")
    MembershipFactory(organisation=organisation, user=user)
    dossier = DossierFactory(organisation=organisation)
    with scope(organisation=organisation):
        for name in departments:
            save_department(department=Department(organisation=organisation, name=name, headcount=3))
    return dossier, user


def _answer_profile(dossier: Dossier) -> None:
    """Answer every question of the verkenning."""
    questions = instrument_content(dossier.instrument_id).questions
    typed = {
        key: CHOSEN.get(key, [NONE_OPTION]) if question.is_multiple else ["yes" if key in YES else "no"]
        for key, question in questions.items()
    }
    seen = read_fingerprints(fingerprints({key: [] for key in questions}))
    save_profile(dossier=dossier, seen=seen, typed=typed)


def _problem(dossier: Dossier, factor: FactorContent, number: int) -> dict[str, Any]:
    """Something wrong, of a size that differs with ``number``, told in ordinary sentences."""
    departments = Department.objects.filter(organisation=dossier.organisation).values_list("pk", flat=True)
    scales = {"frequency": number % 4 + 1, "reach": number // 2 % 4 + 1, "severity": number % 3 + 1}
    return {
        "verdict": ("partly", "not_in_order")[number % 2],
        "root_cause": CAUSE,
        "in_place": DONE,
        "note": NOTE,
        "departments": [str(pk) for pk in departments[:2]],
        **({} if factor.is_policy else scales),
    }


def _answer(dossier: Dossier, factor: FactorContent, user: User, typed: dict[str, Any]) -> None:
    answer = new_answer(dossier=dossier, factor=factor)
    seen = read_fingerprints(fingerprints(answer_values(answer)))
    save_answer(answer=answer, seen=seen, typed=typed, user=user)
