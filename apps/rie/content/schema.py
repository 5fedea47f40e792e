"""What an instrument must look like: the schema that every content file is checked against.

Structure (codes, kinds, conditions) and text (one folder per language) are separate files, so
that a second language is a folder of translations and never a second copy of the rules.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=1200)]
FactorCode = Annotated[str, StringConstraints(pattern=r"^[WOI]\d{2}$")]
MeasureCode = Annotated[str, StringConstraints(pattern=r"^M\d{2}$")]
ProfileRef = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")]

UNKNOWN_OPTION = "unknown"


class StrictModel(BaseModel):
    """Refuses unknown keys, so that a misspelt key is an error and not a silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FactorKind(StrEnum):
    POLICY = "policy"
    CONDITION = "condition"
    EVENT = "event"


class Level(StrEnum):
    ORGANISATION = "organisation"
    TEAM = "team"
    INDIVIDUAL = "individual"


class HygieneStep(StrEnum):
    """Steps of the arbeidshygiënische strategie, in the order in which the law prefers them.

    ``recovery`` (opvang en herstel) is our own fourth step for psychosocial risks.
    """

    SOURCE = "source"
    COLLECTIVE = "collective"
    INDIVIDUAL = "individual"
    RECOVERY = "recovery"


class Size(StrEnum):
    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ThemeSpec(StrictModel):
    key: Key
    subthemes: list[Key] = Field(min_length=1)


class LegalGroundSpec(StrictModel):
    key: str
    status: Literal["verified", "general"]


class SourceSpec(StrictModel):
    key: str
    url: str = ""


class ComingLawSpec(StrictModel):
    """A law that may come. ``last_seen`` is the month in which its state was last looked up."""

    key: Key
    factors: list[FactorCode] = Field(min_length=1)
    last_seen: Annotated[str, StringConstraints(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]
    active: bool


class InstrumentSpec(StrictModel):
    slug: Key
    version: str
    method: str
    languages: list[str] = Field(min_length=1)
    special_groups: list[Key]
    sectors: list[Key]
    themes: list[ThemeSpec] = Field(min_length=1)
    legal_grounds: list[LegalGroundSpec]
    coming_law: list[ComingLawSpec] = []
    sources: list[SourceSpec]


class ProfileQuestionSpec(StrictModel):
    key: Key
    kind: Literal["single", "multiple"]
    options: list[Key] = Field(min_length=2)


class FactorSpec(StrictModel):
    code: FactorCode
    subtheme: Key
    kind: FactorKind
    method: str = ""
    default_severity: int | None = Field(default=None, ge=1, le=4)
    legal_grounds: list[str] = Field(min_length=1)
    high_after_event: bool = False
    special_groups: list[Key] = []
    required_of_everyone: bool = False
    applies_if: list[ProfileRef] = []

    @model_validator(mode="after")
    def check_kind(self) -> Self:
        if (self.default_severity is None) != (self.kind is FactorKind.POLICY):
            raise ValueError("default_severity belongs to condition and event factors, and only there")
        if self.high_after_event and self.kind is not FactorKind.EVENT:
            raise ValueError("high_after_event belongs to event factors only")
        if self.required_of_everyone and self.applies_if:
            raise ValueError("required_of_everyone cannot be switched off: remove applies_if")
        return self


class MeasureSpec(StrictModel):
    code: MeasureCode
    level: Level
    step: HygieneStep
    zonmw_category: int | None = Field(default=None, ge=1, le=5)
    effort: Literal[Size.LOW, Size.MEDIUM, Size.HIGH]
    cost: Size
    owner: Literal["employer", "hr", "leader", "prevention_officer"]
    factors: list[FactorCode] = Field(min_length=1)
    fits_if: list[ProfileRef] = []
    min_headcount: int | None = Field(default=None, ge=1)
    max_headcount: int | None = Field(default=None, ge=1)
    sectors: list[Key] = []
    source: str = ""

    @property
    def is_individual(self) -> bool:
        """True when the measure works on one person instead of on the work."""
        return self.level is Level.INDIVIDUAL or self.step is HygieneStep.INDIVIDUAL


class TitledText(StrictModel):
    title: Sentence
    intro: Paragraph


class TitledNotice(StrictModel):
    title: Sentence
    text: Paragraph


class LegalGroundText(StrictModel):
    article: Sentence
    text: Paragraph


class InstrumentText(StrictModel):
    title: Sentence
    themes: dict[Key, TitledText]
    subthemes: dict[Key, TitledText]
    legal_grounds: dict[str, list[LegalGroundText]]
    special_groups: dict[Key, Sentence]
    sectors: dict[Key, Sentence]
    sources: dict[str, Sentence]
    coming_law: dict[Key, TitledNotice] = {}


class ProfileQuestionText(StrictModel):
    """``off_reason`` says per option why factors are off when that option was not chosen.

    A single question has one reason, under the option that was not chosen (``yes``).
    """

    question: Sentence
    help: Paragraph
    options: dict[Key, Sentence]
    off_reason: dict[Key, Sentence]


class FactorText(StrictModel):
    statement: Sentence
    problem: Sentence
    why: Paragraph
    look_for: list[Sentence] = Field(min_length=2, max_length=4)
    examples: dict[Key, Paragraph] = {}


class MeasureText(StrictModel):
    title: Sentence
    what: Paragraph
    first_step: Paragraph
