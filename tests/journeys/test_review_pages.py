"""Every page of a toets can be used by everybody: WCAG 2 A and AA, wide and on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Practice, PracticeMembership, Role, User
from apps.review.models import Finding, SiteVisit, Submission, TextBlock
from tests.factories import UserFactory
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor
from tests.review import rounds
from tests.review.practices.inviting import invited, waiting_round

pytestmark = pytest.mark.journey
RISK = "W03"


@dataclass(frozen=True)
class Desk:
    """An adviser at her desk with one round of the flower shop."""

    firm: Firm
    practice: Practice
    adviser: User
    round: Submission
    finding: Finding

    def url(self, view: str, *args: object) -> str:
        """The address of a page about the round."""
        return self.firm.url(view, self.round.pk, *args)


@pytest.fixture
def desk(firm: Firm) -> Desk:
    """Submitted and given to her, with a finding, a visit and a text."""
    practice = Practice.objects.create(name="Arbodienst De Brug")
    adviser = UserFactory(name="Ada Adviseur")
    PracticeMembership.objects.create(practice=practice, user=adviser)
    round_ = rounds.submitted(firm.dossier, practice, adviser=adviser, note="Kijk naar de sluittijd.")
    found = rounds.finding(
        round_, factor_code=RISK, proposed_priority="medium", advice="Vraag de avondploeg."
    )
    TextBlock.objects.create(practice=practice, title="Doelen", text="Het plan noemt geen doel.")
    with scope(organisation=firm.organisation):
        SiteVisit.objects.create(
            organisation=firm.organisation,
            dossier=firm.dossier,
            submission=round_,
            visited_on=date(2026, 11, 20),
            spoken_with="De eigenaar",
            seen="Drukte bij de kassa",
            by=adviser,
        )
    return Desk(firm, practice, adviser, round_, found)


@pytest.fixture
def ada(desk: Desk, visitor: Visitor) -> Visitor:
    visitor.is_logged_in_as(desk.adviser)
    return visitor


@pytest.fixture
def bea(firm: Firm, new_visitor: Callable[..., Visitor]) -> Visitor:
    visitor = new_visitor()
    visitor.is_logged_in_as(firm.member(Role.EMPLOYER, "Bea Smit"))
    return visitor


def test_pages_of_a_firm_that_submits(firm: Firm, bea: Visitor) -> None:
    sees_all(bea, firm.url("review:review"), firm.url("review:submit"), firm.url("review:consent"))
    sees_all(bea, firm.url("review:findings"), reverse("organisations:inbox"), firm.url("reports:inspection"))


def test_pages_of_a_firm_that_waits(firm: Firm, desk: Desk, bea: Visitor) -> None:
    sees_all(
        bea,
        firm.url("review:review"),
        firm.url("review:submit"),
        desk.url("review:withdraw_submission"),
        desk.url("reports:version_report"),
        desk.url("reports:sealed"),
    )


def test_pages_of_a_firm_that_answers(firm: Firm, desk: Desk, bea: Visitor) -> None:
    rounds.returned(desk.round, by=desk.adviser)
    sees_all(bea, firm.url("review:review"), firm.url("review:findings"), reverse("organisations:inbox"))


def test_pages_of_a_firm_that_got_advice(firm: Firm, desk: Desk, bea: Visitor) -> None:
    rounds.concluded(desk.round, by=desk.adviser)
    with scope(organisation=firm.organisation):
        firm.dossier.answers.filter(root_cause="Twee vacatures.").update(root_cause="Drie vacatures.")
    sees_all(bea, firm.url("review:review"), firm.url("reports:inspection"))


def test_pages_of_a_works_council(firm: Firm, new_visitor: Callable[..., Visitor], bea: Visitor) -> None:
    firm.organisation.representation = "or"
    firm.organisation.save()
    odet = new_visitor()
    odet.is_logged_in_as(firm.member(Role.WORKS_COUNCIL, "Odet Raad"))
    sees_all(odet, firm.url("review:consent"))
    sees_all(bea, firm.url("review:consent"))
    bea.goes_on_with("form[action$='/instemming/vragen/'] button")
    sees_all(odet, firm.url("review:consent"))


def test_pages_to_read_a_round(desk: Desk, ada: Visitor) -> None:
    sees_all(
        ada,
        reverse("review:queue"),
        reverse("review:reading_along"),
        desk.url("review:round"),
        desk.url("review:new_finding") + f"?risico={RISK}",
        desk.url("review:finding", desk.finding.pk),
        desk.url("review:change_finding", desk.finding.pk),
        desk.url("review:drop_finding", desk.finding.pk),
    )


def test_pages_to_judge_a_round(desk: Desk, ada: Visitor) -> None:
    names = ("checklist", "visit", "agree", "assign", "return", "conclude")
    sees_all(ada, *(desk.url(f"review:{name}") for name in names))


def test_pages_of_a_round_that_is_not_hers_now(desk: Desk, ada: Visitor) -> None:
    rounds.returned(desk.round, by=desk.adviser)
    sees_all(
        ada,
        desk.url("review:round"),
        desk.url("review:finding", desk.finding.pk),
        desk.url("review:checklist"),
        desk.url("review:return"),
    )


def test_pages_about_a_practice(desk: Desk, ada: Visitor) -> None:
    names = ("practice", "text_blocks", "leave_practice", "close_practice")
    sees_all(ada, *(reverse(f"review:{name}", args=[desk.practice.pk]) for name in names))


def test_pages_for_who_is_not_logged_in(firm: Firm, visitor: Visitor) -> None:
    token = invited(waiting_round(firm.dossier))
    visitor.watch.expected += ["404", "410", "422"]
    sees_all(visitor, reverse("reports:verify"), reverse("review:accept_adviser", args=[token]))
    sees_all(visitor, reverse("review:accept_adviser", args=["geen-uitnodiging"]))


def sees_all(visitor: Visitor, *addresses: str) -> None:
    for address in addresses:
        visitor.goes_to(address)
        assert_everybody_can_use(visitor.page, dark=True)
