"""Short ways to make risks and measures, and hypothesis strategies for whole questions."""

from itertools import combinations
from pathlib import Path
from typing import Any

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from apps.actions.recommendation import Candidate, Proposal, Risk, Situation
from apps.rie.content import schema
from apps.rie.content.schema import HygieneStep, Level, MeasureSpec, Size
from apps.rie.evaluation import Priority

LOW, MEDIUM, HIGH = Priority.LOW, Priority.MEDIUM, Priority.HIGH
UNHURRIED = settings(deadline=None)  # a busy machine is not a mistake in the code
FIRM = Situation(headcount=12, sector="zorg", profile=frozenset({"contact.yes"}))


def a_risk(code: str, priority: Priority = HIGH, title: str = "") -> Risk:
    return Risk(code=code, title=title or f"Problem {code}", priority=priority)


def a_measure(code: str, *factors: str, **changes: Any) -> Candidate:
    """A light measure at the source that fits everyone."""
    light = {"level": Level.TEAM, "step": HygieneStep.SOURCE, "effort": Size.LOW, "cost": Size.NONE}
    return Candidate(code=code, title=f"Measure {code}", factors=frozenset(factors), **(light | changes))


def an_individual(code: str, *factors: str, **changes: Any) -> Candidate:
    return a_measure(code, *factors, level=Level.INDIVIDUAL, step=HygieneStep.INDIVIDUAL, **changes)


def codes(proposal: Proposal) -> list[str]:
    return [measure.code for measure in proposal.measures]


def every_set_of(items: list[Any]) -> list[tuple[Any, ...]]:
    return [chosen for size in range(len(items) + 1) for chosen in combinations(items, size)]


def catalogue() -> tuple[list[Candidate], list[str]]:
    """The measures of our own instrument, titled by their code, and the codes of its factors."""
    folder = Path(schema.__file__).parent / "psa"
    specs = [MeasureSpec(**entry) for entry in _yaml(folder / "measures.yaml")]
    return [_candidate(spec) for spec in specs], [entry["code"] for entry in _yaml(folder / "factors.yaml")]


def _yaml(path: Path) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _candidate(spec: MeasureSpec) -> Candidate:
    return Candidate(
        code=spec.code,
        title=f"Measure {spec.code}",
        level=spec.level,
        step=spec.step,
        effort=spec.effort,
        cost=spec.cost,
        factors=frozenset(spec.factors),
        fits_if=tuple(spec.fits_if),
        min_headcount=spec.min_headcount,
        max_headcount=spec.max_headcount,
        sectors=tuple(spec.sectors),
    )


FACTORS = ["F1", "F2", "F3", "F4", "F5", "F6", "F7"]
OPTIONS = ["contact.yes", "money.yes", "remote.yes"]
SECTORS = ["zorg", "bouw", "ict"]


@st.composite
def some_risks(draw: st.DrawFn) -> list[Risk]:
    chosen = draw(st.lists(st.sampled_from(FACTORS), unique=True))
    return [a_risk(code, draw(st.sampled_from(Priority))) for code in chosen]


@st.composite
def some_measures(draw: st.DrawFn, most: int = 9) -> list[Candidate]:
    return [
        a_measure(
            f"M{number}",
            *draw(st.sets(st.sampled_from(FACTORS), min_size=1, max_size=4)),
            level=draw(st.sampled_from(Level)),
            step=draw(st.sampled_from(HygieneStep)),
            effort=draw(st.sampled_from([Size.LOW, Size.MEDIUM, Size.HIGH])),
            cost=draw(st.sampled_from(Size)),
            fits_if=tuple(draw(st.lists(st.sampled_from(OPTIONS), max_size=2, unique=True))),
            min_headcount=draw(st.none() | st.sampled_from([10, 25])),
            max_headcount=draw(st.none() | st.sampled_from([25, 50])),
            sectors=tuple(draw(st.lists(st.sampled_from(SECTORS), max_size=2, unique=True))),
        )
        for number in range(draw(st.integers(0, most)))
    ]


situations = st.builds(
    Situation,
    headcount=st.integers(0, 80),
    sector=st.sampled_from(SECTORS),
    profile=st.frozensets(st.sampled_from(OPTIONS)),
)
measure_codes = st.frozensets(st.sampled_from([f"M{number}" for number in range(9)]), max_size=4)
questions = st.fixed_dictionaries(
    {
        "risks": some_risks(),
        "candidates": some_measures(),
        "situation": situations,
        "in_place": measure_codes,
        "in_plan": measure_codes,
        "left_out": measure_codes,
    }
)
