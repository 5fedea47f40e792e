"""How it can go: for each measure of the catalogue a short, made-up story from a small firm.

No part of the instrument, whose published texts never change: a better story shows at once, in every
dossier. Read from a file once, when the first one is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from apps.actions.measure_examples.loader import load_examples
from apps.actions.measure_examples.schema import LANGUAGE


@lru_cache(maxsize=1)
def all_examples() -> Mapping[str, str]:
    """Code of a measure → its example, in the order of the file.

    Raises:
        ContentError: the file has a mistake.
    """
    return MappingProxyType(load_examples())


def example_for(code: str) -> str:
    """The example of a measure; every published measure has one. Empty for a code that is in no catalogue."""
    return all_examples().get(code, "")


__all__ = ["LANGUAGE", "all_examples", "example_for"]
