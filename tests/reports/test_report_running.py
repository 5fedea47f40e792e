"""The report of a plan that is run: what came out of it, what is left of the risks, what was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django_scopes import scope
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from apps.actions.checks import CHECKS
from apps.actions.domain.plan import remove_action
from apps.actions.models import Action
from apps.reports.data import Report
from apps.reports.data.running import MOST_NAMED
from apps.reports.exchange.importing import import_dossier
from apps.reports.hashing import content_hash
from apps.reports.queries import build_report
from apps.reports.render import render_html, render_pdf
from apps.rie.models import Dossier
from tests.factories import DossierFactory, OrganisationFactory
from tests.reports.conftest import read_report
from tests.reports.sample import TODAY, full_dossier

SHOP = settings.BASE_DIR / "examples" / "winkel.yaml"


def shop() -> Dossier:
    with time_machine.travel(TODAY, tick=False):
        return import_dossier(path=SHOP)


@pytest.fixture(scope="module")
def report(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Report:
    """The full report of the shop, halfway its year. Nothing stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = read_report(shop())
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    return " ".join(render_html(report).split())


def row(report: Report, words: str):
    return next(row for row in report.plan.rows if words in row.title)


def risk(report: Report, code: str):
    return next(r for t in report.inventory.themes for s in t.subthemes for r in s.risks if r.code == code)


def test_an_action_tells_what_was_spent_when_it_was_done_and_what_came_out_of_it(report: Report) -> None:
    found = row(report, "Lamp met sensor")
    assert (found.department, found.spent) == ("Winkel", "€\N{NO-BREAK SPACE}164,50")
    assert (found.done_on, found.status.key) == (date(2026, 6, 30), "evaluated")
    assert found.result.startswith("De lamp en de spiegel hangen")
    look = found.looks[0]
    assert (look.held_on, look.note) == (
        date(2026, 10, 6),
        "Voor het laatste uur nemen we een aparte maatregel.",
    )
    assert look.as_meant
    assert look.decision


def test_an_action_names_the_one_before_it_and_how_often_it_comes_back(report: Report) -> None:
    found = row(report, "Elk jaar oefenen")
    assert report.plan.rows[found.waits_for - 1].title.startswith("Maak een agressieprotocol")
    assert found.returns


def test_the_plan_adds_up_what_was_spent(report: Report) -> None:
    assert report.plan.total_spent == "€\N{NO-BREAK SPACE}859,90"


def test_the_summary_counts_what_is_done_also_after_looking_back(report: Report) -> None:
    summary = report.inventory.summary
    assert (summary.actions, summary.done) == (15, 4)
    assert (summary.looked_again, summary.lower) == (2, 2)


def test_the_summary_puts_a_risk_that_became_lower_in_its_new_place(report: Report) -> None:
    top = report.inventory.summary.top
    assert [line.risk.priority.key for line in top] == ["high", "high", "high", "medium", "medium"]
    pauses = next(line for line in top if line.risk.code == "W26")
    assert (pauses.risk.priority.key, pauses.done_on) == ("medium", date(2026, 8, 14))


def test_a_risk_shows_what_is_left_of_it_with_the_reason(report: Report) -> None:
    left = risk(report, "O20").residual
    assert (left.before.key, left.after.key, left.on) == ("medium", "low", date(2026, 10, 6))
    assert left.reason
    assert risk(report, "W03").residual is None


def test_the_chain_says_what_is_missing(report: Report) -> None:
    effect = report.inventory.effect
    chains = {chain.risk.code: [link.key for link in chain.links] for chain in effect.chains}
    assert chains["W26"] == ["done", "done", "done", "done"]
    assert chains["O21"] == ["done", "done", "done", "missing"]
    assert (effect.closed, len(effect.chains)) == (1, 15)
    assert effect.missing == (0, 0, 9, 3)
    assert [(line.before, line.now) for line in effect.classes] == [(4, 3), (9, 9), (2, 3), (0, 0)]


def test_the_checks_name_what_they_found_with_its_number(report: Report) -> None:
    noticed = {check.id: check for check in report.inventory.noticed}
    assert list(noticed) == sorted(noticed)
    assert noticed["P09"].named[0].startswith("1. Wijs een vertrouwenspersoon aan")
    assert noticed["P06"].named[0].startswith("W03 ")
    assert (len(noticed["P06"].named), noticed["P06"].others) == (3, 6)


def test_what_employees_were_told_stands_there_with_the_actions_it_was_about(report: Report) -> None:
    told = [(moment.held_on, moment.is_whole_plan, len(moment.actions)) for moment in report.inventory.told]
    assert told == [(date(2026, 9, 7), False, 2), (date(2026, 6, 8), True, 0)]


def test_a_risk_of_an_action_that_is_gone_keeps_what_is_left_of_it(db: None) -> None:
    dossier = shop()
    with scope(organisation=dossier.organisation):
        remove_action(action=Action.objects.get(title__startswith="Lamp met sensor"), user=None)
    left = risk(read_report(dossier), "O20").residual
    assert (left.after.key, left.on) == ("low", date(2026, 10, 6))


def test_the_plan_alone_has_the_results_but_no_chain_and_no_checks(report: Report, db: None) -> None:
    alone = read_report(shop(), "plan")
    assert [len(row.looks) for row in alone.plan.carried_out] == [
        len(row.looks) for row in report.plan.carried_out
    ]
    assert alone.inventory is None


def test_a_new_report_is_made_when_somebody_says_an_action_is_done(db: None) -> None:
    dossier = full_dossier()
    before = content_hash(read_report(dossier))
    with scope(organisation=dossier.organisation):
        Action.objects.filter(owner_name="Planner").update(status="done", done_on=date(2026, 11, 20))
    assert content_hash(read_report(dossier)) != before


def test_the_number_of_queries_stays_the_same_when_the_plan_is_run(
    db: None, django_assert_num_queries: object
) -> None:
    dossier = shop()
    with scope(organisation=dossier.organisation), time_machine.travel(TODAY, tick=False):
        fresh = Dossier.objects.get(pk=dossier.pk)
        with django_assert_num_queries(19):
            build_report(dossier=fresh, kind="full")


@pytest.mark.parametrize("chapter", ["effect", "checks", "information"])
def test_an_empty_dossier_has_words_for_what_is_not_there_yet(db: None, chapter: str) -> None:
    report = read_report(DossierFactory(organisation=OrganisationFactory()))
    text = render_html(report).split(f'id="{chapter}"')[1].split("</section>")[0]
    assert "<p" in text
    assert "<table" not in text


def test_all_checks_stand_on_one_page_also_when_each_finds_a_lot(report: Report) -> None:
    some = report.inventory.noticed[0]
    all_of_them = tuple(
        replace(
            some,
            id=check.id,
            title=str(check.title),
            explanation=str(check.explanation),
            named=("12. " + "Een lange naam van een maatregel " * 4,) * MOST_NAMED,
            others=9,
        )
        for check in CHECKS
    )
    full = replace(report, inventory=replace(report.inventory, noticed=all_of_them))
    pages = [page.extract_text() for page in PdfReader(BytesIO(render_pdf(full))).pages]
    assert len([text for text in pages if any(check.id in text for check in CHECKS)]) == 1


def test_what_people_typed_is_printed_as_they_typed_it(html: str) -> None:
    assert "Alleen staan in het laatste uur vinden mensen nog wel vervelend." in html
    assert "Alle bestellingen gaan over de kaart." in html
    assert "Op het prikbord in de pauzekamer" in html
