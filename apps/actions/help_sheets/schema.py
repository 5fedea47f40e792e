"""What a help sheet must look like: the schema that every file of a sheet is checked against.

A sheet is made of sections. Each kind of section has its own look on paper, so that whoever writes a
sheet says what something is (steps, questions, a table to fill in) and never how it is drawn.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from apps.rie.content.schema import Key, MeasureCode, StrictModel

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=260)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=700)]
Cell = Annotated[str, StringConstraints(strip_whitespace=True, max_length=160)]
# Printed in full, so it has to be short enough to type over from paper.
WebAddress = Annotated[
    str, StringConstraints(pattern=r"^https://[a-z0-9.-]+\.nl(/[A-Za-z0-9/_-]*)?$", max_length=90)
]

TWELFTHS = 12
LANGUAGE = "nl"  # of the sheets that there are; they are made for the work floor of a Dutch firm


class Group(StrEnum):
    """Where a sheet stands in the overview."""

    CONVERSATION = "conversation"
    AGREEMENTS = "agreements"
    PEOPLE = "people"
    INCIDENT = "incident"


class Section(StrictModel):
    """``new_page``: starts on a fresh sheet of paper. ``landscape``: on a page of its own, turned.

    ``fields``: what is filled in above this section, when it hangs apart from the rest.
    """

    title: Words
    intro: Text | None = None
    fields: list[Words] = Field(default=[], max_length=3)
    new_page: bool = False
    landscape: bool = False


class TextSection(Section):
    """``boxed``: stands out, for what must not be missed."""

    kind: Literal["text"]
    paragraphs: list[Text] = Field(min_length=1, max_length=4)
    boxed: bool = False


class StepSpec(StrictModel):
    what: Words
    how: Text | None = None
    minutes: int | None = Field(default=None, ge=1, le=120)


class StepsSection(Section):
    kind: Literal["steps"]
    steps: list[StepSpec] = Field(min_length=2, max_length=9)


class QuestionsSection(Section):
    """``lines``: empty lines to write on under each question."""

    kind: Literal["questions"]
    questions: list[Line] = Field(min_length=1, max_length=10)
    lines: int = Field(default=0, ge=0, le=4)


class ChecklistSection(Section):
    kind: Literal["checklist"]
    items: list[Line] = Field(min_length=2, max_length=14)


class ColumnSpec(StrictModel):
    """``width``: in twelfths of the table."""

    title: Words
    width: int = Field(ge=1, le=11)


class RowHeight(StrEnum):
    """``low`` takes one line, ``field`` is a space to write freely. The style sheet has the millimetres."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    TALL = "tall"
    FIELD = "field"


class TableSection(Section):
    """A table to fill in. ``rows`` hold what is printed, from the left; the rest of a row is for the reader.

    ``empty``: rows with nothing in them, after the others. ``height``: how much room there is to write.
    ``lights``: a circle to colour in the cells of these columns (counted from 1), as in a traffic light.
    """

    kind: Literal["table"]
    columns: list[ColumnSpec] = Field(min_length=2, max_length=7)
    rows: list[list[Cell]] = []
    empty: int = Field(default=0, ge=0, le=20)
    height: RowHeight = RowHeight.NORMAL
    lights: list[int] = []

    @model_validator(mode="after")
    def check_shape(self) -> Self:
        if sum(column.width for column in self.columns) != TWELFTHS:
            raise ValueError(f"the widths of the columns must add up to {TWELFTHS}")
        if any(len(row) > len(self.columns) or not row for row in self.rows):
            raise ValueError("a row has one cell or more, and no more cells than there are columns")
        if not self.rows and not self.empty:
            raise ValueError("a table needs rows; add rows or empty")
        if any(not 1 <= number <= len(self.columns) for number in self.lights):
            raise ValueError("lights names columns that are not there; count from 1")
        return self

    @property
    def lines(self) -> list[list[str]]:
        """All rows, each with as many cells as there are columns."""
        printed = [[*row, *[""] * (len(self.columns) - len(row))] for row in self.rows]
        return printed + [[""] * len(self.columns) for _ in range(self.empty)]


class AgreementsSection(Section):
    """Sentences that the reader finishes. ``signed``: with room for names and dates below."""

    kind: Literal["agreements"]
    prompts: list[Line] = Field(min_length=1, max_length=10)
    lines: int = Field(default=1, ge=1, le=3)
    signed: bool = False


class RegionSpec(StrictModel):
    """One place in a picture: a name and a question."""

    title: Words
    question: Line


class PictureSection(Section):
    """A picture from ``templates/actions/help_sheets/pictures/<name>.svg``, which places the regions by key.

    ``alternative``: what the picture shows, for who does not see it; the regions are read out after it.
    """

    kind: Literal["picture"]
    name: Key
    alternative: Text
    regions: dict[Key, RegionSpec] = Field(min_length=1)


AnySection = Annotated[
    TextSection
    | StepsSection
    | QuestionsSection
    | ChecklistSection
    | TableSection
    | AgreementsSection
    | PictureSection,
    Field(discriminator="kind"),
]


class SourceRef(StrictModel):
    """A fact on the sheet and where it was read: a key of ``sources`` in the instrument."""

    about: Line
    source: str


class LinkSpec(StrictModel):
    title: Line
    url: WebAddress


class HelpSheet(StrictModel):
    """One printable tool. ``key`` is the name of its file.

    ``fields``: what is filled in above the first section (team, date). ``own_proposal``: what on this sheet
    is our own choice and stands in no source; printed, so that nobody takes it for a rule. ``one_page``: it
    hangs on the wall as one page, so it is set tighter.
    """

    key: Key
    group: Group
    title: Words
    summary: Line
    for_whom: Line
    how_long: Words
    needed: list[Words] = Field(min_length=1, max_length=5)
    intro: Text
    fields: list[Words] = Field(default=[], max_length=4)
    sections: list[AnySection] = Field(min_length=1, max_length=8)
    one_page: bool = False
    own_proposal: Line | None = None
    sources: list[SourceRef] = []
    links: list[LinkSpec] = Field(default=[], max_length=3)
    measures: list[MeasureCode] = Field(min_length=1)

    @property
    def language(self) -> str:
        """What it is written in, whatever the reader's language is."""
        return LANGUAGE
