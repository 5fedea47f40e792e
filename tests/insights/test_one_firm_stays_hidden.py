"""Whatever firms answer: nobody learns about one of them from the counts of a sector."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.insights.disclosure import STEP, Share
from apps.insights.queries import SectorCounts, sector_counts
from apps.organisations.models import Sector
from apps.rie.content.tree import InstrumentContent
from tests.insights.conftest import Entry, fill_sector

MINIMUM = 10
FACTORS = ("W43", "W24", "O11")
MEASURES = ("M01", "M02")
PROBLEMS = ("partly", "not_in_order")
JUDGEMENTS = (*PROBLEMS, "in_order")

entries = st.builds(
    Entry,
    st.dictionaries(st.sampled_from(FACTORS), st.sampled_from((*JUDGEMENTS, "not_applicable"))),
    st.frozensets(st.sampled_from(MEASURES)),
)
sectors = st.lists(entries, min_size=8, max_size=45)
EXAMPLES = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def counts_of(content: InstrumentContent, firms: list[Entry]) -> SectorCounts:
    """What is told about a sector of these firms. Nothing stays in the database."""
    with transaction.atomic():
        fill_sector(content, firms)
        counts = sector_counts(Sector.CARE)
        transaction.set_rollback(True)
    return counts


def told(counts: SectorCounts) -> Iterator[tuple[str, Share]]:
    """Every share on the page, by what it is about."""
    for theme in counts.themes:
        yield f"theme {theme.title}", theme.share
        yield from ((f"subtheme {entry.title}", entry.share) for entry in theme.subthemes)
    yield from ((f"measure {entry.measure.code}", entry.share) for entry in counts.measures)


def truth(content: InstrumentContent, firms: list[Entry]) -> dict[str, tuple[int, int]]:
    """The real numbers, counted another way: what it is about → (firms that have it, of so many)."""
    judged = [firm for firm in firms if any(verdict in JUDGEMENTS for verdict in firm.verdicts.values())]
    found = {
        f"measure {code}": (sum(code in firm.measures for firm in judged), len(judged)) for code in MEASURES
    }
    for theme in content.themes:
        for title, codes in (
            (f"theme {theme.title}", {factor.code for factor in theme.factors}),
            *((f"subtheme {s.title}", {factor.code for factor in s.factors}) for s in theme.subthemes),
        ):
            own = [{firm.verdicts.get(code) for code in codes} for firm in judged]
            found[title] = (
                sum(bool(verdicts & set(PROBLEMS)) for verdicts in own),
                sum(bool(verdicts & set(JUDGEMENTS)) for verdicts in own),
            )
    return found


def numbers(counts: SectorCounts) -> dict[str, int]:
    """Every number on the page, by where it stands."""
    found = {"firms": counts.firms, "dossiers": counts.dossiers}
    for about, share in told(counts):
        found |= {f"{about}: firms": share.firms, f"{about}: of": share.of}
    return {name: number for name, number in found.items() if number is not None}


@given(firms=sectors)
@EXAMPLES
def test_behind_every_number_and_its_remainder_stand_ten_firms(
    db: None, content: InstrumentContent, firms: list[Entry]
) -> None:
    real = truth(content, firms)
    counts = counts_of(content, firms)

    assert all(number >= MINIMUM and number % STEP == 0 for number in numbers(counts).values())
    for about, share in told(counts):
        if share.firms is not None:
            having, of = real[about]
            assert min(having, of - having) >= MINIMUM
            assert abs(share.firms - having) <= STEP // 2
            assert abs(share.of - of) <= STEP // 2


@given(firms=sectors, other=entries)
@EXAMPLES
def test_what_one_firm_answers_moves_a_number_by_one_step_at_most(
    db: None, content: InstrumentContent, firms: list[Entry], other: Entry
) -> None:
    before, after = (numbers(counts_of(content, [*firms[:-1], last])) for last in (firms[-1], other))

    assert all(abs(before[name] - after[name]) in (0, STEP) for name in before.keys() & after.keys())


@given(firms=sectors, other=entries)
@EXAMPLES
def test_one_firm_more_moves_a_number_by_one_step_at_most(
    db: None, content: InstrumentContent, firms: list[Entry], other: Entry
) -> None:
    before, after = (numbers(counts_of(content, sector)) for sector in (firms, [*firms, other]))

    assert all(abs(before[name] - after[name]) in (0, STEP) for name in before.keys() & after.keys())
