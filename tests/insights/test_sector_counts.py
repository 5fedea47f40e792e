"""Counts over a sector as they come from the database."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.actions.models import Action
from apps.insights.disclosure import Hidden, Share
from apps.insights.queries import sector_counts
from apps.organisations.models import Sector
from apps.rie.models import Answer, Dossier
from tests.insights.conftest import Entry, fill_sector

pytestmark = pytest.mark.django_db

WRONG, PARTLY, FINE = (
    Entry({"W43": verdict}, frozenset({"M01"})) for verdict in ("not_in_order", "partly", "in_order")
)
NOTHING = Share(hidden=Hidden.TOO_FEW_FIRMS)


def share_of(content, counts, code: str = "W43") -> Share:
    """What is told about the subtheme of a factor."""
    title = content.subthemes[content.factors[code].spec.subtheme].title
    return next(entry.share for theme in counts.themes for entry in theme.subthemes if entry.title == title)


def test_a_sector_without_firms_has_no_counts():
    counts = sector_counts(Sector.CARE)

    assert (counts.firms, counts.dossiers, counts.themes, counts.measures) == (None, None, (), ())


def test_with_nine_firms_nothing_is_told(content):
    fill_sector(content, [WRONG] * 9)

    assert sector_counts(Sector.CARE).dossiers is None


def test_firms_that_answered_nothing_do_not_make_it_ten(content):
    fill_sector(content, [WRONG] * 9 + [Entry()] * 20 + [Entry({"W43": "to_discuss"})])

    assert sector_counts(Sector.CARE).firms is None


def test_with_ten_firms_they_are_counted_and_the_rest_says_why_not(content):
    fill_sector(content, [WRONG] * 10 + [Entry()] * 6)

    counts = sector_counts(Sector.CARE)

    assert (counts.firms, counts.dossiers) == (15, 10)
    assert share_of(content, counts) == NOTHING
    assert counts.measures == ()


def test_partly_and_not_in_order_count_once_per_firm(content):
    other = next(
        f.code for f in content.subthemes[content.factors["W43"].spec.subtheme].factors if f.code != "W43"
    )
    both = Entry({"W43": "not_in_order", other: "partly"})
    fill_sector(content, [both] * 8 + [PARTLY] * 7 + [FINE] * 25)

    counts = sector_counts(Sector.CARE)

    assert share_of(content, counts) == Share(firms=15, of=40)
    assert counts.themes[0].share == Share(firms=15, of=40)


@pytest.mark.parametrize("verdict", ["not_applicable", "to_discuss", ""])
def test_who_did_not_judge_is_not_in_the_group(content, verdict):
    fill_sector(content, [WRONG] * 15 + [FINE] * 15 + [Entry({"W43": verdict, "O11": "in_order"})] * 10)

    counts = sector_counts(Sector.CARE)

    assert counts.dossiers == 40
    assert share_of(content, counts) == Share(firms=15, of=30)


def test_other_sectors_and_trials_do_not_count(content):
    fill_sector(content, [WRONG] * 15 + [FINE] * 15)
    fill_sector(content, [WRONG] * 20, sector="bouw")
    fill_sector(content, [WRONG] * 20, trial_ends_at=timezone.now() + timedelta(days=14))

    counts = sector_counts(Sector.CARE)

    assert (counts.firms, counts.dossiers) == (30, 30)
    assert share_of(content, counts) == Share(firms=15, of=30)


def test_a_firm_weighs_once_with_its_newest_dossier_that_has_answers(content):
    fill_sector(content, [WRONG] * 20 + [FINE] * 15)
    with scopes_disabled():
        for dossier in Dossier.objects.filter(answers__verdict="not_in_order")[:10]:
            same = {"organisation": dossier.organisation, "instrument_id": content.id, "year": 2027}
            newer = Dossier.objects.create(**same)
            Answer.objects.create(
                organisation=dossier.organisation,
                dossier=newer,
                factor_id=content.factors["W43"].id,
                verdict="in_order",
            )
            Dossier.objects.create(**same)  # empty: does not count yet

    counts = sector_counts(Sector.CARE)

    assert (counts.firms, counts.dossiers) == (35, 35)
    assert share_of(content, counts) == Share(firms=10, of=35)


def test_the_most_chosen_measures_stand_first_and_rare_ones_not_at_all(content):
    common, less, rare = "M02", "M01", "M03"
    plans = [{common, less, rare}] * 5 + [{common, less}] * 5 + [{common}] * 10 + [set()] * 20
    fill_sector(content, [Entry({"W43": "partly"}, frozenset(plan)) for plan in plans])

    counts = sector_counts(Sector.CARE)

    assert [(entry.measure.code, entry.share) for entry in counts.measures] == [
        (common, Share(firms=20, of=40)),
        (less, Share(firms=10, of=40)),
    ]


def test_measures_that_come_out_equal_stand_in_the_order_of_the_catalogue(content):
    """Twelve and eleven firms are both told as ten: their order may not tell more."""
    plans = [{"M02", "M01"}] * 11 + [{"M02"}] + [set()] * 28
    fill_sector(content, [Entry({"W43": "partly"}, frozenset(plan)) for plan in plans])

    assert [entry.measure.code for entry in sector_counts(Sector.CARE).measures] == ["M01", "M02"]


def test_a_measure_that_almost_all_chose_is_named_without_a_number(content):
    fill_sector(content, [WRONG] * 30)

    (only,) = sector_counts(Sector.CARE).measures

    assert (only.measure.code, only.share) == ("M01", Share(hidden=Hidden.ALMOST_ALL))


def test_cancelled_measures_do_not_count(content):
    fill_sector(content, [WRONG] * 15 + [Entry({"W43": "partly"})] * 15)
    with scopes_disabled():
        Action.objects.update(status="cancelled", status_note="Toch niet.")

    assert sector_counts(Sector.CARE).measures == ()


def test_it_costs_the_same_however_many_firms_there_are(content, queries):
    sector_counts(Sector.CARE)
    costs = {}
    for size in (12, 30, 90):
        fill_sector(content, [WRONG] * size)
        with queries() as captured:
            assert sector_counts(Sector.CARE).dossiers
        costs[size] = len(captured.statements)

    assert set(costs.values()) == {5}, costs
