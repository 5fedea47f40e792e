"""The estimate of what absence costs, and the page with what a plan costs."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from apps.actions.domain.plan import add_action, new_action
from apps.actions.models import Action
from apps.insights.costs import STEPS, cost_of_a_day, estimate
from apps.insights.figures import FILE, figures
from apps.insights.models import CostAssumptions
from apps.organisations.models import Organisation, Role
from apps.rie.domain.dossier import close_dossier
from apps.rie.models import Dossier
from tests.factories import MembershipFactory


class TestTheSum:
    def test_a_shop_with_twelve_people(self) -> None:
        """12 × 20% × 10% = 0.24 people; 38 days × € 319 = € 12,122."""
        found = estimate(headcount=12, own={})

        assert found.cases == Decimal("0.24")
        assert (found.per_case, found.per_year) == (Decimal(12_100), Decimal(2_900))

    def test_a_day_costs_what_the_two_figures_of_one_sheet_say(self) -> None:
        assert cost_of_a_day() == Decimal(319)

    def test_who_knows_how_many_fell_ill_needs_no_headcount(self) -> None:
        found = estimate(headcount=12, own={"cases": Decimal(2)})

        assert found.per_year == Decimal(24_200)
        assert [step.spec.key for step in found.steps if step.is_used] == ["days", "day_cost"]

    def test_an_own_number_takes_the_place_of_ours_and_names_no_source(self) -> None:
        found = estimate(headcount=12, own={"days": Decimal(10)})
        (days,) = (step for step in found.steps if step.spec.key == "days")

        assert (days.value, days.ours, days.origin, days.figure) == (Decimal(10), Decimal(38), "own", None)
        assert found.per_case == Decimal(3_200)

    @given(st.integers(1, 5000), st.integers(1, 5000))
    def test_more_people_never_cost_less(self, few: int, more: int) -> None:
        low, high = sorted((few, more))

        assert estimate(headcount=low, own={}).per_year <= estimate(headcount=high, own={}).per_year

    def test_every_published_step_names_its_source(self) -> None:
        found = estimate(headcount=5, own={})
        published = [step for step in found.steps if step.spec.origin == "figure"]

        assert len(published) == 3
        assert all(step.figure.source and step.figure.year >= 2019 for step in published)

    def test_a_figure_of_another_definition_is_not_in_the_sum(self) -> None:
        assert "absence_cost_per_absent_employee" not in {step.figure for step in STEPS}

    def test_every_figure_in_the_file_is_used(self) -> None:
        with FILE.open(encoding="utf-8", newline="") as file:
            assert {row["key"] for row in csv.DictReader(file)} == set(figures())


@pytest.fixture
def url(organisation: Organisation, dossier: Dossier) -> str:
    return reverse("insights:costs", args=[organisation.pk, dossier.pk])


def browser(organisation: Organisation, role: Role = Role.HR) -> Client:
    client = Client()
    client.force_login(MembershipFactory(organisation=organisation, role=role).user)
    return client


def form_of(client: Client, url: str) -> dict[str, Any]:
    form = client.get(url).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def stored(organisation: Organisation) -> dict[str, str]:
    with scope(organisation=organisation):
        return CostAssumptions.objects.get().values


@pytest.mark.django_db
class TestThePage:
    def test_the_firm_counts_with_its_own_numbers(self, organisation, url) -> None:
        client = browser(organisation)
        answer = client.post(url, {**form_of(client, url), "cases": "2", "day_cost": "250,50"}, follow=True)

        assert stored(organisation) == {"cases": "2", "day_cost": "250.5"}
        assert answer.context["estimate"].per_year == Decimal(19_000)

    def test_an_emptied_number_is_ours_again(self, organisation, url) -> None:
        client = browser(organisation)
        client.post(url, {**form_of(client, url), "cases": "2"})
        client.post(url, {**form_of(client, url), "cases": ""})

        assert stored(organisation) == {}

    @pytest.mark.parametrize("typed", [{"complaints": "101"}, {"days": "-1"}, {"cases": "veel"}])
    def test_a_wrong_number_is_refused_and_stays_on_the_page(self, organisation, url, typed) -> None:
        client = browser(organisation)
        answer = client.post(url, {**form_of(client, url), **typed})

        assert answer.status_code == 422
        assert next(iter(typed.values())) in answer.content.decode()

    def test_what_a_colleague_changed_meanwhile_is_a_conflict(self, organisation, url) -> None:
        client = browser(organisation)
        opened = form_of(client, url)
        client.post(url, {**opened, "cases": "2"})
        answer = browser(organisation).post(url, {**opened, "cases": "3"})

        assert answer.status_code == 409
        assert stored(organisation) == {"cases": "2"}

    def test_who_reads_changes_nothing(self, organisation, url) -> None:
        client = browser(organisation, Role.WORKS_COUNCIL)

        assert 'name="cases"' not in client.get(url).content.decode()
        assert client.post(url, {"cases": "2"}).status_code == 403

    def test_a_contributor_does_not_see_it(self, organisation, url) -> None:
        assert browser(organisation, Role.CONTRIBUTOR).get(url).status_code == 403

    def test_another_firm_finds_nothing_and_a_stranger_logs_in(self, url) -> None:
        assert browser(MembershipFactory().organisation).get(url).status_code == 404
        assert Client().get(url).status_code == 302

    def test_in_a_closed_dossier_nothing_changes(self, organisation, dossier, url) -> None:
        client = browser(organisation)
        opened = form_of(client, url)
        with scope(organisation=organisation):
            close_dossier(dossier=dossier)

        assert client.post(url, {**opened, "cases": "2"}).status_code == 409

    def test_what_is_spent_above_the_budget_is_named(self, organisation, dossier, url) -> None:
        with scope(organisation=organisation):
            for title, budget, spent in (
                ("Training", 500, 650),
                ("Rooster", 200, None),
                ("Praten", None, None),
            ):
                action = new_action(dossier=dossier)
                action.title, action.due_on = title, date(2027, 1, 1)
                action.budget, action.spent = budget, spent
                add_action(action=action, factors=[], user=None)
        spending = browser(organisation).get(url).context["spending"]

        assert (spending.budget, spending.spent, spending.left) == (700, 650, 50)
        assert [action.title for action in spending.over] == ["Training"]
        assert len(spending.lines) == 2

    def test_what_a_cancelled_action_cost_still_counts_its_budget_does_not(
        self, organisation, dossier, url
    ) -> None:
        with scope(organisation=organisation):
            action = new_action(dossier=dossier)
            action.title, action.due_on, action.budget, action.spent = "Training", date(2027, 1, 1), 500, 100
            add_action(action=action, factors=[], user=None)
            Action.objects.update(status="cancelled", status_note="Toch niet")
        spending = browser(organisation).get(url).context["spending"]

        assert (spending.budget, spending.spent) == (0, 100)

    def test_the_page_costs_the_same_with_1_3_and_30_actions(
        self, organisation, dossier, url, django_assert_max_num_queries
    ) -> None:
        client, counts = browser(organisation), set()
        for total in (1, 3, 30):
            with scope(organisation=organisation):
                while Action.objects.count() < total:
                    action = new_action(dossier=dossier)
                    action.title, action.due_on, action.budget = "Nog een", date(2027, 5, 1), 10
                    add_action(action=action, factors=[], user=None)
            with django_assert_max_num_queries(12) as captured:
                client.get(url)
            counts.add(len(captured))

        assert len(counts) == 1
