"""Texts that a practice uses again: for its own advisers only."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.organisations.models import Role
from apps.review.models import TextBlock
from tests.review.conftest import adviser_of, browser_for
from tests.review.findings.finding_world import url
from tests.rie.screen import Screen, text_of

pytestmark = pytest.mark.usefixtures("english")


def page_of(practice, name="text_blocks", *more):
    return reverse(f"review:{name}", args=[practice.pk, *more])


def new(**values):
    return {"key": uuid4(), "title": "Oorzaken", "criterion": "", "text": "Noem de oorzaak.", **values}


@pytest.fixture
def block(practice):
    return TextBlock.objects.create(practice=practice, title="Oorzaken", text="Noem de oorzaak.")


def test_an_adviser_adds_a_text(practice, adviser_browser):
    sent = new(criterion="complete")
    for _click in range(2):
        assert adviser_browser.post(page_of(practice), sent).url == page_of(practice)

    [made] = TextBlock.objects.all()
    assert (made.title, made.criterion, made.practice) == ("Oorzaken", "complete", practice)


def test_the_page_teaches_when_there_is_none(practice, adviser_browser):
    assert "Add your first text" in text_of(adviser_browser.get(page_of(practice)))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "Give the text a name."),
        ({"title": "x" * 101}, "100"),
        ({"title": "a\x00b"}, "Null characters"),
        ({"title": "oorZAKEN"}, "has a text with this name already"),
        ({"text": ""}, "Write the text first."),
        ({"text": "x" * 4001}, "4001"),
        ({"criterion": "mooi"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(practice, adviser_browser, block, wrong, message):
    sent = new(title="Nieuw", text="Blijft staan.") | wrong
    answer = adviser_browser.post(page_of(practice), sent)

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert sent["text"][:50] in text_of(answer)
    assert TextBlock.objects.count() == 1


def test_a_text_is_changed_and_two_at_once_choose(practice, adviser_browser, block):
    address = page_of(practice, "change_text_block", block.pk)
    first, second = (Screen(adviser_browser, address, address) for _person in range(2))

    assert first.send(text="Van mij.").url == page_of(practice)
    answer = second.send(text="Van haar.", title="Anders")

    assert answer.status_code == 409
    assert "Van mij." in text_of(answer)
    block.refresh_from_db()
    assert (block.text, block.title, block.row_version) == ("Van mij.", "Oorzaken", 2)


def test_a_text_cannot_get_the_name_of_another(practice, adviser_browser, block):
    TextBlock.objects.create(practice=practice, title="Anders", text="x")
    address = page_of(practice, "change_text_block", block.pk)

    answer = Screen(adviser_browser, address, address).send(title="anders")

    assert answer.status_code == 422
    assert "has a text with this name already" in text_of(answer)


def test_a_text_is_deleted_after_a_question(practice, adviser_browser, block):
    address = page_of(practice, "drop_text_block", block.pk)

    assert "Noem de oorzaak." in text_of(adviser_browser.get(address))
    assert TextBlock.objects.exists()
    assert adviser_browser.post(address).url == page_of(practice)
    assert not TextBlock.objects.exists()


def test_the_list_is_filtered_by_criterion(practice, adviser_browser, block):
    TextBlock.objects.create(practice=practice, title="Verouderd", criterion="current", text="y")
    complete = text_of(adviser_browser.get(page_of(practice), {"criterium": "complete"}))
    current = text_of(adviser_browser.get(page_of(practice), {"criterium": "current"}))
    odd = text_of(adviser_browser.get(page_of(practice), {"criterium": "'"}))

    assert ("Verouderd" in complete, "Verouderd" in current, "Verouderd" in odd) == (False, True, True)


def test_the_form_of_a_finding_offers_them(practice, adviser_browser, block, submission, other_practice):
    TextBlock.objects.create(practice=other_practice, title="Van een ander", text="<b>z</b>")
    page = text_of(adviser_browser.get(url(submission, "new_finding")))

    assert "Noem de oorzaak." in page
    assert "js/text_blocks.js" in page
    assert "Van een ander" not in page


class TestWhoMay:
    def addresses(self, practice, block):
        one = [page_of(practice, name, block.pk) for name in ("change_text_block", "drop_text_block")]
        return [page_of(practice), *one]

    def test_nobody_else(self, practice, other_practice, block, browser_of):
        outsiders = [browser_for(adviser_of(other_practice)), browser_of(Role.EMPLOYER)]
        for browser in outsiders:
            for address in self.addresses(practice, block):
                assert browser.get(address).status_code == 404
                assert browser.post(address, new(title="Gekaapt")).status_code == 404
        assert TextBlock.objects.get().title == "Oorzaken"

    def test_not_through_another_practice(self, practice, other_practice, block):
        both = browser_for(adviser_of(other_practice))

        assert both.post(page_of(other_practice, "drop_text_block", block.pk)).status_code == 404
        assert TextBlock.objects.exists()

    def test_not_after_the_practice_closed(self, practice, adviser_browser, block):
        type(practice).objects.filter(pk=practice.pk).update(closed_at=timezone.now())

        assert adviser_browser.get(page_of(practice)).status_code == 404

    def test_not_without_logging_in(self, practice, block, client):
        for address in self.addresses(practice, block):
            assert client.get(address).url == f"{reverse('account_login')}?next={address}"


def test_it_costs_the_same_however_many_there_are(practice, adviser_browser, queries):
    counts = {}
    for size in (1, 3, 30):
        for number in range(size):
            TextBlock.objects.create(practice=practice, title=f"{size}-{number}", text="x")
        with queries() as captured:
            assert adviser_browser.get(page_of(practice)).status_code == 200
        counts[size] = len(captured.statements)

    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= 6
