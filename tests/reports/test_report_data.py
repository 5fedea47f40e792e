"""What stands in a report: everything, once, in plain values, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from apps.actions.models import ActionStatus
from apps.organisations.models import Representation, User
from apps.reports.chapters import CHAPTERS
from apps.reports.data import Report
from apps.reports.queries import build_report
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Dossier
from tests.factories import DossierFactory, OrganisationFactory, UserFactory
from tests.reports.conftest import Sample, read_report
from tests.reports.sample import act, answer, full_dossier

ORDER = [
    "firm",
    "scope",
    "hearing",
    "consent",
    "groups",
    "existing",
    "risks",
    "changes",
    "answers",
    "not-applicable",
    "plan",
    "effect",
    "checks",
    "access",
    "information",
    "law",
    "sources",
    "review",
]


def values_in(value: object) -> Iterator[object]:
    """Every single value inside a report."""
    if is_dataclass(value):
        for field in fields(value):
            yield from values_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from values_in(item)
    else:
        yield value


def codes_in(report: Report) -> list[str]:
    """The code of every factor, wherever it stands."""
    inventory = report.inventory
    answers = inventory.answers
    risks = [r.code for theme in inventory.themes for sub in theme.subthemes for r in sub.risks]
    lines = [
        *answers.in_order,
        *answers.to_discuss,
        *answers.incomplete,
        *answers.unanswered,
        *answers.not_applicable,
    ]
    return (
        risks + [line.code for line in lines] + [f.code for entry in answers.not_asked for f in entry.factors]
    )


def risk(report: Report, code: str):
    found = [r for t in report.inventory.themes for s in t.subthemes for r in s.risks if r.code == code]
    assert len(found) == 1
    return found[0]


def test_the_chapters_stand_in_the_order_that_serves_the_adviser():
    assert [chapter.key for chapter in CHAPTERS] == ORDER


def test_a_report_holds_plain_values_only(reports):
    for report in reports.values():
        kinds = {type(value) for value in values_in(report)}
        assert kinds <= {str, int, bool, date, type(None)}


@pytest.mark.django_db
def test_every_factor_of_the_instrument_is_in_the_report_exactly_once(sample: Sample):
    content = instrument_content(sample.dossier.instrument_id)
    assert sorted(codes_in(sample.report())) == sorted(content.factors)


def test_a_risk_comes_with_its_answer_reason_cause_departments_groups_and_law(reports):
    found = risk(reports["full"], "O15")
    assert found.verdict.key == "partly"
    assert found.priority.key == "high"
    assert found.score == 10
    assert len(found.steps) == 3
    assert found.root_cause.startswith("Lange wachttijd")
    assert found.departments == ("Winkel",)
    assert found.note.startswith("Klanten schelden")
    assert any("Arbeidsomstandighedenwet" in article for article in found.grounds)
    assert [action.owner for action in found.actions] == ["Eigenaar"]
    assert risk(reports["full"], "W03").special_groups == (
        "Oproepkrachten, uitzendkrachten en andere flexkrachten",
    )


def test_a_priority_changed_by_hand_keeps_both_values_who_when_and_why(reports):
    changes = reports["full"].inventory.changes
    assert [(c.code, c.computed.key, c.chosen.key, c.by, c.on) for c in changes] == [
        ("W32", "low", "medium", "Ans de Boer", date(2026, 11, 23))
    ]
    assert changes[0].note == "Het team noemde dit in het gesprek het vaakst."
    assert risk(reports["full"], "W32").priority.key == "medium"


def test_what_does_not_apply_has_its_reason(reports):
    answers = reports["full"].inventory.answers
    assert [(line.code, line.remark) for line in answers.not_applicable] == [
        ("O05", "We nemen niemand aan en de lonen volgen de cao.")
    ]
    assert all(entry.reason and entry.factors for entry in answers.not_asked)


def test_open_answers_are_told_apart(reports):
    answers = reports["full"].inventory.answers
    assert [line.code for line in answers.to_discuss] == ["W18"]
    assert [line.code for line in answers.incomplete] == ["W19"]
    assert answers.incomplete[0].remark
    assert len(answers.unanswered) == 1
    assert answers.open_count == 3


def test_existing_measures_come_from_the_catalogue_and_from_the_firm(reports):
    existing = {line.code: line.measures for line in reports["full"].inventory.existing}
    assert existing["W03"] == ("In mei helpt een oproepkracht mee.",)
    assert len(existing["O15"]) == 1


def test_the_plan_has_everything_of_an_action(reports):
    row = next(row for row in reports["plan"].plan.rows if row.due_on == date(2027, 2, 1))
    assert (row.owner, row.start_on, row.evaluate_on) == ("Eigenaar", date(2026, 12, 1), date(2027, 5, 1))
    assert row.budget == "€\N{NO-BREAK SPACE}350"
    assert row.step
    assert row.status.key == "planned"
    assert row.residual.key == "medium"
    assert [r.code for r in row.risks] == ["O15"]


def test_the_plan_adds_up_its_budgets_and_leaves_cancelled_actions_out(reports):
    plan = reports["plan"].plan
    assert plan.total_budget == "€\N{NO-BREAK SPACE}2.200,50"
    assert [(row.title, row.status_note) for row in plan.cancelled] == [
        ("Nieuwe kassa kopen", "De oude kassa is gerepareerd.")
    ]
    assert [row.number for row in (*plan.rows, *plan.cancelled)] == list(range(1, 11))


def test_the_plan_warns_where_something_is_missing(reports):
    plan = reports["plan"].plan
    assert [r.code for r in plan.only_individual] == ["W40"]
    assert [r.code for r in plan.open_risks] == ["W07"]
    assert [plan.rows[number - 1].owner for number in plan.without_owner] == [""]
    assert [(entry.risk.code, entry.by) for entry in plan.settled] == [("W32", "Ans de Boer")]


def test_the_summary_counts_and_names_the_highest_risks_with_the_action_that_comes_first(reports):
    summary = reports["full"].inventory.summary
    assert (summary.asked - summary.answered, summary.high, summary.medium, summary.low) == (1, 4, 6, 4)
    assert summary.actions == 9
    assert len(summary.top) == 5
    assert summary.top[0].risk.code == "W03"
    assert (summary.top[0].due_on, summary.top[0].others) == (date(2027, 3, 1), 1)


def test_the_summary_names_what_is_still_to_do_before_what_is_done(sample: Sample):
    for title, due_on, status in (
        ("Al klaar", date(2026, 1, 5), ActionStatus.DONE),
        ("Nog te doen", date(2026, 2, 5), ActionStatus.PLANNED),
    ):
        done_on = due_on if status == ActionStatus.DONE else None
        act(
            sample.dossier,
            sample.user,
            factors=["W03"],
            title=title,
            due_on=due_on,
            status=status,
            done_on=done_on,
        )
    top = sample.report().inventory.summary.top[0]
    assert (top.risk.code, top.action, top.others) == ("W03", "Nog te doen", 2)


def test_the_plan_on_its_own_leaves_the_inventory_out(reports):
    assert reports["plan"].inventory is None
    assert reports["plan"].plan == reports["full"].plan


def test_articles_of_law_stand_there_once_and_say_how_sure_we_are(reports):
    articles = reports["full"].inventory.articles
    assert len({entry.article for entry in articles}) == len(articles)
    assert {entry.is_verified for entry in articles} == {True, False}


def test_sources_are_those_of_the_instrument_and_of_the_measures_in_the_plan(reports):
    urls = [source.url for source in reports["full"].inventory.sources]
    assert urls.count("") == 5
    assert [url.split("/")[2] for url in urls if url] == ["www.zonmw.nl"]


@pytest.mark.django_db
@pytest.mark.parametrize("representation", Representation.values)
def test_the_report_knows_who_must_consent(representation: str):
    report = read_report(full_dossier(representation=representation))
    assert report.firm.representation.key == representation


@pytest.mark.django_db
def test_an_empty_dossier_makes_a_report_too():
    organisation = OrganisationFactory()
    report = read_report(DossierFactory(organisation=organisation))
    assert report.inventory.summary.top == ()
    assert report.plan.rows == ()
    assert report.inventory.hearing.is_recorded is False
    assert report.inventory.scope.last_answer_on is None


@pytest.mark.django_db
def test_text_of_someone_without_an_account_any_more_names_nobody(sample: Sample):
    User.objects.filter(pk=sample.user.pk).delete()
    report = sample.report()
    assert report.inventory.changes[0].by
    assert "Ans de Boer" not in report.inventory.changes[0].by


@pytest.mark.django_db
def test_an_unknown_kind_is_refused(sample: Sample):
    with pytest.raises(ValueError, match="half"):
        build_report(dossier=sample.dossier, kind="half")


@pytest.mark.django_db
def test_the_number_of_queries_does_not_depend_on_the_number_of_answers_and_actions():
    user = UserFactory()
    dossier = DossierFactory(organisation=OrganisationFactory())
    codes = list(instrument_content(dossier.instrument_id).factors)
    counts = []
    with scope(organisation=dossier.organisation):
        done = 0
        for number in (1, 3, 30):
            for code in codes[done:number]:
                answer(dossier, code, user, verdict="partly", frequency=3, reach=3, severity=2)
                act(dossier, user, factors=[code], title=f"Actie {code}", due_on=date(2027, 1, 1))
            done = number
            fresh = Dossier.objects.get(pk=dossier.pk)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                build_report(dossier=fresh, kind="full")
            counts.append(len(queries))
    assert counts == [18, 18, 18]
