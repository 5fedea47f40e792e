"""The log reads as sentences: every address of a firm and every job has words."""

from __future__ import annotations

import pytest

from apps.organisations.audit import JOB
from apps.organisations.audit_words import (
    ACTIONS,
    CAPACITIES,
    JOB_ACTIONS,
    JOBS,
    action_in_words,
    actor_in_words,
    capacity_in_words,
)
from apps.organisations.models import AuditEvent, AuditKind, Role
from apps.organisations.presence import ADVISER, SUPPORT
from tests.access.addresses import known_addresses

OF_A_FIRM = sorted({known.name for known in known_addresses() if "organisation_id" in known.arguments})


@pytest.mark.parametrize("name", OF_A_FIRM)
def test_every_address_of_a_firm_has_words(name):
    assert name in ACTIONS
    assert ACTIONS[name].looked or ACTIONS[name].did


def test_there_are_no_words_for_what_is_not_there():
    assert set(ACTIONS) == set(OF_A_FIRM)


def test_every_job_has_words_for_itself_and_for_what_it_did():
    assert set(JOBS) == set(JOB_ACTIONS)


def test_every_capacity_has_words():
    assert set(CAPACITIES) == {*Role.values, ADVISER, SUPPORT, JOB}


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("kind", "action", "words"),
    [
        (AuditKind.LOOKED, "rie:close", "Page to close the RI&E"),
        (AuditKind.DID, "rie:close", "Closed the RI&E"),
        (AuditKind.REFUSED, "rie:close", "Closed the RI&E"),
        (AuditKind.REFUSED, "rie:overview", "Overview of the RI&E"),
        (AuditKind.LOOKED, "rie:was_there_once", "rie:was_there_once"),
    ],
)
def test_what_happened_in_words(kind, action, words):
    assert action_in_words(AuditEvent(kind=kind, action=action, as_role="hr")) == words


@pytest.mark.usefixtures("english")
def test_a_job_in_words():
    event = AuditEvent(kind=AuditKind.DID, action="job:make_report", actor_label="make_report", as_role=JOB)

    assert actor_in_words(event) == "task: make a report"
    assert action_in_words(event) == "Made the file of a report"
    assert capacity_in_words(event) == "The application itself"


def test_what_has_no_words_any_more_keeps_its_name():
    event = AuditEvent(kind=AuditKind.DID, action="job:old", actor_label="old", as_role=JOB)

    assert (actor_in_words(event), action_in_words(event)) == ("old", "job:old")
