"""A version with something in every part, and what differs from it."""

from __future__ import annotations

import copy
import json
from types import SimpleNamespace

from django_scopes import scope

from apps.review.content import canonical, content_of
from apps.review.differences import Difference, differences
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.instrument import instrument_content
from tests.organisations.whole_firm import RISK, whole_firm

EVIDENCE = ["rooster.txt", RISK, "", "a" * 64]


def full_version() -> SimpleNamespace:
    """A version with something in every part, and the instrument it is about."""
    firm = whole_firm()
    with scope(organisation=firm.organisation):
        content = instrument_content(firm.dossier.instrument_id)
        version = json.loads(canonical(content_of(firm.dossier)))
    _fill(version, content)
    return SimpleNamespace(version=version, content=content, action=next(iter(version["actions"])))


def _fill(version: dict, content: InstrumentContent) -> None:
    """Values for what the firm of the tests left empty."""
    group = next(iter(content.text.special_groups))
    measure = next(iter(content.measures))
    version["dossier"]["profile"] = {
        key: [question.spec.options[0]] for key, question in content.questions.items()
    }
    version["consultation"].update(participants="De planner", people_heard=4)
    version["factors"][RISK].update(
        reason="Niet bij ons",
        severity=2,
        happened=False,
        special_groups=[group],
        departments=["Winkel"],
        root_cause="Te weinig mensen",
        measures_in_place=[measure],
        in_place="Wij ruilen",
    )
    version["off"] = {version["factors"].popitem()[0]: "U werkt niet met klanten."}
    action = next(iter(version["actions"].values()))
    action.update(
        description="Samen",
        budget="1250.00",
        spent="10.50",
        start_on="2026-12-01",
        evaluate_on="2027-05-01",
        done_on="2027-02-01",
        evaluated_on="2027-04-01",
        residual_priority="low",
        repeat_every=12,
        status_note="Toch niet",
        result="Rust",
        department="Winkel",
        measure=measure,
        depends_on="andere",
    )
    version["actions"]["andere"] = {
        **action,
        "title": "Vraag een rooster",
        "evaluations": [],
        "depends_on": "",
    }
    action["evaluations"][0]["note"] = "Eerder beginnen"
    next(iter(version["left_out"].values())).update(reason="tried", note="Werkte niet")
    version["reassessments"][RISK].update(frequency=1, reach=1, severity=1, happened=False, priority="low")
    version["evidence"] = [EVIDENCE]


def changed(version: dict, path: tuple, value: object) -> dict:
    """A copy of a version with one value replaced."""
    other = copy.deepcopy(version)
    place = other
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return other


def the_one(full: SimpleNamespace, new: dict) -> Difference:
    """The only difference between the full version and this one."""
    found = differences(full.version, new, full.content)
    assert len(found) == 1, found
    return found[0]


def lines_of(difference: Difference) -> dict[str, tuple[str, str]]:
    """Label → old and new."""
    return {line.label: (line.old, line.new) for line in difference.lines}
