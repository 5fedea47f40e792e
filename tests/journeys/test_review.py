"""Journey: a toets in two rounds, by an employer, her works council and an adviser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django_scopes import scope

from apps.organisations.models import Organisation, Practice, PracticeMembership, Role, User
from apps.reports.models import SealedReport
from apps.review.models import (
    AcceptedRisk,
    ChecklistAnswer,
    Consent,
    CouncilComment,
    Finding,
    SiteVisit,
    Submission,
    TextBlock,
)
from apps.rie.domain.instrument import instrument_content
from apps.rie.domain.profile import active_factors
from apps.rie.models import DossierState
from tests.factories import UserFactory
from tests.journeys.firm import Firm
from tests.journeys.reviewer import Adviser, Council, Employer
from tests.journeys.visitor import PASSWORD, Visitor
from tests.reports.sample import answer

pytestmark = pytest.mark.journey
SUBMITTING, READING = "2026-12-01T09:30", "2026-12-03T10:00"
ANSWERING, CONCLUDING, AFTERWARDS = "2026-12-08T14:00", "2026-12-10T11:00", "2027-02-02T16:00"
TO_DISCUSS, REMARKED, CHANGED, LATER = "W18", "W03", "W03", "W24"
REMARK = "Ook in december zijn er te weinig mensen."
NOTE = "Kijk vooral naar de sluittijd."
OBSERVATION = "De oorzaak noemt niet wie de bestellingen aanneemt."
ADVICE = "Schrijf op wie nee mag zeggen tegen een bestelling."
BLOCK, BLOCK_TEXT = "Doelen ontbreken", "Het plan noemt geen doel waaraan u ziet of het helpt."
ADVICE_WHOLE = "Zet bij elke maatregel een doel."
RETURN = "Vul de oorzaak van de drukte aan en beantwoord de bevindingen."
REPLY = "De bedrijfsleider neemt voortaan de bestellingen aan."
CAUSE = "Iedereen neemt bestellingen aan, ook als het rooster vol is."
NO_CONSENT = "De OR vergadert pas in januari over deze kleine wijziging."
SECOND_NOTE = "Alleen de oorzaak van de drukte is anders."
SPOKEN_WITH, SEEN = "De eigenaar en twee medewerkers van de winkel.", "De planning hangt achter de kassa."
CONCLUSION = "Goed onderbouwd. Werk de doelen in het plan uit."
NEW_CAUSE = "Sinds januari sluit een vaste medewerker af."
WRITTEN = (
    REMARK, NOTE, OBSERVATION, ADVICE, BLOCK_TEXT, ADVICE_WHOLE, RETURN, REPLY, CAUSE, NO_CONSENT,
    SECOND_NOTE, SPOKEN_WITH, SEEN, CONCLUSION,
)  # fmt: skip
CHECKED = {"prevention_officer": "yes", "bhv": "partly", "smart_plan": "no"}
JUDGED = {"outcome": "after_changes", "scope": "a_and_o"}
SIGNED = {"advice": CONCLUSION, "adviser_name": "Ada Adviseur", "certificate_number": "AO-12345"}


@dataclass(frozen=True)
class People:
    """Everybody with a browser of her own."""

    users: dict[str, User]
    bea: Employer
    odet: Council
    ada: Adviser
    practice: Practice

    @contextmanager
    def at(self, moment: str) -> Iterator[None]:
        """It is this moment, and everybody is logged in. The server is a thread, so its clock is ours."""
        with time_machine.travel(f"{moment}+01:00"):
            for name in ("bea", "odet", "ada"):
                getattr(self, name).visitor.is_logged_in_as(self.users[name])
            yield


@pytest.fixture
def firm(firm: Firm) -> Firm:
    """With a works council, and everything answered but what is still to discuss."""
    Organisation.objects.filter(pk=firm.organisation.pk).update(representation="or")
    firm.organisation.refresh_from_db()
    last = active_factors(instrument_content(firm.dossier.instrument_id), firm.dossier.profile)[-1]
    with scope(organisation=firm.organisation):
        answer(firm.dossier, last.code, None, verdict="in_order")
        answer(firm.dossier, "W19", None, verdict="partly", frequency=2, reach=2, severity=2)
    return firm


@pytest.fixture
def people(firm: Firm, new_visitor: Callable[..., Visitor]) -> People:
    practice = Practice.objects.create(name="Arbodienst De Brug")
    TextBlock.objects.create(practice=practice, title=BLOCK, text=BLOCK_TEXT)
    ada = UserFactory(name="Ada Adviseur", password=PASSWORD)
    PracticeMembership.objects.create(practice=practice, user=ada)
    users = {
        "bea": firm.member(Role.EMPLOYER, "Bea Smit"),
        "hanna": firm.member(Role.HR, "Hanna Rood"),
        "odet": firm.member(Role.WORKS_COUNCIL, "Odet Raad"),
        "ada": ada,
    }
    return People(
        users,
        Employer(new_visitor(), firm),
        Council(new_visitor(), firm),
        Adviser(new_visitor(), firm),
        practice,
    )


def test_a_toets_in_two_rounds(firm: Firm, people: People, tmp_path: Path) -> None:
    bea, odet, ada = people.bea, people.odet, people.ada
    with people.at(SUBMITTING):
        when_the_employer_asks_consent(bea)
        when_the_works_council_consents(odet, people)
        bea.submits(people.practice, note=NOTE, wished_on="2026-12-18")
    with people.at(READING):
        accepted, found = when_the_adviser_reads(ada, people)
        when_she_returns_it(ada)
    with people.at(ANSWERING):
        when_the_employer_answers_and_submits_again(bea, people)
    with people.at(CONCLUDING):
        when_the_adviser_reads_only_the_difference(ada, people)
        when_she_concludes(ada)
        report = then_everybody_reads_the_outcome(people, tmp_path)
    then_a_changed_file_is_found_out(odet, report)
    with people.at(AFTERWARDS):
        then_a_later_change_shows(bea)
    then_everything_is_stored(firm, people, accepted=accepted, found=found)
    then_no_letter_tells_what_was_written()


def when_the_employer_asks_consent(bea: Employer) -> None:
    """What is still to discuss stands in the way of an adviser, so she settles that first."""
    bea.looks_what_is_missing()
    bea.settles(TO_DISCUSS)
    bea.asks_for_consent()


def when_the_works_council_consents(odet: Council, people: People) -> None:
    odet.opens_what_she_is_asked(link_in(newest_letter_to(people.users["odet"])))
    odet.remarks(REMARKED, REMARK)
    odet.consents()


def when_the_adviser_reads(ada: Adviser, people: People) -> tuple[str, str]:
    """Returns the risk that she accepts, and the one about which she has a finding."""
    newest_letter_to(people.users["ada"])
    ada.opens_the_next_unread(tag="Ongelezen")
    ada.visitor.sees_text("main", NOTE)
    ada.visitor.sees_text(f"#r-{REMARKED}", REMARK)
    ada.looks()
    ada.starts_reading()
    ada.goes_to_the_risks_with_the_keyboard()
    accepted = ada.accepts_with_the_keyboard()
    found = ada.starts_a_finding_with_the_keyboard()
    ada.writes_the_finding(criterion="reliable", weight="must", observation=OBSERVATION, advice=ADVICE)
    ada.starts_a_finding_about_the_whole()
    ada.writes_the_finding(criterion="complete", weight="should", block=BLOCK, advice=ADVICE_WHOLE)
    ada.visitor.sees_text("main", BLOCK_TEXT)
    return accepted, found


def when_she_returns_it(ada: Adviser) -> None:
    ada.fills_in_the_checklist(CHECKED)
    ada.agrees_on("2026-12-17")
    ada.returns_it(RETURN, expected_on="2026-12-11")


def when_the_employer_answers_and_submits_again(bea: Employer, people: People) -> None:
    newest_letter_to(people.users["bea"])
    bea.reads_her_newest_message()
    bea.visitor.sees_text("section[aria-labelledby=standing]", RETURN)
    bea.looks()
    bea.answers_a_finding(1, REPLY)
    bea.writes_a_cause(CHANGED, CAUSE)
    bea.submits_again(note=SECOND_NOTE, no_consent_reason=NO_CONSENT)


def when_the_adviser_reads_only_the_difference(ada: Adviser, people: People) -> None:
    newest_letter_to(people.users["ada"])
    ada.opens_the_next_unread(tag="Ongelezen")
    ada.starts_reading()
    ada.visitor.sees_text("#gehoord", NO_CONSENT)
    old = "In het bloemenseizoen zijn we met te weinig mensen. Bestellingen nemen we altijd aan."
    assert ada.looks_at_what_changed() == [CHANGED]
    ada.sees_old_and_new(CHANGED, old, CAUSE)
    ada.closes_the_finding(1, answer=REPLY)


def when_she_concludes(ada: Adviser) -> None:
    ada.writes_down_her_visit(day="2026-12-09", spoken_with=SPOKEN_WITH, seen=SEEN)
    ada.concludes(texts=SIGNED, choices=JUDGED, certificate="a_and_o")


def then_everybody_reads_the_outcome(people: People, folder: Path) -> Path:
    """The employer and the works council: judgement, advice and the same sealed file."""
    files = []
    for name, person in (("bea", people.bea), ("odet", people.odet)):
        newest_letter_to(people.users[name])
        person.reads_her_newest_message()
        person.visitor.sees_text("section[aria-labelledby=outcome]", "Voldoet na aanpassing")
        person.visitor.sees_text("section[aria-labelledby=outcome]", CONCLUSION)
        person.looks()
        own = folder / name
        own.mkdir()
        files.append(person.downloads_the_report_of_the_review(own))
    first, second = files
    assert first.name == "bloemenwinkel-de-linde-2026-toetsverslag.pdf"
    assert first.read_bytes() == second.read_bytes(), "there is one original"
    return first


def then_a_changed_file_is_found_out(odet: Council, report: Path) -> None:
    odet.checks(report, verdict="Echt en ongewijzigd")
    touched = bytearray(report.read_bytes())
    touched[len(touched) // 3] ^= 1
    copy = report.with_name("kopie.pdf")
    copy.write_bytes(touched)
    odet.checks(copy, verdict="Gewijzigd na ondertekening")


def then_a_later_change_shows(bea: Employer) -> None:
    bea.opens_the_review()
    bea.visitor.sees_no("section[aria-labelledby=changed]")
    bea.writes_a_cause(LATER, NEW_CAUSE)
    bea.opens_the_review()
    bea.visitor.sees_text("h2#standing", "Gewijzigd na toetsing")
    bea.visitor.sees_text("section[aria-labelledby=changed]", NEW_CAUSE)
    bea.looks()


def then_everything_is_stored(firm: Firm, people: People, *, accepted: str, found: str) -> None:
    with scope(organisation=firm.organisation):
        first, second = Submission.objects.select_related("version").order_by("number")
        findings = list(Finding.objects.order_by("number"))
        assert [finding.factor_code for finding in findings] == [found, ""]
        assert [finding.state for finding in findings] == ["closed", "open"]
        assert findings[1].observation == BLOCK_TEXT
        assert [message.text for message in findings[0].messages.all()] == [REPLY]
        assert list(AcceptedRisk.objects.values_list("factor_code", flat=True)) == [accepted]
        assert dict(ChecklistAnswer.objects.values_list("key", "state")) == CHECKED
        assert CouncilComment.objects.get().factor_code == REMARKED
        assert Consent.objects.get().version == first.version
        assert SiteVisit.objects.get().submission == second
        assert SealedReport.objects.get().submission == second
        turns = [round_.events.order_by("at").values_list("verb", flat=True) for round_ in (first, second)]
        verbs = [list(verbs) for verbs in turns]
    assert (first.state, first.note, first.return_comment) == ("superseded", NOTE, RETURN)
    assert (str(first.agreed_on), str(first.expected_on)) == ("2026-12-17", "2026-12-11")
    assert (second.state, second.outcome, second.scope) == ("concluded", "after_changes", "a_and_o")
    assert (second.advice, second.adviser, second.no_consent_reason) == (
        CONCLUSION, people.users["ada"], NO_CONSENT,
    )  # fmt: skip
    assert (first.version.number, second.version.number) == (1, 2)
    assert first.version.sha256 != second.version.sha256
    assert verbs == [["submit", "assign", "agree", "return", "answer", "supersede"], ["submit", "conclude"]]
    firm.dossier.refresh_from_db()
    assert firm.dossier.state == DossierState.REVIEWED


def then_no_letter_tells_what_was_written() -> None:
    """A mailbox is no safe place: a letter says that something happened, the rest stands behind a login."""
    assert mail.outbox
    for letter in mail.outbox:
        whole = " ".join([letter.subject, letter.body, *(part.content for part in letter.alternatives)])
        assert not [text for text in WRITTEN if text in whole], letter.subject


def newest_letter_to(user: User) -> EmailMultiAlternatives:
    return [letter for letter in mail.outbox if letter.to == [user.email]][-1]


def link_in(letter: EmailMultiAlternatives) -> str:
    """The first address of a page of the firm, without the name of the server."""
    return re.search(r"(/b/\S+)", letter.body).group()
