"""What is still missing before a version goes to an adviser: named checks that block or explain.

An error blocks submitting: without it the adviser has nothing to judge (psa.md, section 3: *bespreken* is
settled before submission; section 2: "niet van toepassing" has a reason). A warning is explained and the
firm decides. The checks of the plan are those of ``actions.checks``, so that a rule is said in one way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.actions.checks import findings_in
from apps.actions.queries import Plan, running_plan_of
from apps.review.consents import ConsentState, consent_state, newest_consent, works_with_council
from apps.review.models import ConsentDecision
from apps.rie.addresses import address
from apps.rie.domain.assessment import AssessedFactor, Assessment
from apps.rie.domain.dossier import consultation_of
from apps.rie.evaluation import Priority, Verdict
from apps.rie.models import Answer, Dossier

# Checks of the plan about a risk without a measure, and an action without an owner or a term that fits.
FROM_THE_PLAN = frozenset({"P01", "P02", "P05", "P08", "P09"})
# "-", "x" and "nvt" say no more than the verdict itself.
LETTERS_OF_A_REASON = 4


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class ConsentGap(StrEnum):
    """Why the works council's consent does not hold for the dossier as it is now."""

    MISSING = "missing"
    OUTDATED = "outdated"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Rule:
    """``id`` never changes: letters, advisers and answers refer to it."""

    id: str
    level: Level
    title: Any
    explanation: Any


@dataclass(frozen=True)
class Thing:
    """One thing to mend, and the page where that is done."""

    label: str
    link: str


@dataclass(frozen=True)
class Gap:
    """A rule that found something."""

    rule: Rule
    things: tuple[Thing, ...]


@dataclass(frozen=True)
class Completeness:
    """What blocks submitting (``errors``), what to know before (``warnings``), and where consent stands."""

    errors: tuple[Gap, ...]
    warnings: tuple[Gap, ...]
    consent_gap: ConsentGap | None

    @property
    def blocks(self) -> bool:
        return bool(self.errors)

    @property
    def needs_consent_reason(self) -> bool:
        """Whether submitting asks why there is no consent: the adviser reads it."""
        return self.consent_gap is not None


UNANSWERED = Rule(
    "S01",
    Level.ERROR,
    gettext_lazy("Statements without an answer"),
    gettext_lazy("An adviser judges whether your RI&E is complete. Answer every statement first."),
)
TO_DISCUSS = Rule(
    "S02",
    Level.ERROR,
    gettext_lazy("Still to discuss"),
    gettext_lazy("You chose “to discuss” here. Discuss it, and choose what you think together."),
)
NO_REASON = Rule(
    "S03",
    Level.ERROR,
    gettext_lazy("“Not applicable” without a reason"),
    gettext_lazy("Write in a few words why it does not apply to you. The law asks that you can explain it."),
)
NO_PRIORITY = Rule(
    "S04",
    Level.ERROR,
    gettext_lazy("A risk without a priority"),
    gettext_lazy("Fill in how often it happens and to how many people. Then it gets a priority."),
)
LOW_WITHOUT_MEASURE = Rule(
    "S05",
    Level.WARNING,
    gettext_lazy("A low risk without a measure"),
    gettext_lazy("Also a low risk belongs in the plan. Choose a measure, or write down why none is needed."),
)
NOT_HEARD = Rule(
    "S06",
    Level.WARNING,
    gettext_lazy("Your employees were not heard yet"),
    gettext_lazy(
        "Write down when and how you talked with your employees, and what came out of it. An adviser asks "
        "for it, because they know the work best."
    ),
)
CONSENT_RULES = {
    ConsentGap.MISSING: Rule(
        "S07",
        Level.WARNING,
        gettext_lazy("There is no consent of your works council"),
        gettext_lazy(
            "Your OR or PVT must consent to the RI&E and the plan (WOR, art. 27). You can submit without it "
            "only when you write why. The adviser reads that."
        ),
    ),
    ConsentGap.OUTDATED: Rule(
        "S08",
        Level.WARNING,
        gettext_lazy("The consent is about an older version"),
        gettext_lazy(
            "Your RI&E changed after your OR or PVT consented. Ask again, or write why you submit without "
            "it. The adviser reads that."
        ),
    ),
    ConsentGap.WITHHELD: Rule(
        "S09",
        Level.WARNING,
        gettext_lazy("Your works council does not consent"),
        gettext_lazy(
            "Talk about what it wrote and ask again, or write why you submit without its consent. The "
            "adviser reads that."
        ),
    ),
}


def completeness_now(dossier: Dossier, assessment: Assessment, *, today: date) -> Completeness:
    """How complete the dossier is at this moment.

    Five queries; in a firm with an OR or PVT also those of ``consent_state``, because consent holds for one
    content only, and the content must be read to know which that is.
    """
    return completeness_of(
        dossier=dossier,
        assessment=assessment,
        plan=running_plan_of(dossier, assessment),
        reasons=reasons_of(dossier),
        consent_gap=consent_gap_of(dossier),
        today=today,
    )


def completeness_of(
    *,
    dossier: Dossier,
    assessment: Assessment,
    plan: Plan,
    reasons: Mapping[UUID, str],
    consent_gap: ConsentGap | None,
    today: date,
) -> Completeness:
    """The same from what is at hand. Reads the consultation of the dossier, and nothing else.

    Args:
        reasons: id of a factor that does not apply → why, as written.
        consent_gap: None when consent holds, and where no OR or PVT has to consent.
    """
    place = Place(dossier)
    errors = (
        Gap(UNANSWERED, tuple(place.subthemes(assessment))),
        Gap(TO_DISCUSS, tuple(place.statements(assessment.to_discuss))),
        Gap(NO_REASON, tuple(place.statements(_without_reason(assessment, reasons)))),
        Gap(NO_PRIORITY, tuple(place.risks(assessment.incomplete))),
    )
    low = (risk for risk in plan.open_risks if risk.priority is Priority.LOW)
    warnings = (
        *_of_the_plan(plan, dossier, today),
        Gap(LOW_WITHOUT_MEASURE, tuple(place.measures(low))),
        Gap(NOT_HEARD, () if consultation_of(dossier).is_recorded else place.hearing()),
        *((Gap(CONSENT_RULES[consent_gap], place.consent()),) if consent_gap else ()),
    )
    return Completeness(
        errors=tuple(gap for gap in errors if gap.things),
        warnings=tuple(gap for gap in warnings if gap.things),
        consent_gap=consent_gap,
    )


def reasons_of(dossier: Dossier) -> dict[UUID, str]:
    """Why factors do not apply, by the id of the factor. One query."""
    rows = Answer.objects.filter(dossier=dossier, verdict=Verdict.NOT_APPLICABLE)
    return dict(rows.values_list("factor_id", "reason"))


def consent_gap_of(dossier: Dossier) -> ConsentGap | None:
    """Whether consent is missing, old or withheld. None: it holds, or nobody has to consent (no query)."""
    if not works_with_council(dossier.organisation):
        return None
    return gap_in(consent_state(dossier))


def gap_in(state: ConsentState) -> ConsentGap | None:
    """The same of a state of consent; one query when an older version was decided on."""
    decision = state.consent or (newest_consent(state.decided_before) if state.decided_before else None)
    if decision is None:
        return ConsentGap.MISSING
    if decision.decision == ConsentDecision.WITHHELD:
        return ConsentGap.WITHHELD
    holds = state.is_current and state.consent is not None
    return None if holds else ConsentGap.OUTDATED


def _without_reason(assessment: Assessment, reasons: Mapping[UUID, str]) -> Iterator[AssessedFactor]:
    for assessed in assessment.not_applicable:
        reason = reasons.get(assessed.factor.id, "")
        if sum(sign.isalpha() for sign in reason) < LETTERS_OF_A_REASON:
            yield assessed


def _of_the_plan(plan: Plan, dossier: Dossier, today: date) -> Iterator[Gap]:
    for finding in findings_in(plan, today=today):
        check = finding.check
        if check.id in FROM_THE_PLAN:
            rule = Rule(check.id, Level.WARNING, check.title, check.explanation)
            yield Gap(rule, tuple(Thing(hit.label, hit.link(dossier)) for hit in finding.hits))


class Place:
    """Where in one dossier each thing is mended. Reads nothing."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier

    def page(self, name: str, *more: object) -> str:
        return address(name, self.dossier.organisation_id, self.dossier.pk, *more)

    def subthemes(self, assessment: Assessment) -> Iterator[Thing]:
        """The subjects that are not done, each with how many statements are left."""
        for entry in assessment.subthemes:
            if not entry.is_done:
                values = {"title": entry.subtheme.title, "number": entry.total - entry.answered}
                label = _("%(title)s: %(number)s to answer") % values
                yield Thing(label, self.page("rie:subtheme", entry.subtheme.key))

    def statements(self, factors: Iterable[AssessedFactor]) -> Iterator[Thing]:
        return (Thing(one.factor.text.statement, self._answer(one)) for one in factors)

    def risks(self, factors: Iterable[AssessedFactor]) -> Iterator[Thing]:
        return (Thing(one.factor.text.problem, self._answer(one)) for one in factors)

    def measures(self, risks: Iterable[AssessedFactor]) -> Iterator[Thing]:
        return (Thing(one.factor.text.problem, self.page("actions:risk", one.code)) for one in risks)

    def hearing(self) -> tuple[Thing, ...]:
        return (Thing(_("How employees were heard"), self.page("rie:employees")),)

    def consent(self) -> tuple[Thing, ...]:
        return (Thing(_("To the page about consent"), self.page("review:consent")),)

    def _answer(self, one: AssessedFactor) -> str:
        return f"{self.page('rie:subtheme', one.factor.spec.subtheme)}#{one.code}"
