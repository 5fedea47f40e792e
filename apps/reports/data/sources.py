"""What the report rests on: articles of law, sources and versions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings

from apps.actions.queries import Plan, PlanLine
from apps.reports.data.material import Material
from apps.rie.content.schema import SourceSpec
from apps.rie.content.tree import ComingLaw, InstrumentContent
from apps.rie.evaluation import get_method

VERIFIED = "verified"


@dataclass(frozen=True, kw_only=True)
class LegalArticle:
    """``is_verified`` False: general knowledge of the field, shown with the advice to check the law."""

    article: str
    text: str
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class Source:
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Versions:
    instrument: str
    instrument_version: str
    instrument_hash: str
    method: str
    product_version: str


class Rooted(Protocol):
    """What has a plan on content of an instrument: the material of a report, an export."""

    @property
    def content(self) -> InstrumentContent: ...

    @property
    def plan(self) -> Plan: ...


def articles_of(material: Material) -> tuple[LegalArticle, ...]:
    """The articles behind the risks of this dossier, each once, in the order of the instrument."""
    used = {ground for risk in material.assessment.risks for ground in risk.factor.spec.legal_grounds}
    return tuple(
        LegalArticle(article=entry.article, text=entry.text, is_verified=ground.status == VERIFIED)
        for ground in material.content.spec.legal_grounds
        if ground.key in used
        for entry in material.content.text.legal_grounds[ground.key]
    )


def coming_law_of(material: Material) -> tuple[ComingLaw, ...]:
    """Law that may come and concerns a factor this firm was asked about, each once."""
    found = {
        law.title: law
        for assessed in material.assessment.factors
        for law in material.content.coming_law_of(assessed.factor)
    }
    return tuple(found.values())


def sources_of(material: Rooted) -> tuple[Source, ...]:
    """The instrument's own sources, and the web sources of the measures in this plan."""
    texts = material.content.text.sources
    return tuple(Source(text=texts[source.key], url=source.url) for source in _used(material))


def _used(material: Rooted) -> Iterator[SourceSpec]:
    of_measures = set(_measure_sources(material.plan.lines))
    for source in material.content.spec.sources:
        if not source.url or source.key in of_measures:
            yield source


def _measure_sources(lines: Iterable[PlanLine]) -> Iterator[str]:
    return (line.measure.spec.source for line in lines if line.measure and line.is_active)


def versions_of(material: Rooted) -> Versions:
    """Exactly which content and which program made this report."""
    content = material.content
    return Versions(
        instrument=content.spec.slug,
        instrument_version=content.spec.version,
        instrument_hash=content.content_hash,
        method=str(get_method(content.spec.method).label),
        product_version=product_version(),
    )


@cache
def product_version() -> str:
    """The version of this program, as ``pyproject.toml`` names it."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["project"]["version"]
