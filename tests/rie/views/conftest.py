"""What several tests of pages need."""

import pytest


@pytest.fixture
def at_three_past_two(time_machine: object) -> None:
    """Name it before a fixture that logs in: a session must not be older than it can be."""
    time_machine.move_to("2026-11-23T14:03:00+01:00", tick=False)
