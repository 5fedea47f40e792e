"""What the file of examples must look like."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from apps.rie.content.schema import MeasureCode, StrictModel

LANGUAGE = "nl"  # of the examples that there are
# In characters: long enough to say who, what and when; short enough to be read.
MIN_LENGTH, MAX_LENGTH = 120, 450
MIN_SENTENCES, MAX_SENTENCES = 2, 4

# A sentence ends where the next word has a capital, so that a question inside a sentence is no end.
_END = re.compile(r"""[.!?]["”]?(?=\s+(?:['’]s\s)?["“]?[^\W\d_a-zà-ÿ]|\s*$)""")


def sentences(text: str) -> int:
    """How many sentences a text has."""
    return len(_END.findall(text))


def _few_sentences(text: str) -> str:
    found = sentences(text)
    if not MIN_SENTENCES <= found <= MAX_SENTENCES:
        raise ValueError(f"an example has {MIN_SENTENCES} to {MAX_SENTENCES} sentences, and this has {found}")
    return text


Example = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=MIN_LENGTH, max_length=MAX_LENGTH),
    AfterValidator(_few_sentences),
]


class ExampleFile(StrictModel):
    """``examples``: code of a measure → how it can go."""

    examples: dict[MeasureCode, Example] = Field(min_length=1)
