"""What stands out in a frozen version: named checks for the adviser who reads it.

Pure: everything comes from the frozen content, the instrument and the day the version was submitted, so
that the page says the same as long as the version lives. A rule that the plan of the firm has too
(``apps.actions.checks``) keeps the id and the title it has there. The checks point and never judge: the
adviser does. Their numbers are our own proposal (docs/decisions), no law.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.actions.checks import CHECKS, Severity
from apps.review import frozen_checks as rules
from apps.review.frozen_checks import Find, FrozenDossier, Mark
from apps.rie.evaluation import Priority

_PLAN_TITLES = {check.id: check.title for check in CHECKS}


@dataclass(frozen=True)
class ReviewCheck:
    """A rule with a name. ``id`` never changes: a finding or a talk may refer to it."""

    id: str
    severity: Severity
    title: Any
    explanation: Any
    find: Find


@dataclass(frozen=True)
class Standing:
    """A check that found something."""

    check: ReviewCheck
    marks: tuple[Mark, ...]


def standing_out(dossier: FrozenDossier) -> tuple[Standing, ...]:
    """Every check that found something, in the order of ``REVIEW_CHECKS``."""
    found = ((check, tuple(check.find(dossier))) for check in REVIEW_CHECKS)
    return tuple(Standing(check, marks) for check, marks in found if marks)


def _twin(check_id: str, severity: Severity, explanation: Any, find: Find) -> ReviewCheck:
    """The rule of the plan with this id, on frozen content."""
    return ReviewCheck(check_id, severity, _PLAN_TITLES[check_id], explanation, find)


REVIEW_CHECKS: tuple[ReviewCheck, ...] = (
    _twin(
        "P01",
        Severity.SERIOUS,
        _("The plan must say what is done about each risk and by when (Arbowet, art. 5)."),
        rules.without_measure(Priority.HIGH),
    ),
    ReviewCheck(
        "T01",
        Severity.SERIOUS,
        _("Employees were not heard, or it is not written down"),
        _("Employees must be heard about the RI&E (Arbowet, art. 12). Ask how it was done."),
        rules.not_heard,
    ),
    ReviewCheck(
        "T02",
        Severity.SERIOUS,
        _("A question that is still open"),
        _("Without an answer, or still to discuss: the inventory is not complete here."),
        rules.open_points,
    ),
    _twin(
        "P02",
        Severity.WARNING,
        _("There is no measure and no reason why none is needed."),
        rules.without_measure(Priority.MEDIUM),
    ),
    ReviewCheck(
        "T03",
        Severity.WARNING,
        _("A medium or high risk without a measure at the source or for everybody"),
        _(
            "The law asks for measures at the source first, then for everybody together (Arbowet, art. 3). "
            "Only measures from our list have such a step; a risk with a measure in the firm's own words is "
            "not named here."
        ),
        rules.not_at_the_source,
    ),
    _twin(
        "P04",
        Severity.WARNING,
        _("Against these risks the plan only has measures that help one employee at a time."),
        rules.only_individual,
    ),
    _twin(
        "P03",
        Severity.WARNING,
        _("The firm chose no measure and wrote down why. Does the reason hold?"),
        rules.settled_high,
    ),
    ReviewCheck(
        "T04",
        Severity.WARNING,
        _("A risk that was put lower by hand"),
        _("The firm chose a lower class than the method. The reason stands at the risk."),
        rules.lowered,
    ),
    _twin(
        "P06",
        Severity.WARNING,
        _("The firm expects that little risk remains, but nothing against it is carried out."),
        rules.low_without_measure,
    ),
    ReviewCheck(
        "T05",
        Severity.WARNING,
        _("Does not apply, but every employer needs it"),
        _("This is part of the policy that every employer must have (Arbowet, art. 3, second paragraph)."),
        rules.asked_of_everybody,
    ),
    ReviewCheck(
        "T06",
        Severity.WARNING,
        _("Does not apply, while the first look says that it does"),
        _("What the firm says about itself in the first look makes this risk likely."),
        rules.profile_says_otherwise,
    ),
    ReviewCheck(
        "T07",
        Severity.WARNING,
        _("Much of one part does not apply"),
        _("At least three questions of a part, and at least half of it. These numbers are our proposal."),
        rules.much_not_applicable,
    ),
    ReviewCheck(
        "T08",
        Severity.HINT,
        _("Does not apply, with a very short reason"),
        _("Fewer than twenty characters. This number is our proposal."),
        rules.short_reason,
    ),
    ReviewCheck(
        "T09",
        Severity.HINT,
        _("Does not apply, with the same reason each time"),
        _("The same words at three questions or more. This number is our proposal."),
        rules.same_reason,
    ),
    _twin("P08", Severity.WARNING, _("Nobody is named who does it."), rules.without_owner),
    _twin("P09", Severity.WARNING, _("The term had passed on the day of submitting."), rules.late),
    _twin(
        "P07",
        Severity.WARNING,
        _("More than five open actions against high risks stand on one name. This number is our proposal."),
        rules.overloaded,
    ),
    _twin(
        "P10",
        Severity.HINT,
        _("Done, and the day to look back had come when the version was submitted."),
        rules.not_looked_back,
    ),
    ReviewCheck(
        "T10",
        Severity.HINT,
        _("An action without a day to look back"),
        _("Nobody will ask whether it helped."),
        rules.nobody_looks_back,
    ),
)
