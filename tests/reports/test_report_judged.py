"""Consent and review in the report: what was decided, about which version, and what changed since."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django_scopes import scope

from apps.organisations.models import Organisation, Practice, Representation
from apps.reports.render import render_html
from apps.review.domain.freezing import freeze
from apps.review.models import Consent, CouncilComment, FindingState, SiteVisit, Submission
from apps.rie.models import Dossier
from tests.reports.conftest import Sample, read_report
from tests.reports.sample import answer
from tests.review.rounds import concluded, finding, returned, submitted


@pytest.fixture
def round_(small: Sample) -> Submission:
    Organisation.objects.update(representation=Representation.WORKS_COUNCIL)
    small.dossier.organisation.refresh_from_db()
    return submitted(small.dossier, Practice.objects.create(name="Arbodienst De Brug"))


def consent(dossier: Dossier, decision: str = "consented", **fields: object) -> Consent:
    with scope(organisation=dossier.organisation):
        version = freeze(dossier=dossier, user=None)
        return Consent.objects.create(
            organisation=dossier.organisation,
            version=version,
            decision=decision,
            decided_on=date(2026, 11, 20),
            by_name="Or de Raad",
            **fields,
        )


def test_nothing_recorded_leaves_room_to_write(small: Sample) -> None:
    report = small.report()
    assert (report.inventory.consent.decision, report.inventory.review.reviewed) == (None, None)
    assert report.cover.review.key == "none"
    assert render_html(report).count('class="facts sign"') == 2


def test_a_decision_tells_version_day_who_and_condition(small: Sample, round_: Submission) -> None:
    consent(small.dossier, reason="Mits de avondploeg meedoet.")
    CouncilComment.objects.create(
        organisation=small.dossier.organisation, dossier=small.dossier, factor_code="W24", text="Let hierop."
    )
    part = small.report().inventory.consent
    assert (part.decision.version, part.decision.by, part.decision.changes) == (1, "Or de Raad", 0)
    assert part.remarks[0].about.startswith("W24 ")
    html = render_html(small.report())
    assert "Mits de avondploeg meedoet." in html
    assert "Let hierop." in html


def test_a_change_after_the_decision_is_counted_and_named(small: Sample) -> None:
    consent(small.dossier)
    answer(small.dossier, "W24", small.user, root_cause="Anders.")
    decision = small.report().inventory.consent.decision
    assert (decision.changes, len(decision.named), decision.others) == (1, 1, 0)


def test_the_reason_to_submit_without_consent_stands_in_it(small: Sample) -> None:
    practice = Practice.objects.create(name="De Brug")
    submitted(small.dossier, practice, no_consent_reason="De OR vergadert pas in januari.")
    assert "De OR vergadert pas in januari." in render_html(small.report())


def test_with_the_adviser_and_returned_are_said(small: Sample, round_: Submission) -> None:
    assert small.report().cover.review.key == "submitted"
    finding(round_)
    assert small.report().inventory.review.under_way.findings == ()  # a draft of the adviser
    returned(round_)
    under_way = small.report().inventory.review.under_way
    assert (under_way.state.key, under_way.findings[0].open) == ("returned", 1)
    assert render_html(small.report())


def test_a_concluded_review_tells_outcome_adviser_scope_visit_and_findings(
    small: Sample, round_: Submission
) -> None:
    finding(round_, shown_at=round_.submitted_at)
    finding(
        round_,
        weight="remark",
        shown_at=round_.submitted_at,
        state=FindingState.CLOSED,
        closed_at=round_.submitted_at,
    )
    SiteVisit.objects.create(
        organisation=round_.organisation,
        dossier=small.dossier,
        submission=round_,
        visited_on=date(2026, 11, 10),
        spoken_with="Chef",
        seen="Drukte",
    )
    concluded(round_)
    report = small.report()
    reviewed = report.inventory.review.reviewed
    assert (reviewed.outcome.key, reviewed.version, reviewed.changes) == ("after_changes", 1, ())
    assert (reviewed.adviser, reviewed.certificate_number) == ("A. Adviseur", "AO-12345")
    assert reviewed.visits == (date(2026, 11, 10),)
    assert [(c.weight.key, c.open, c.closed) for c in reviewed.findings if c.total] == [
        ("must", 1, 0),
        ("remark", 0, 1),
    ]
    html = render_html(report)
    assert "Pak de werkdruk in de avond aan." in html
    assert "goedgekeurd" not in html.lower()
    assert report.cover.review.key == "reviewed"


def test_a_change_after_the_review_is_told_with_what(small: Sample, round_: Submission) -> None:
    concluded(round_)
    answer(small.dossier, "W24", small.user, root_cause="Nu iets heel anders.")
    report = small.report()
    assert report.cover.review.key == "changed"
    lines = report.inventory.review.reviewed.changes[0].lines
    assert [(line.old, line.new) for line in lines] == [("Te weinig mensen.", "Nu iets heel anders.")]
    assert "Nu iets heel anders." in render_html(report)


def test_reading_costs_the_same_with_1_3_and_30_findings(
    small: Sample, round_: Submission, queries: Any
) -> None:
    concluded(round_)
    counts = []
    for more in (1, 2, 27):
        for _number in range(more):
            finding(round_, shown_at=round_.submitted_at)
        with queries() as captured:
            read_report(small.dossier)
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 41
