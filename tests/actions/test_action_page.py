"""The page of one action: who sees what of it, and how much it asks of the database."""

from __future__ import annotations

import re
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.organisations.domain.members import leave, remove_member
from apps.organisations.models import Department, Membership, Role
from apps.rie.domain.evidence import add_evidence
from apps.rie.filetypes import check_file
from tests.actions.conftest import HIGH, LOW, Firm
from tests.actions.running import Desk, desk_of, make_action, make_comment, make_steps, stored
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.rie.screen import text_of
from tests.rie.views.evidence import sent

pytestmark = pytest.mark.usefixtures("english", "own_storage")


@pytest.fixture
def own_storage(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def hr(firm: Firm) -> Desk:
    return desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.HR))


@pytest.fixture
def contributor(firm: Firm) -> Desk:
    user = UserFactory(name="Els Kneder")
    return desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR, user=user))


def forms_on(page: str) -> list[str]:
    return re.findall(r"<form", page.split('id="main"')[1])


def test_it_shows_what_it_is_for_who_does_it_and_what_it_costs(firm, hr, contributor):
    with scope(organisation=firm.organisation):
        shop = Department.objects.create(organisation=firm.organisation, name="Winkel", headcount=8)
    action = make_action(
        firm,
        owner=contributor.member,
        co_owners=(hr.member,),
        department=shop,
        description="Bij de ingang.",
        budget=Decimal(500),
        spent=Decimal("80.50"),
        start_on=date(2026, 12, 1),
        evaluate_on=date(2027, 5, 1),
        repeat_every=12,
    )
    page = hr.page(action)

    for text in (
        "Huisregels ophangen",
        "Bij de ingang.",
        "Els Kneder",
        hr.member.user.name,
        "Winkel",
        "€ 500",
        "€ 80.50",
        "1 December 2026",
        "1 February 2027",
        "1 May 2027",
        "every year",
        firm.assessment.by_code[HIGH].factor.text.problem,
    ):
        assert text in page, text


def test_it_says_what_goes_before_it_and_when_it_starts_too_early(firm, hr):
    first = make_action(firm, title="Kopen", due_on=date(2027, 1, 15))
    action = make_action(firm, depends_on=first, start_on=date(2027, 1, 1))
    page = hr.page(action)

    assert firm.url("action", first.pk) in page
    assert "This action starts on 1 January 2027, but “Kopen” only has to be done by 15 January 2027." in page

    hr.post(first, "complete", result="Gekocht.", done_on="2026-11-20")
    page = hr.page(action)
    assert "This action starts on" not in page
    assert 'Kopen</a> <span class="muted">· Done' in page


def test_its_history_is_told_in_words(firm, hr, contributor):
    action = make_action(firm)
    hr.asks(action, "edit").send(
        owner_id=str(contributor.member.pk), budget="500", factors=[HIGH, LOW], repeat_every="12"
    )
    page = hr.page(action)

    assert f"{hr.member.user.name}: changed" in page
    for line in (
        "Who: from “(empty)” to “Els Kneder”",
        "Budget in euros: from “(empty)” to “€ 500.00”",
        "Does it come back?: from “(empty)” to “every year”",
        firm.assessment.by_code[LOW].factor.text.problem,
    ):
        assert line in page, line


@pytest.mark.parametrize("role", [Role.WORKS_COUNCIL])
def test_who_only_reads_sees_everything_and_no_form(firm, role, contributor):
    action = make_action(firm, owner=contributor.member)
    make_steps(firm, action, "Kopen")
    make_comment(firm, action, "Besteld.", contributor.member.user)
    reader = desk_of(firm, MembershipFactory(organisation=firm.organisation, role=role))
    page = reader.page(action)

    assert "Kopen" in page
    assert "Besteld." in page
    assert forms_on(page) == []
    for name in ("edit", "remove", "complete", "postpone", "cancel"):
        assert firm.url(name, action.pk) not in page
        assert reader.get(action, name).status_code == 403
    for name in ("start", "complete", "reopen", "new_step", "comment", "new_file"):
        assert reader.post(action, name).status_code == 403


def test_a_contributor_sees_and_runs_her_own_action_and_plans_nothing(firm, contributor):
    action = make_action(firm, owner=contributor.member)
    page = contributor.page(action)

    assert firm.assessment.by_code[HIGH].factor.text.problem in page
    assert "priority-high" not in page
    assert firm.url("complete", action.pk) in page
    for name in ("edit", "remove"):
        assert firm.url(name, action.pk) not in page
        assert contributor.get(action, name).status_code == 403
    assert firm.url("plan") not in [*re.findall(r'href="([^"]*)"', page)]


def test_who_helps_the_owner_runs_it_just_as_well(firm, contributor):
    action = make_action(firm, co_owners=(contributor.member,))
    contributor.post(action, "start")

    assert stored(firm, action).status == "in_progress"
    own = reverse("rie:my_part", args=[firm.organisation.pk, firm.dossier.pk])
    assert firm.url("action", action.pk) in text_of(contributor.browser.get(own))


OF_AN_ACTION = (
    "action",
    "complete",
    "postpone",
    "cancel",
    "start",
    "reopen",
    "new_step",
    "comment",
    "new_file",
)


@pytest.mark.parametrize("name", OF_AN_ACTION)
def test_an_action_of_a_colleague_does_not_exist_for_a_contributor(firm, contributor, name):
    colleague = MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR)
    for owner in (colleague, None):
        action = make_action(firm, owner=owner)
        if name in ("action", "complete", "postpone", "cancel"):
            assert contributor.get(action, name).status_code == 404
        if name != "action":
            assert contributor.post(action, name, result="x", text="x", reason="x").status_code == 404
        assert stored(firm, action).status == "planned"


@pytest.mark.parametrize("name", OF_AN_ACTION)
def test_an_action_of_another_firm_or_dossier_is_not_found(firm, hr, name):
    action = make_action(firm)
    other = DossierFactory(organisation=firm.organisation, year=2025)
    stranger = Client()
    theirs = MembershipFactory(organisation=OrganisationFactory(kvk_number="87654321"))
    stranger.force_login(theirs.user)
    ours = firm.url(name, action.pk)
    for browser, url in (
        (stranger, ours),
        (stranger, ours.replace(str(firm.organisation.pk), str(theirs.organisation_id))),
        (hr.browser, ours.replace(str(firm.dossier.pk), str(other.pk))),
        (hr.browser, firm.url(name, uuid.uuid4())),
    ):
        method = browser.get if name == "action" else browser.post
        assert method(url).status_code == 404, url


def test_who_is_not_logged_in_is_led_to_the_login(firm, client):
    assert client.get(firm.url("action", make_action(firm).pk)).url.startswith("/account/login/")


def test_who_left_the_firm_is_said_to_have_left(firm, hr, contributor):
    employer = MembershipFactory(organisation=firm.organisation)
    action = make_action(firm, owner=contributor.member)
    with scope(organisation=firm.organisation):
        remove_member(membership=contributor.member, by=employer)
    page = hr.page(action)

    assert "Els Kneder (no longer in the firm)" in page
    assert "Who: from “somebody who is no longer in the firm” to “(empty)”" in page

    hr.asks(action, "edit").send(owner_name="Bedrijfsleider")
    page = hr.page(action)
    assert "(no longer in the firm)" not in page
    assert "Bedrijfsleider" in page


def test_of_a_helper_who_left_the_history_keeps_that_somebody_helped(firm, hr, contributor):
    action = make_action(firm, owner=hr.member, co_owners=(contributor.member,))
    with scope(organisation=firm.organisation):
        leave(membership=Membership.objects.get(pk=contributor.member.pk))
    page = hr.page(action)

    assert "Together with" not in page
    assert "Who helps?: from “somebody who is no longer in the firm” to “(empty)”" in page
    assert stored(firm, action).owner == hr.member


def add_file(firm: Firm, action: object) -> None:
    with scope(organisation=firm.organisation):
        checked = check_file(sent(), max_bytes=10_000)
        add_evidence(dossier=firm.dossier, checked=checked, user=None, action_id=action.pk)


@pytest.mark.parametrize("who", ["hr", "contributor", "council"])
def test_the_page_costs_the_same_with_1_3_and_30_of_everything(firm, hr, contributor, queries, who):
    first = make_action(firm, title="Kopen")
    helpers = [MembershipFactory(organisation=firm.organisation) for _ in range(3)]
    action = make_action(firm, owner=contributor.member, depends_on=first, co_owners=tuple(helpers))
    council = desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.WORKS_COUNCIL))
    desk = {"hr": hr, "contributor": contributor, "council": council}[who]
    url, counts = firm.url("action", action.pk), []
    hr.asks(action, "edit").send(owner_id=str(hr.member.pk), factors=[HIGH, LOW])
    hr.asks(action, "edit").send(owner_id=str(contributor.member.pk), depends_on_id="")
    for number in (1, 2, 27):
        for one in range(number):
            make_steps(firm, action, f"Stap {one}")
            make_comment(firm, action, f"Opmerking {one}", hr.member.user)
            add_file(firm, action)
            hr.post(action, "postpone", due_on=f"2030-{number % 12 + 1:02}-{one % 27 + 1:02}")
        desk.page(action)  # says what was just saved, once
        with queries() as captured:
            assert desk.browser.get(url).status_code == 200
        counts.append(len(captured.statements))

    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12, "\n".join(sql[:60] + sql[sql.find("FROM") :][:80] for sql in captured.statements)
