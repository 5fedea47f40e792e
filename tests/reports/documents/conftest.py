"""A firm with three risks, for a report in Word."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.conftest import ANSWERS, Firm


@pytest.fixture
def firm(organisation: Any, dossier: Any) -> Firm:
    made = Firm(organisation, dossier)
    for code, fields in ANSWERS.items():
        made.risk(code, **fields)
    return made
