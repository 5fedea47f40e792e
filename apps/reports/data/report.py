"""The report itself: everything the paper shows, and nothing that is not a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from apps.actions.domain.terms import MONTHS_TO_ACT
from apps.reports.data.answers import OtherAnswers, other_answers_of
from apps.reports.data.consent import ConsentPart, consent_part
from apps.reports.data.effect import EffectPart, effect_part
from apps.reports.data.firm import Firm, Hearing, Scope, firm_of, hearing_of, scope_of
from apps.reports.data.material import Material
from apps.reports.data.parts import Mark, priority_mark
from apps.reports.data.plan import PlanPart, numbers_of, plan_part
from apps.reports.data.review import ReviewPart, review_mark, review_part
from apps.reports.data.risks import (
    ExistingMeasures,
    GroupExposure,
    PriorityChangeLine,
    ThemeRisks,
    changes_of,
    existing_measures_of,
    groups_of,
    themes_of,
)
from apps.reports.data.running import Noticed, Told, noticed_of, told_of
from apps.reports.data.sources import (
    LegalArticle,
    Source,
    Versions,
    articles_of,
    coming_law_of,
    product_version,
    sources_of,
    versions_of,
)
from apps.reports.data.summary import Summary, summary_of
from apps.reports.models import ReportKind
from apps.rie.content.tree import ComingLaw
from apps.rie.pictures import Matrix, ProfileBar, matrix_of, profile_of


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What stands on the front. ``subject`` is the title of the instrument; ``review``: how far that is."""

    firm: str
    subject: str
    year: int
    state: Mark
    review: Mark


@dataclass(frozen=True, kw_only=True)
class Term:
    """Within how many months a risk of this class is best dealt with: a proposal, the law fixes none."""

    priority: Mark
    months: int


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """The parts that only the full report has, in the order in which an adviser wants to read them."""

    summary: Summary
    scope: Scope
    hearing: Hearing
    consent: ConsentPart
    groups: tuple[GroupExposure, ...]
    existing: tuple[ExistingMeasures, ...]
    profile: tuple[ProfileBar, ...]
    matrix: Matrix
    themes: tuple[ThemeRisks, ...]
    answers: OtherAnswers
    changes: tuple[PriorityChangeLine, ...]
    effect: EffectPart
    noticed: tuple[Noticed, ...]
    told: tuple[Told, ...]
    articles: tuple[LegalArticle, ...]
    coming_law: tuple[ComingLaw, ...]
    sources: tuple[Source, ...]
    versions: Versions
    review: ReviewPart


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report of one dossier. ``kind`` is ``full`` or ``plan``; a plan has no ``inventory``.

    ``made_on`` is the day it was made; it is the only value that may differ between two reports
    of the same content.
    """

    kind: str
    language: str
    made_on: date
    product_version: str
    cover: Cover
    firm: Firm
    terms: tuple[Term, ...]
    plan: PlanPart
    inventory: Inventory | None

    @property
    def is_full(self) -> bool:
        return self.inventory is not None


def assemble(*, material: Material, kind: ReportKind, language: str) -> Report:
    """Put a report together. Reads nothing; writes words in the active language."""
    dossier, review = material.dossier, review_part(material)
    return Report(
        kind=kind.value,
        language=language,
        made_on=material.made_on,
        product_version=product_version(),
        cover=Cover(
            firm=material.organisation.name,
            subject=material.content.title,
            year=dossier.year,
            state=Mark(dossier.state, str(dossier.get_state_display())),
            review=review_mark(review),
        ),
        firm=firm_of(material),
        terms=tuple(
            Term(priority=priority_mark(priority), months=months)
            for priority, months in MONTHS_TO_ACT.items()
        ),
        plan=plan_part(material),
        inventory=_inventory(material, review) if kind == ReportKind.FULL else None,
    )


def _inventory(material: Material, review: ReviewPart) -> Inventory:
    numbers = numbers_of(material.plan)
    return Inventory(
        summary=summary_of(material),
        scope=scope_of(material),
        hearing=hearing_of(material),
        consent=consent_part(material),
        groups=groups_of(material),
        existing=existing_measures_of(material),
        profile=profile_of(material.assessment),
        matrix=matrix_of(material.assessment),
        themes=themes_of(material),
        answers=other_answers_of(material),
        changes=changes_of(material),
        effect=effect_part(material),
        noticed=noticed_of(material, numbers),
        told=told_of(material, numbers),
        articles=articles_of(material),
        coming_law=coming_law_of(material),
        sources=sources_of(material),
        versions=versions_of(material),
        review=review,
    )
