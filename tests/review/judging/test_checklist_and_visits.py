"""The checklist and the site visits of an adviser."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_scopes import scope

from apps.review.checklist import POINTS
from apps.review.checklist_says import Frozen
from apps.review.consents import read_content
from apps.review.models import ChecklistAnswer, Criterion, SiteVisit
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer
from tests.review.conftest import adviser_of, browser_for
from tests.review.judging.answering import at, hidden_in, rows, seen_on, send
from tests.review.rounds import concluded, returned, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RISK = "W43"


def says(submission, key):
    frozen = Frozen(
        content=read_content(submission.version),
        instrument=instrument_content(submission.dossier.instrument_id),
    )
    return next(point for point in POINTS if point.key == key).says(frozen)


def visit_values(**instead):
    values = {"visited_on": "2026-01-05", "spoken_with": "Bedrijfsleider", "seen": "Rust in de avond."}
    return {**values, **instead}


class TestWhatTheVersionSays:
    def test_every_criterion_has_points_with_keys_of_their_own(self):
        assert {point.criterion for point in POINTS} == set(Criterion)
        assert len({point.key for point in POINTS}) == len(POINTS)
        assert all(len(point.key) <= 30 for point in POINTS)

    def test_an_empty_rie_says_that_it_holds_nothing(self, submission):
        assert says(submission, "prevention_officer") == "Preventiemedewerker: not filled in."
        assert says(submission, "bhv") == "The RI&E holds nothing about BHV."
        assert says(submission, "pago").endswith("The RI&E holds nothing about PAGO.")
        assert says(submission, "smart_plan") == "There are no actions."

    def test_it_tells_what_the_firm_wrote(self, dossier, practice):
        dossier.organisation.prevention_officer = "De bedrijfsleider"
        dossier.organisation.save()
        factor = instrument_content(dossier.instrument_id).factors[RISK]
        with scope(organisation=dossier.organisation):
            Answer.objects.create(
                organisation=dossier.organisation,
                dossier=dossier,
                factor_id=factor.id,
                verdict="partly",
                frequency=3,
                reach=3,
                in_place="Er is een BHV'er.",
            )
        round_ = submitted(dossier, practice)
        assert says(round_, "prevention_officer") == "Preventiemedewerker: filled in (De bedrijfsleider)."
        assert says(round_, "bhv") == "The firm wrote about BHV in 1 place."
        assert says(round_, "causes") == "Risks: 1. With a root cause: 0."
        assert says(round_, "measures_fit").endswith(": 1.")


class TestChecklist:
    def test_all_points_are_saved_at_once(self, submission, adviser_browser, adviser):
        send(adviser_browser, at(submission, "checklist"), bhv="no", bhv_note="Ontbreekt.", consent="yes")
        saved = {answer.key: answer for answer in rows(ChecklistAnswer, submission)}
        assert {key: answer.state for key, answer in saved.items()} == {"bhv": "no", "consent": "yes"}
        assert saved["bhv"].note == "Ontbreekt."
        assert saved["bhv"].by_id == adviser.pk

    def test_answers_stay_for_the_next_round(self, submission, adviser_browser, dossier, practice):
        send(adviser_browser, at(submission, "checklist"), bhv="no")
        concluded(submission)
        again = submitted(dossier, practice)
        page = adviser_browser.get(at(again, "checklist")).content.decode()
        tags = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="bhv"' in tag]
        (chosen,) = (tag for tag in tags if 'value="no"' in tag)
        assert "checked" in chosen

    def test_two_advisers_on_one_list_both_see_both_values(self, submission, adviser_browser, practice):
        address, colleague = at(submission, "checklist"), browser_for(adviser_of(practice))
        drawn = seen_on(colleague, address)
        send(adviser_browser, address, bhv="no", bhv_note="Ontbreekt.")
        answer = colleague.post(address, {**drawn, "bhv": "yes", "bhv_note": "Staat erin."})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Ontbreekt." in page
        assert "Staat erin." in page
        assert [row.state for row in rows(ChecklistAnswer, submission)] == ["no"]
        colleague.post(
            address,
            {
                **drawn,
                **hidden_in(page),
                "bhv": "yes",
                "bhv_note": "Staat erin.",
                "keep-bhv": "mine",
                "keep-bhv_note": "theirs",
            },
        )
        (saved,) = rows(ChecklistAnswer, submission)
        assert (saved.state, saved.note, saved.row_version) == ("yes", "Ontbreekt.", 2)

    def test_two_advisers_on_different_points_both_keep_theirs(self, submission, adviser_browser, practice):
        address, colleague = at(submission, "checklist"), browser_for(adviser_of(practice))
        drawn = seen_on(colleague, address)
        send(adviser_browser, address, bhv="no")
        assert colleague.post(address, {**drawn, "pago": "partly"}).status_code == 302
        assert {row.key: row.state for row in rows(ChecklistAnswer, submission)} == {
            "bhv": "no",
            "pago": "partly",
        }

    def test_a_state_that_does_not_exist_is_refused_and_the_note_stays(self, submission, adviser_browser):
        answer = send(adviser_browser, at(submission, "checklist"), bhv="maybe", bhv_note="Mijn notitie.")
        assert answer.status_code == 422
        assert "Mijn notitie." in answer.content.decode()
        assert rows(ChecklistAnswer, submission) == []

    @pytest.mark.parametrize("end", [returned, concluded])
    def test_it_cannot_be_changed_when_it_is_not_her_turn(self, submission, adviser_browser, end):
        drawn = seen_on(adviser_browser, at(submission, "checklist"))
        end(submission)
        answer = adviser_browser.post(
            at(submission, "checklist"), {**drawn, "bhv": "no", "bhv_note": "Wat ik schreef."}
        )
        assert answer.status_code == 409
        assert "Wat ik schreef." in answer.content.decode()
        assert rows(ChecklistAnswer, submission) == []
        assert adviser_browser.get(at(submission, "checklist")).status_code == 200


class TestVisits:
    def test_no_visit_is_said(self, submission, adviser_browser):
        assert "No visit is written down." in adviser_browser.get(at(submission, "visit")).content.decode()

    def test_a_visit_is_written_down_once_however_often_it_is_sent(
        self, submission, adviser_browser, adviser
    ):
        sent = {**visit_values(), "key": str(uuid4())}
        for _time in range(2):
            assert adviser_browser.post(at(submission, "visit"), sent).status_code == 302
        (visit,) = rows(SiteVisit, submission)
        assert (visit.spoken_with, visit.by_id) == ("Bedrijfsleider", adviser.pk)
        assert "Rust in de avond." in adviser_browser.get(at(submission, "visit")).content.decode()

    def test_a_visit_is_not_made_tomorrow(self, submission, adviser_browser):
        tomorrow = timezone.localdate() + timedelta(days=1)
        answer = send(
            adviser_browser, at(submission, "visit"), **visit_values(visited_on=tomorrow.isoformat())
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "This day is still to come." in page
        assert "Bedrijfsleider" in page
        assert rows(SiteVisit, submission) == []

    @pytest.mark.parametrize("name", ["visited_on", "spoken_with", "seen"])
    def test_every_part_of_it_is_needed(self, submission, adviser_browser, name):
        answer = send(adviser_browser, at(submission, "visit"), **visit_values(**{name: ""}))
        assert answer.status_code == 422
        assert rows(SiteVisit, submission) == []

    def test_her_own_visit_goes_after_a_page_that_asks(self, submission, adviser_browser):
        send(adviser_browser, at(submission, "visit"), **visit_values())
        (visit,) = rows(SiteVisit, submission)
        address = at(submission, "drop_visit", visit.pk)
        assert "Rust in de avond." in adviser_browser.get(address).content.decode()
        assert rows(SiteVisit, submission)
        adviser_browser.post(address)
        assert rows(SiteVisit, submission) == []

    def test_nothing_is_added_or_dropped_after_the_end(self, submission, adviser_browser):
        send(adviser_browser, at(submission, "visit"), **visit_values())
        (visit,) = rows(SiteVisit, submission)
        concluded(submission)
        sent = {**visit_values(), "key": str(uuid4())}
        assert adviser_browser.post(at(submission, "visit"), sent).status_code == 409
        assert adviser_browser.post(at(submission, "drop_visit", visit.pk)).status_code == 409
        assert [row.pk for row in rows(SiteVisit, submission)] == [visit.pk]

    def test_the_visits_of_another_practice_are_its_own(
        self, submission, adviser_browser, other_practice, dossier
    ):
        send(adviser_browser, at(submission, "visit"), **visit_values())
        concluded(submission)
        again = submitted(dossier, other_practice)
        page = browser_for(adviser_of(other_practice)).get(at(again, "visit")).content.decode()
        assert "Rust in de avond." not in page
