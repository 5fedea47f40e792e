"""Saying that a measure does not fit: remembered with a reason, counted, taken back, never overwritten."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from apps.actions.domain.proposal import MeasureInPlanError, adopt_measures, leave_out_measure
from apps.actions.models import ActionStatus, LeftOutMeasure, MisfitReason
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import DossierClosedError
from tests.actions.conftest import HIGH, Firm

pytestmark = pytest.mark.usefixtures("english")
CODE = "M55"


def _say(
    browser: Client, firm: Firm, reason: str = "too_much_work", note: str = "", code: str = CODE, **more
):
    fields = {"reason": reason, "note": note, "seen_json": "{}", **more}
    query = fields.pop("query", "")
    return browser.post(f"{firm.url('leave_out', code)}{query}", fields)


def _refusal(firm: Firm, code: str = CODE) -> LeftOutMeasure:
    return firm.plan.refusals[code]


@pytest.mark.parametrize("reason", MisfitReason.values)
def test_a_measure_is_left_out_with_a_reason_and_a_note(firm: Firm, browser_of, reason: str) -> None:
    answer = _say(browser_of(), firm, reason, "Vorig jaar besproken.")

    assert answer.status_code == 302
    assert (_refusal(firm).reason, _refusal(firm).note) == (reason, "Vorig jaar besproken.")
    assert _refusal(firm).by is not None


def test_a_proposal_looks_for_another_measure(firm: Firm, browser_of) -> None:
    browser = browser_of()
    first = browser.get(firm.url("proposal")).context["proposal"].measures[0].code
    _say(browser, firm, code=first)

    again = browser.get(firm.url("proposal")).context["proposal"]

    assert first not in {measure.code for measure in again.measures}


@pytest.mark.parametrize(
    ("reason", "note"), [("", ""), ("because", ""), ("other", "x" * 4001), ("other", "tekst\x07")]
)
def test_a_reason_is_needed_and_what_was_typed_stays(firm: Firm, browser_of, reason: str, note: str) -> None:
    answer = _say(browser_of(), firm, reason, note or "Dit staat er nog.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="error-summary"' in page
    assert note or "Dit staat er nog." in page
    assert firm.plan.refusals == {}


def test_what_is_in_the_plan_cannot_be_left_out_as_well(firm: Firm, browser_of) -> None:
    browser = browser_of()
    browser.post(firm.url("choose_measure", HIGH), {"measure": CODE})

    page = browser.get(firm.url("leave_out", CODE)).content.decode()
    answer = _say(browser, firm)

    assert "This measure is in your plan" in page
    assert 'name="reason"' not in page
    assert answer.status_code == 422
    assert firm.plan.refusals == {}


def test_a_measure_of_which_the_action_is_cancelled_can_be_left_out(firm: Firm, browser_of) -> None:
    browser = browser_of()
    browser.post(firm.url("choose_measure", HIGH), {"measure": CODE})
    _cancel(firm)

    assert _say(browser, firm).status_code == 302
    assert firm.plan.left_out == {CODE}


def test_putting_a_cancelled_measure_in_the_plan_again_plans_its_action_anew(firm: Firm, browser_of) -> None:
    browser = browser_of()
    browser.post(firm.url("choose_measure", HIGH), {"measure": CODE})
    _cancel(firm)

    browser.post(firm.url("choose_measure", HIGH), {"measure": CODE})

    (action,) = firm.actions
    assert action.status == ActionStatus.PLANNED
    assert [event.kind for event in action.events.all()] == ["created", "status"]


def _cancel(firm: Firm) -> None:
    (action,) = firm.actions
    action.status, action.status_note = ActionStatus.CANCELLED, "Bleek niet te passen"
    action.save()


@pytest.mark.parametrize(
    ("query", "page"),
    [
        (f"?terug={HIGH}", ("risk", HIGH)),
        ("?terug=plan", ("plan",)),
        ("?terug=voorstel", ("proposal",)),
        ("?terug=W99", ("measure", CODE)),
        ("?terug=https://elders.example/", ("measure", CODE)),
        ("", ("measure", CODE)),
    ],
)
def test_afterwards_one_is_back_where_one_came_from(firm: Firm, browser_of, query: str, page) -> None:
    browser = browser_of()

    assert _say(browser, firm, query=query).url == firm.url(*page)
    assert browser.post(firm.url("restore_measure", CODE) + query).url == firm.url(*page)


def test_back_at_the_proposal_the_wishes_are_still_there(firm: Firm, browser_of) -> None:
    answer = _say(browser_of(), firm, query="?terug=voorstel&team=on&minder_werk=1&next=x")

    assert answer.url == firm.url("proposal") + "?minder_werk=on&team=on"


def test_the_reason_can_be_changed(firm: Firm, browser_of) -> None:
    browser = browser_of()
    _say(browser, firm, "too_much_work")
    form = browser.get(firm.url("leave_out", CODE)).context["form"]

    _say(browser, firm, "tried", "In 2024.", seen_json=form.initial["seen_json"])

    assert (_refusal(firm).reason, _refusal(firm).note) == ("tried", "In 2024.")


def test_another_reason_of_a_colleague_is_never_overwritten_unseen(firm: Firm, browser_of) -> None:
    browser = browser_of()
    seen = browser.get(firm.url("leave_out", CODE)).context["form"].initial["seen_json"]
    _say(browser_of(Role.HR), firm, "too_expensive", "Offerte was 9.000 euro.", seen_json=seen)

    answer = _say(browser, firm, "tried", "", seen_json=seen)

    assert answer.status_code == 409
    assert "Too expensive" in answer.content.decode()
    assert _refusal(firm).reason == "too_expensive"

    theirs = answer.context["form"].conflicts[0].theirs_fingerprint
    kept = _say(
        browser, firm, "tried", "", seen_json=seen, **{"keep-reason": "mine", "theirs-reason": theirs}
    )
    assert kept.status_code == 302
    assert (_refusal(firm).reason, _refusal(firm).note) == ("tried", "Offerte was 9.000 euro.")


def test_a_page_that_is_out_of_date_asks_to_check(firm: Firm, browser_of) -> None:
    answer = _say(browser_of(), firm, "tried", seen_json=json.dumps([1]))

    assert answer.status_code == 422
    assert firm.plan.refusals == {}


@pytest.mark.parametrize("role", [Role.WORKS_COUNCIL, Role.CONTRIBUTOR])
def test_others_in_the_firm_leave_nothing_out(firm: Firm, browser_of, role: Role) -> None:
    browser = browser_of(role)

    assert browser.get(firm.url("leave_out", CODE)).status_code == 403
    assert _say(browser, firm).status_code == 403
    assert firm.plan.refusals == {}


def test_a_measure_that_does_not_exist_is_not_found(firm: Firm, browser_of) -> None:
    browser = browser_of()

    assert browser.get(firm.url("leave_out", "M99")).status_code == 404
    assert _say(browser, firm, code="M99").status_code == 404


def test_in_a_closed_dossier_nothing_is_left_out(firm: Firm, browser_of, in_scope: None) -> None:
    close_dossier(dossier=firm.dossier)
    answer = _say(browser_of(), firm, "tried", "Dit is getypt.")

    assert answer.status_code == 409
    assert "Dit is getypt." in answer.content.decode()
    assert firm.plan.refusals == {}


class TestTheVerb:
    pytestmark = pytest.mark.usefixtures("in_scope")

    def leave_out(self, firm: Firm, reason: str = "tried", note: str = "") -> None:
        leave_out_measure(
            dossier=firm.dossier,
            measure=firm.assessment.content.measures[CODE],
            seen={},
            typed={"reason": reason, "note": note},
            user=None,
        )

    def test_it_refuses_what_is_in_the_plan(self, firm: Firm) -> None:
        adopt_measures(
            dossier=firm.dossier,
            assessment=firm.assessment,
            chosen=[CODE],
            left_out=[],
            user=None,
            today=date(2026, 11, 23),
        )
        with pytest.raises(MeasureInPlanError):
            self.leave_out(firm)

    @pytest.mark.parametrize(("reason", "note"), [("zomaar", ""), ("tried", "tekst\x07")])
    def test_it_refuses_what_cannot_be_stored(self, firm: Firm, reason: str, note: str) -> None:
        with pytest.raises(ValidationError):
            self.leave_out(firm, reason, note)

    def test_it_refuses_in_a_closed_dossier(self, firm: Firm) -> None:
        close_dossier(dossier=firm.dossier)
        with pytest.raises(DossierClosedError):
            self.leave_out(firm)

    def test_twice_the_same_is_once(self, firm: Firm) -> None:
        self.leave_out(firm)
        self.leave_out(firm)
        assert LeftOutMeasure.objects.count() == 1
