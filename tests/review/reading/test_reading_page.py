"""An adviser reads the submitted version on one page: what was submitted, what changed, what was said."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Representation, Role
from apps.review.domain.sharing import withdraw_share
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import Consent, CouncilComment, DossierShare
from tests.review.conftest import adviser_of, browser_for, share
from tests.review.reading.conftest import HIGH_ONE, LOW_ONE, address
from tests.review.rounds import concluded, finding, returned, submitted
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def page(adviser_browser):
    def get(round_, query: str = "") -> str:
        answer = adviser_browser.get(address(round_) + query)
        assert answer.status_code == 200
        return text_of(answer)

    return get


def shown(page: str) -> list[str]:
    """Codes of the risks on the page, in order."""
    return re.findall(r'<li class="panel round-risk" id="r-(\w+)"', page)


def test_she_reads_who_submitted_what_and_why(dossier, practice, risks, page):
    round_ = submitted(dossier, practice, note="Let op de avondploeg.", wished_on="2027-02-01")

    text = page(round_)

    assert "Bloemenwinkel De Linde: version 1" in text
    assert "Let op de avondploeg." in text
    assert str(round_.submitted_by) in text
    assert "1 February 2027" in text or "Feb" in text


def test_risks_stand_high_to_low_and_the_other_answers_below(dossier, practice, risks, page):
    text = page(submitted(dossier, practice))

    assert shown(text) == [HIGH_ONE, LOW_ONE]
    assert "Vooral op vrijdag." in text
    assert "Te weinig mensen" in text
    assert "Wij werken hier altijd alleen overdag." in text


def test_she_reads_what_was_submitted_not_what_the_firm_wrote_since(dossier, practice, risks, answer, page):
    round_ = submitted(dossier, practice)
    answer(HIGH_ONE, note="Alleen op maandag.")

    text = page(round_)

    assert "Vooral op vrijdag." in text
    assert "Alleen op maandag." not in text


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", [HIGH_ONE, LOW_ONE]),
        ("?toon=hoog", [HIGH_ONE]),
        ("?toon=zonder-bevinding", [LOW_ONE]),
        ("?toon=gewijzigd", [LOW_ONE]),
        ("?toon=onzin", [HIGH_ONE, LOW_ONE]),
    ],
)
def test_the_filter_stands_in_the_address(dossier, practice, adviser, risks, answer, page, query, codes):
    first = submitted(dossier, practice)
    returned(first, by=adviser)
    with scope(organisation=dossier.organisation):
        take_turn(submission=first, verb=Verb.SUPERSEDE, user=None)
    answer(LOW_ONE, note="Nu ook op zaterdag.")
    second = submitted(dossier, practice)
    finding(second, factor_code=HIGH_ONE)

    text = page(second, query)

    assert shown(text) == codes
    assert "All risks (2)" in text
    assert "Changed (1)" in text
    assert "Without a finding (1)" in text
    assert "High (1)" in text


def test_a_first_round_has_nothing_to_compare(dossier, practice, risks, page):
    text = page(submitted(dossier, practice))

    assert "toon=gewijzigd" not in text
    assert 'id="verschil"' not in text


def test_old_and_new_stand_side_by_side_at_the_risk_and_in_the_list(
    dossier, practice, risks, answer, act, page
):
    round_ = submitted(dossier, practice)
    concluded(round_)
    answer(HIGH_ONE, note="Alleen op maandag.")
    act(LOW_ONE, title="Praat elke week")

    text = page(submitted(dossier, practice))

    at_the_risk = text.partition(f'id="was-{HIGH_ONE}"')[2].partition("</details>")[0]
    assert at_the_risk.index("Vooral op vrijdag.") < at_the_risk.index("Alleen op maandag.")
    assert "Praat elke week" in text.partition(f'id="was-{LOW_ONE}"')[2].partition("</details>")[0]
    assert "Alleen op maandag." in text.partition('id="verschil"')[2]


def test_an_action_that_left_the_plan_is_a_change_of_its_risk(dossier, practice, risks, act, page):
    action = act(HIGH_ONE, title="Zet een portier neer")
    concluded(submitted(dossier, practice))
    with scope(organisation=dossier.organisation):
        action.delete()

    text = page(submitted(dossier, practice))

    assert "Zet een portier neer" in text.partition(f'id="was-{HIGH_ONE}"')[2].partition("</details>")[0]


def test_the_council_and_earlier_findings_stand_at_the_risk(dossier, practice, risks, page):
    round_ = submitted(dossier, practice)
    with scope(organisation=dossier.organisation):
        CouncilComment.objects.create(
            organisation=dossier.organisation, dossier=dossier, factor_code=HIGH_ONE, text="Dit is erger."
        )
    finding(round_, factor_code=HIGH_ONE)

    risk = page(round_).partition(f'id="r-{HIGH_ONE}"')[2].partition(f'id="r-{LOW_ONE}"')[0]

    assert "Dit is erger." in risk
    assert "Finding 1" in risk


def test_a_draft_of_another_practice_stays_out_of_sight(dossier, practice, other_practice, risks, page):
    first = submitted(dossier, other_practice)
    finding(first, factor_code=HIGH_ONE, observation="Geheim van een ander.")
    with scope(organisation=dossier.organisation):
        take_turn(submission=first, verb=Verb.WITHDRAW, user=None)

    assert "Geheim van een ander." not in page(submitted(dossier, practice))


def test_submitting_without_consent_stands_out(dossier, practice, risks, page):
    dossier.organisation.representation = Representation.WORKS_COUNCIL
    dossier.organisation.save()

    text = page(submitted(dossier, practice, no_consent_reason="De OR is met reces."))

    assert "Submitted without consent, because:" in text
    assert "De OR is met reces." in text


def test_she_reads_what_the_council_decided_about_this_version(dossier, practice, risks, page):
    dossier.organisation.representation = Representation.WORKS_COUNCIL
    dossier.organisation.save()
    round_ = submitted(dossier, practice)
    with scope(organisation=dossier.organisation):
        Consent.objects.create(
            organisation=dossier.organisation,
            version=round_.version,
            decision="withheld",
            decided_on=timezone.localdate(),
            reason="De avonden ontbreken.",
            by_name="Olga van de OR",
        )

    text = page(round_)

    assert "Olga van de OR for the works council" in text
    assert "De avonden ontbreken." in text


def test_a_round_that_was_replaced_is_readable_and_says_so(dossier, practice, risks, answer, page):
    first = submitted(dossier, practice)
    with scope(organisation=dossier.organisation):
        take_turn(submission=first, verb=Verb.SUPERSEDE, user=None)
    answer(HIGH_ONE, note="Anders.")
    second = submitted(dossier, practice)

    text = page(first)

    assert "The firm submitted a newer version: round 2." in text
    assert f'href="{address(second)}"' in text
    assert address(first, "review:accept_risk") not in text
    assert address(first, "review:start") not in text


def test_a_round_that_was_taken_back_is_readable_and_says_so(dossier, practice, risks, page):
    round_ = submitted(dossier, practice)
    with scope(organisation=dossier.organisation):
        take_turn(submission=round_, verb=Verb.WITHDRAW, user=None)

    assert "This round was taken back on" in page(round_)


@pytest.mark.parametrize("name", ["review:round", "review:start", "review:accept_risk"])
class TestWhoGetsIn:
    def ask(self, browser: Client, round_, name: str) -> int:
        method = browser.get if name == "review:round" else browser.post
        return method(address(round_, name), {"factor_code": HIGH_ONE}).status_code

    def test_an_adviser_of_the_practice_that_reviews(self, name, dossier, practice, risks, adviser_browser):
        assert self.ask(adviser_browser, submitted(dossier, practice), name) in (200, 302)

    def test_not_an_adviser_of_a_practice_that_only_reads_along(
        self, name, dossier, practice, other_practice, risks
    ):
        share(dossier, other_practice)

        assert self.ask(browser_for(adviser_of(other_practice)), submitted(dossier, practice), name) == 404

    def test_not_after_the_share_was_taken_back(self, name, dossier, practice, risks, adviser_browser):
        round_ = submitted(dossier, practice)
        with scope(organisation=dossier.organisation):
            withdraw_share(share=DossierShare.objects.get())

        assert self.ask(adviser_browser, round_, name) == 404

    @pytest.mark.parametrize("role", [Role.EMPLOYER, Role.HR, Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
    def test_not_a_member_of_the_firm(self, name, role, dossier, practice, risks, browser_of):
        assert self.ask(browser_of(role), submitted(dossier, practice), name) == 403

    def test_not_somebody_who_is_not_logged_in(self, name, dossier, practice, risks):
        round_ = submitted(dossier, practice)
        method = Client().get if name == "review:round" else Client().post

        assert method(address(round_, name)).url.startswith(reverse("account_login"))


def test_reading_changes_nothing(dossier, practice, risks, page):
    round_ = submitted(dossier, practice)

    page(round_)

    with scope(organisation=dossier.organisation):
        round_.refresh_from_db()
    assert round_.opened_at is None
    assert round_.adviser_id is None


def test_the_page_costs_the_same_however_much_stands_on_it(
    dossier, practice, risks, act, queries, adviser, adviser_browser
):
    dossier.organisation.representation = Representation.WORKS_COUNCIL
    dossier.organisation.save()
    concluded(submitted(dossier, practice))
    counts, made = set(), 0
    for total in (1, 3, 30):
        for _one in range(total - made):
            act(HIGH_ONE, title=f"Actie {total} {_one}")
        round_ = submitted(dossier, practice)
        for _one in range(total - made):
            finding(round_, factor_code=HIGH_ONE)
        made = total
        adviser_browser.get(address(round_))
        with queries() as captured:
            adviser_browser.get(address(round_))
        counts.add(sum(statement.startswith("SELECT") for statement in captured.statements))
        concluded(round_)

    assert len(counts) == 1
    assert counts.pop() <= 12
