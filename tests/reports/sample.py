"""A dossier as a small shop would make it: about forty-five statements, a dozen risks and a plan.

Made with the verbs of the application, on fixed days, so that every report of it is the same.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import time_machine
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action, settle_risk
from apps.organisations.domain.firm import save_department
from apps.organisations.merging import fingerprints, read_fingerprints
from apps.organisations.models import Department, User
from apps.rie.domain.answers import answer_values, change_priority, new_answer, save_answer
from apps.rie.domain.dossier import consultation_of, consultation_values, save_consultation
from apps.rie.domain.instrument import instrument_content
from apps.rie.domain.profile import active_factors, save_profile
from apps.rie.evaluation import Priority
from apps.rie.models import Answer, Dossier
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory

TODAY = "2026-11-23T10:00:00+01:00"
PROFILE = {
    "contact": ["yes"],
    "heavy_contact": ["no"],
    "money": ["yes"],
    "alone": ["yes"],
    "hours": ["peaks", "irregular"],
    "work": ["interruptions"],
    "staffing": ["yes"],
    "spread": ["no"],
    "change": ["no"],
    "digital": ["yes"],
    "apps": ["yes"],
    "ai": ["no"],
    "monitoring": ["no"],
    "remote": ["no"],
    "groups": ["starters", "flex"],
    "care_tasks": ["unknown"],
    "dependency": ["none"],
    "events": ["robbery"],
}
RISKS: dict[str, dict[str, Any]] = {
    "W03": {
        "verdict": "not_in_order",
        "frequency": 3,
        "reach": 3,
        "severity": 2,
        "special_groups": ["flex"],
        "root_cause": "In het bloemenseizoen zijn we met te weinig mensen. Bestellingen nemen we altijd aan.",
        "note": "Vooral rond Valentijnsdag en Moederdag.",
        "in_place": "In mei helpt een oproepkracht mee.",
    },
    "W04": {"verdict": "partly", "frequency": 2, "reach": 2, "severity": 2, "root_cause": "Twee vacatures."},
    "W07": {"verdict": "partly", "frequency": 4, "reach": 2, "severity": 1},
    "W14": {"verdict": "partly", "frequency": 2, "reach": 1, "severity": 1},
    "W24": {
        "verdict": "not_in_order",
        "frequency": 3,
        "reach": 3,
        "severity": 2,
        "root_cause": "Wie sluit, ruimt ook op. Dat past niet in de uren van het rooster.",
    },
    "W26": {
        "verdict": "partly",
        "frequency": 3,
        "reach": 2,
        "root_cause": "Alleen in de winkel is pauze lastig.",
    },
    "W32": {
        "verdict": "partly",
        "frequency": 3,
        "reach": 4,
        "severity": 1,
        "note": "De groepsapp gaat 's avonds door.",
    },
    "W40": {
        "verdict": "partly",
        "frequency": 2,
        "reach": 2,
        "severity": 2,
        "special_groups": ["starters", "young"],
    },
    "W44": {"verdict": "not_in_order", "root_cause": "Er was geen vast moment om werkdruk te bespreken."},
    "O11": {"verdict": "not_in_order", "root_cause": "Niemand wist dat het ook via de branche kan."},
    "O15": {
        "verdict": "partly",
        "happened": True,
        "frequency": 2,
        "reach": 3,
        "severity": 2,
        "root_cause": "Lange wachttijd op drukke dagen, en niemand weet wie mag ingrijpen.",
        "note": "Klanten schelden als een boeket niet op tijd klaar is.",
        "measures_in_place": ["M66"],
    },
    "O20": {
        "verdict": "partly",
        "frequency": 3,
        "reach": 2,
        "severity": 3,
        "root_cause": "Op maandag sluit één persoon af.",
    },
    "I09": {"verdict": "partly", "root_cause": "Afspraken staan nergens op papier."},
    "W01": {"verdict": "partly", "frequency": 2, "reach": 2, "severity": 2},
}
OTHERS: dict[str, dict[str, Any]] = {
    "W18": {"verdict": "to_discuss", "note": "Bespreken in het werkoverleg van december."},
    "W19": {"verdict": "partly"},
    "O05": {
        "verdict": "not_applicable",
        "reason": "We nemen niemand aan en de lonen volgen de cao.",
    },
}
ACTIONS: tuple[dict[str, Any], ...] = (
    {
        "measure": "M65",
        "factors": ["O15"],
        "owner_name": "Eigenaar",
        "due_on": date(2027, 2, 1),
        "start_on": date(2026, 12, 1),
        "evaluate_on": date(2027, 5, 1),
        "budget": Decimal(350),
        "residual_priority": "medium",
    },
    {
        "measure": "M55",
        "factors": ["O11"],
        "owner_name": "Eigenaar",
        "due_on": date(2027, 1, 15),
        "residual_priority": "low",
    },
    {
        "measure": "M03",
        "factors": ["W03", "W04", "W24"],
        "owner_name": "Bedrijfsleider",
        "due_on": date(2027, 4, 1),
        "evaluate_on": date(2027, 7, 1),
        "budget": Decimal("1250.50"),
        "status": "in_progress",
    },
    {
        "measure": "M23",
        "factors": ["W03", "W26", "W01"],
        "owner_name": "Bedrijfsleider",
        "due_on": date(2027, 3, 1),
    },
    {
        "measure": "M68",
        "factors": ["O20"],
        "owner_name": "Eigenaar",
        "due_on": date(2027, 2, 15),
        "budget": Decimal(600),
    },
    {"measure": "M20", "factors": ["W44"], "owner_name": "Eigenaar", "due_on": date(2027, 2, 20)},
    {"measure": "M72", "factors": ["I09"], "owner_name": "Preventiemedewerker", "due_on": date(2027, 3, 15)},
    {"measure": "M33", "factors": ["W40"], "owner_name": "", "due_on": date(2027, 6, 1)},
    {
        "title": "Eén weekrooster op het prikbord",
        "factors": ["W14"],
        "owner_name": "Planner",
        "due_on": date(2027, 9, 1),
    },
    {
        "title": "Nieuwe kassa kopen",
        "factors": ["W07"],
        "owner_name": "Eigenaar",
        "due_on": date(2027, 9, 1),
        "status": "cancelled",
        "status_note": "De oude kassa is gerepareerd.",
    },
)
CONSULTATION = {
    "participants": "Eigenaar, bedrijfsleider en twee medewerkers van de winkel.",
    "held_on": date(2026, 11, 3),
    "method": "Gesprek met het hele team, in twee groepen.",
    "people_heard": 11,
    "outcome": "Iedereen herkent de drukte in het seizoen. Boze klanten zijn het vervelendst. "
    "Het team wil een vast aanspreekpunt en een beter rooster voor de drukke weken.",
}


def full_dossier(*, headcount: int = 12, **firm: object) -> Dossier:
    """The whole sample: filled in, discussed, with a plan. Outside a scope when it returns."""
    with time_machine.travel(TODAY, tick=False):
        organisation = OrganisationFactory(headcount=headcount, prevention_officer="Ans de Boer", **firm)
        user = UserFactory(name="Ans de Boer")
        MembershipFactory(organisation=organisation, user=user)
        dossier = DossierFactory(organisation=organisation)
        with scope(organisation=organisation):
            for name, number in (("Winkel", 8), ("Bezorging", 4)):
                save_department(department=Department(organisation=organisation, name=name, headcount=number))
            take_profile(dossier, PROFILE)
            answer_all(dossier, user)
            hear_employees(dossier)
            plan(dossier, user)
    return dossier


def take_profile(dossier: Dossier, profile: dict[str, list[str]]) -> None:
    """Answer the verkenning."""
    seen = read_fingerprints(fingerprints({key: dossier.profile.get(key, []) for key in profile}))
    save_profile(dossier=dossier, seen=seen, typed=profile)


def answer_all(dossier: Dossier, user: User) -> None:
    """Answer every statement that is asked, but the last one; what is no risk is in order."""
    content = instrument_content(dossier.instrument_id)
    shop = Department.objects.get(name="Winkel")
    given = {**RISKS, **OTHERS}
    for factor in active_factors(content, dossier.profile)[:-1]:
        typed = {"verdict": "in_order", **given.get(factor.code, {})}
        if factor.code == "O15":
            typed["departments"] = [str(shop.pk)]
        answer(dossier, factor.code, user, **typed)
    change_priority(
        dossier=dossier,
        factor=content.factors["W32"],
        computed=Priority.LOW,
        chosen=Priority.MEDIUM,
        note="Het team noemde dit in het gesprek het vaakst.",
        user=user,
    )


def answer(dossier: Dossier, code: str, user: User, **typed: object) -> Answer:
    """Give or change one answer. Needs a scope."""
    factor = instrument_content(dossier.instrument_id).factors[code]
    stored = Answer.objects.filter(dossier=dossier, factor_id=factor.id).first()
    stored = stored or new_answer(dossier=dossier, factor=factor)
    stored.dossier = dossier
    seen = read_fingerprints(fingerprints(answer_values(stored)))
    saved = save_answer(answer=stored, seen=seen, typed=typed, user=user)
    return saved.answer


def hear_employees(dossier: Dossier, **changes: object) -> None:
    """Record how employees were heard. Needs a scope."""
    seen = read_fingerprints(fingerprints(consultation_values(consultation_of(dossier))))
    save_consultation(dossier=dossier, seen=seen, typed={**CONSULTATION, **changes})


def plan(dossier: Dossier, user: User) -> None:
    """Put the actions in the plan, and leave one risk with a reason and one without anything."""
    content = instrument_content(dossier.instrument_id)
    for line in ACTIONS:
        act(dossier, user, **line)
    settle_risk(
        dossier=dossier,
        factor=content.factors["W32"],
        reason="We kijken dit in het voorjaar opnieuw aan.",
        user=user,
    )


def act(dossier: Dossier, user: User, *, factors: list[str], measure: str = "", **fields: object) -> None:
    """Add one action, of the catalogue or of the firm's own. Needs a scope."""
    content = instrument_content(dossier.instrument_id)
    action = new_action(dossier=dossier)
    if measure:
        chosen = content.measures[measure]
        action.measure_id, action.title = chosen.id, chosen.text.title
        action.description = chosen.text.first_step
    for name, value in fields.items():
        setattr(action, name, value)
    add_action(action=action, factors=[content.factors[code] for code in factors], user=user)
