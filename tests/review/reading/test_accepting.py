"""An adviser begins to read, and says per risk that she has nothing to add."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.review.domain.accepting import accept_risk, start_reading, unaccept_risk
from apps.review.domain.errors import TurnRefusedError, UnknownSubjectError
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import AcceptedRisk, SubmissionEvent
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import DossierState
from tests.factories import UserFactory
from tests.review.reading.conftest import HIGH_ONE, LOW_ONE, address
from tests.review.rounds import concluded, finding, returned, submitted
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


def accepted(dossier) -> list[str]:
    with scope(organisation=dossier.organisation):
        return sorted(AcceptedRisk.objects.values_list("factor_code", flat=True))


def agree(browser, round_, code=HIGH_ONE, **more):
    return browser.post(address(round_, "review:accept_risk"), {"factor_code": code, **more})


def test_agreeing_brings_her_back_to_the_same_risk_and_filter(dossier, practice, risks, adviser_browser):
    round_ = submitted(dossier, practice)

    answer = agree(adviser_browser, round_, toon="hoog")

    assert answer.url == f"{address(round_)}?toon=hoog#r-{HIGH_ONE}"
    assert accepted(dossier) == [HIGH_ONE]
    assert "1 of 2 risks read" in text_of(adviser_browser.get(address(round_)))


def test_agreeing_twice_is_agreeing_once(dossier, practice, risks, adviser_browser):
    round_ = submitted(dossier, practice)

    for _time in range(2):
        assert agree(adviser_browser, round_).status_code == 302

    assert accepted(dossier) == [HIGH_ONE]


def test_she_takes_it_back_and_nothing_happens_the_second_time(dossier, practice, risks, adviser_browser):
    round_ = submitted(dossier, practice)
    agree(adviser_browser, round_)

    for _time in range(2):
        assert agree(adviser_browser, round_, undo="on").status_code == 302

    assert accepted(dossier) == []


@pytest.mark.parametrize("code", ["W42", "W41", "X99"])
def test_only_a_risk_of_the_version_can_be_agreed_with(code, dossier, practice, risks, adviser_browser):
    assert agree(adviser_browser, submitted(dossier, practice), code).status_code == 404
    assert accepted(dossier) == []


@pytest.mark.parametrize("code", ["", "W" * 40], ids=["empty", "too long"])
def test_what_is_no_code_at_all_leads_back_with_a_sentence(code, dossier, practice, risks, adviser_browser):
    round_ = submitted(dossier, practice)

    assert agree(adviser_browser, round_, code).url == address(round_)
    assert "That was no risk of this version." in text_of(adviser_browser.get(address(round_)))
    assert accepted(dossier) == []


def test_a_finding_of_this_round_counts_as_read(dossier, practice, risks, adviser_browser):
    round_ = submitted(dossier, practice)
    finding(round_, factor_code=LOW_ONE)

    assert "1 of 2 risks read" in text_of(adviser_browser.get(address(round_)))


def test_what_she_agreed_with_still_counts_in_the_next_round_unless_it_changed(
    dossier, practice, adviser, risks, answer, adviser_browser
):
    first = submitted(dossier, practice)
    agree(adviser_browser, first, HIGH_ONE)
    agree(adviser_browser, first, LOW_ONE)
    concluded(first, by=adviser)
    answer(LOW_ONE, note="Nu ook op zaterdag.")

    text = text_of(adviser_browser.get(address(submitted(dossier, practice))))

    assert "1 of 2 risks read" in text
    assert (
        "in round 1; nothing changed since" in text.partition(f'id="r-{HIGH_ONE}"')[2].partition("</li>")[0]
    )


def test_a_new_measure_asks_for_reading_again(dossier, practice, adviser, risks, act, adviser_browser):
    first = submitted(dossier, practice)
    agree(adviser_browser, first, HIGH_ONE)
    concluded(first, by=adviser)
    act(HIGH_ONE)

    assert "0 of 2 risks read" in text_of(adviser_browser.get(address(submitted(dossier, practice))))


def test_what_another_practice_agreed_with_does_not_count(
    dossier, practice, other_practice, risks, adviser_browser
):
    first = submitted(dossier, other_practice)
    with scope(organisation=dossier.organisation):
        accept_risk(submission=first, code=HIGH_ONE, user=UserFactory())
        take_turn(submission=first, verb=Verb.SUPERSEDE, user=None)

    assert "0 of 2 risks read" in text_of(adviser_browser.get(address(submitted(dossier, practice))))


@pytest.mark.parametrize("verb", [Verb.SUPERSEDE, Verb.WITHDRAW])
def test_a_round_that_moved_on_can_not_be_changed(verb, dossier, practice, risks, adviser_browser):
    round_ = submitted(dossier, practice)
    agree(adviser_browser, round_, LOW_ONE)
    with scope(organisation=dossier.organisation):
        take_turn(submission=round_, verb=verb, user=None)

    answer = adviser_browser.post(
        address(round_, "review:accept_risk"), {"factor_code": HIGH_ONE}, follow=True
    )
    agree(adviser_browser, round_, LOW_ONE, undo="on")
    adviser_browser.post(address(round_, "review:start"))

    assert "This round has moved on meanwhile." in text_of(answer)
    assert accepted(dossier) == [LOW_ONE]
    with scope(organisation=dossier.organisation):
        round_.refresh_from_db()
    assert round_.opened_at is None


def test_nor_while_it_is_back_at_the_firm(dossier, practice, risks):
    round_ = submitted(dossier, practice)
    returned(round_)

    with scope(organisation=dossier.organisation):
        for verb in (
            lambda: accept_risk(submission=round_, code=HIGH_ONE, user=UserFactory()),
            lambda: unaccept_risk(submission=round_, code=HIGH_ONE),
            lambda: start_reading(submission=round_, user=UserFactory()),
        ):
            with pytest.raises(TurnRefusedError):
                verb()


def test_nor_in_a_dossier_that_is_closed(dossier, practice, risks):
    round_ = submitted(dossier, practice)
    with scope(organisation=dossier.organisation):
        type(dossier).objects.filter(pk=dossier.pk).update(
            state=DossierState.ARCHIVED, archived_at=timezone.now()
        )
        with pytest.raises(DossierClosedError):
            accept_risk(submission=round_, code=HIGH_ONE, user=UserFactory())
        with pytest.raises(UnknownSubjectError):
            accept_risk(submission=round_, code="W42", user=UserFactory())


def test_who_begins_to_read_a_round_of_nobody_has_it(dossier, practice, risks, adviser, adviser_browser):
    round_ = submitted(dossier, practice)
    assert address(round_, "review:start") in text_of(adviser_browser.get(address(round_)))

    adviser_browser.post(address(round_, "review:start"))
    adviser_browser.post(address(round_, "review:start"))

    with scope(organisation=dossier.organisation):
        round_.refresh_from_db()
        turns = list(SubmissionEvent.objects.values_list("verb", "by_name"))
    assert round_.opened_at is not None
    assert round_.adviser == adviser
    assert turns == [("submit", turns[0][1]), ("assign", str(adviser))]
    assert address(round_, "review:start") not in text_of(adviser_browser.get(address(round_)))


def test_who_begins_to_read_for_a_colleague_takes_nothing_over(dossier, practice, risks, adviser_browser):
    colleague = UserFactory()
    round_ = submitted(dossier, practice, adviser=colleague)

    adviser_browser.post(address(round_, "review:start"))

    with scope(organisation=dossier.organisation):
        round_.refresh_from_db()
    assert round_.opened_at is not None
    assert round_.adviser == colleague


@pytest.mark.parametrize("name", ["review:start", "review:accept_risk"])
def test_nothing_changes_by_opening_an_address(name, dossier, practice, risks, adviser_browser):
    assert adviser_browser.get(address(submitted(dossier, practice), name)).status_code == 405


def test_the_pages_of_a_round_lead_to_each_other(dossier, practice, risks, adviser_browser):
    text = text_of(adviser_browser.get(address(submitted(dossier, practice))))

    assert 'aria-label="This round"' in text
    assert reverse("review:queue") in text
