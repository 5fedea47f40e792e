"""The points of the toets (psa.md, section 6), and what the frozen version says about each.

Every point belongs to one of the four criteria. The answers live through the rounds of a dossier
(``ChecklistAnswer``): what was checked in the first round need not be checked anew in the second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.review import checklist_says as says
from apps.review.models import ChecklistAnswer, CheckState, Criterion
from apps.rie.models import Dossier

CHECKLIST = _("Checklist of the toets")


@dataclass(frozen=True)
class Point:
    """One thing to look at. ``says``: what the version holds. ``source``: where the point is from."""

    key: str
    title: Any
    question: Any
    criterion: Criterion
    says: Callable[[says.Frozen], str]
    source: Any = CHECKLIST

    @property
    def note_name(self) -> str:
        """The name of its note in a form."""
        return f"{self.key}_note"


POINTS: tuple[Point, ...] = (
    Point(
        "prevention_officer",
        _("Preventive tasks"),
        _("Are the preventive tasks assigned (preventiemedewerker)?"),
        Criterion.COMPLETE,
        says.prevention_officer,
    ),
    Point(
        "bhv",
        _("Emergency response (BHV)"),
        _("Does the RI&E give advice about emergency response (BHV)?"),
        Criterion.COMPLETE,
        says.bhv,
    ),
    Point(
        "pago",
        _("Health examination (PAGO)"),
        _("Does the RI&E give advice about the periodic health examination (PAGO)?"),
        Criterion.COMPLETE,
        says.pago,
    ),
    Point(
        "special_groups",
        _("Special groups"),
        _("Does the RI&E look at special groups, such as young or pregnant employees and temporary workers?"),
        Criterion.COMPLETE,
        says.special_groups,
        _("Arbowet art. 5(1)"),
    ),
    Point(
        "smart_plan",
        _("SMART plan"),
        _("Is the plan concrete: what, by whom, by when, and how you see that it helped?"),
        Criterion.COMPLETE,
        says.smart_plan,
        _("Arbowet art. 5(3) for the term; checklist of the toets"),
    ),
    Point(
        "consent",
        _("Consent"),
        _("Did the OR or PVT consent, or were the employees heard?"),
        Criterion.RELIABLE,
        says.consent,
        _("WOR art. 27; checklist of the toets"),
    ),
    Point(
        "policy_and_practice",
        _("Policy and practice"),
        _("Does the RI&E show the policy and also the real situations?"),
        Criterion.RELIABLE,
        says.policy_and_practice,
    ),
    Point(
        "represents_firm",
        _("The whole firm"),
        _("Does the RI&E represent the firm: all sites, departments and kinds of work?"),
        Criterion.RELIABLE,
        says.represents_firm,
    ),
    Point(
        "spot_checks",
        _("Spot checks"),
        _("Did spot checks on site confirm what the RI&E says?"),
        Criterion.RELIABLE,
        says.spot_checks,
    ),
    Point(
        "up_to_date",
        _("Up to date"),
        _("Does the RI&E fit the work, the experience and the rules of today?"),
        Criterion.CURRENT,
        says.up_to_date,
        _("Arbowet art. 5(4)"),
    ),
    Point(
        "strategy",
        _("Order of measures"),
        _("Does the plan follow the occupational hygiene strategy: first the source, last the person?"),
        Criterion.KNOWLEDGE,
        says.strategy,
    ),
    Point(
        "measures_fit",
        _("Measures fit"),
        _("Do the measures fit the bottlenecks?"),
        Criterion.KNOWLEDGE,
        says.measures_fit,
    ),
    Point(
        "causes",
        _("Root causes"),
        _("Does every risk have a root cause?"),
        Criterion.KNOWLEDGE,
        says.causes,
        _("Practice of the toets since 1 July 2022"),
    ),
    Point(
        "residual_risk",
        _("Residual risk"),
        _("Does the plan say which risk remains after the measures?"),
        Criterion.KNOWLEDGE,
        says.residual_risk,
        _("Practice of the toets since 1 July 2022"),
    ),
)
BY_KEY = {point.key: point for point in POINTS}


def answers_on(dossier: Dossier) -> dict[str, ChecklistAnswer]:
    """Key → answer, of every point that somebody looked at. One query."""
    answers = ChecklistAnswer.objects.filter(dossier=dossier).select_related("by")
    return {answer.key: answer for answer in answers if answer.key in BY_KEY}


def values_of(answers: dict[str, ChecklistAnswer]) -> dict[str, str]:
    """What the form shows: of every point its state and its note, also where nothing was saved. No query."""
    values = {}
    for point in POINTS:
        answer = answers.get(point.key)
        values[point.key] = answer.state if answer else ""
        values[point.note_name] = answer.note if answer else ""
    return values


def states() -> Iterable[tuple[str, Any]]:
    """Choices of a point, with one to take an answer back."""
    return [("", _("Not answered yet")), *CheckState.choices]
