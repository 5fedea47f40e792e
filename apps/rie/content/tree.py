"""The instrument as the rest of the code reads it: one language, one tree, nothing to query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from apps.rie.content.schema import (
    FactorKind,
    FactorSpec,
    FactorText,
    InstrumentSpec,
    InstrumentText,
    LegalGroundText,
    MeasureSpec,
    MeasureText,
    ProfileQuestionSpec,
    ProfileQuestionText,
)


@dataclass(frozen=True)
class FactorContent:
    id: UUID
    spec: FactorSpec
    text: FactorText

    @property
    def code(self) -> str:
        return self.spec.code

    @property
    def is_policy(self) -> bool:
        return self.spec.kind is FactorKind.POLICY


@dataclass(frozen=True)
class SubthemeContent:
    key: str
    theme_key: str
    title: str
    intro: str
    factors: tuple[FactorContent, ...]


@dataclass(frozen=True)
class ThemeContent:
    key: str
    title: str
    intro: str
    subthemes: tuple[SubthemeContent, ...]

    @property
    def factors(self) -> tuple[FactorContent, ...]:
        return tuple(factor for subtheme in self.subthemes for factor in subtheme.factors)


@dataclass(frozen=True)
class QuestionContent:
    spec: ProfileQuestionSpec
    text: ProfileQuestionText

    @property
    def key(self) -> str:
        return self.spec.key

    @property
    def is_multiple(self) -> bool:
        return self.spec.kind == "multiple"


@dataclass(frozen=True)
class MeasureContent:
    id: UUID
    spec: MeasureSpec
    text: MeasureText

    @property
    def code(self) -> str:
        return self.spec.code


@dataclass(frozen=True)
class ComingLaw:
    title: str
    text: str
    last_seen: date


@dataclass(frozen=True)
class InstrumentContent:
    """A published instrument in one language. Safe to keep in memory: it never changes."""

    id: UUID
    content_hash: str
    spec: InstrumentSpec
    text: InstrumentText
    themes: tuple[ThemeContent, ...]
    questions: Mapping[str, QuestionContent]
    factors: Mapping[str, FactorContent]
    measures: Mapping[str, MeasureContent]
    subthemes: Mapping[str, SubthemeContent]
    factors_by_id: Mapping[UUID, FactorContent]
    measures_for: Mapping[str, tuple[MeasureContent, ...]]

    @property
    def title(self) -> str:
        return self.text.title

    def legal_grounds_of(self, factor: FactorContent) -> tuple[LegalGroundText, ...]:
        """The articles behind a factor, written out, in the order the factor names them."""
        return tuple(
            article for ground in factor.spec.legal_grounds for article in self.text.legal_grounds[ground]
        )

    def coming_law_of(self, factor: FactorContent) -> tuple[ComingLaw, ...]:
        """Law that may come and concerns this factor, with the month its state was last looked up."""
        return tuple(
            ComingLaw(
                title=self.text.coming_law[law.key].title,
                text=self.text.coming_law[law.key].text,
                last_seen=date.fromisoformat(f"{law.last_seen}-01"),
            )
            for law in self.spec.coming_law
            if law.active and factor.code in law.factors
        )

    @cached_property
    def theme_by_key(self) -> Mapping[str, ThemeContent]:
        return {theme.key: theme for theme in self.themes}

    def theme_of(self, factor: FactorContent) -> ThemeContent:
        return self.theme_by_key[self.subthemes[factor.spec.subtheme].theme_key]
