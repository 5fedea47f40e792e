"""Journey: HR is invited, a department head gets one part, and each sees what is hers and no more."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.urls import reverse

from apps.organisations.models import Role, User
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import PASSWORD, Visitor

pytestmark = pytest.mark.journey
HR, HEAD = "hr@delinde.example", "chef@delinde.example"
PART = "W04"
SUBMIT = "main form button.btn-primary"
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def boss(new_visitor: Callable[..., Visitor], employer: User) -> Visitor:
    visitor = new_visitor()
    visitor.is_logged_in_as(employer)
    return visitor


def link_in_last_letter(to: str) -> str:
    """The way in, as it stands in the letter to this mailbox; without the name of the server."""
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [to])
    return re.search(r"https?://[^/\s]+(/uitnodiging/\S+)", letter.body)[1]


def comes_in_with_the_letter(visitor: Visitor, email: str) -> None:
    """Open the link, make an account, accept. No code: the letter reached the mailbox."""
    visitor.goes_to(link_in_last_letter(email))
    assert_everybody_can_use(visitor.page)
    visitor.goes_on_with(SUBMIT)
    visitor.sees_value("[name=email]", email)
    visitor.types("[name=password1]", PASSWORD)
    visitor.types("[name=password2]", PASSWORD)
    visitor.goes_on_with("main form button[type=submit]")
    visitor.goes_to(link_in_last_letter(email))
    visitor.goes_on_with(SUBMIT)


def test_hr_is_invited_and_works_on_the_same_page(
    firm: Firm, boss: Visitor, new_visitor: Callable[..., Visitor]
) -> None:
    boss.goes_to(reverse("organisations:members", args=[firm.organisation.pk]))
    assert_everybody_can_use(boss.page)
    boss.types("[name=email]", HR)
    boss.clicks_on(f"[name=role][value={Role.HR}]")
    boss.goes_on_with(SUBMIT)
    boss.sees_text("main", HR)

    colleague = new_visitor()
    comes_in_with_the_letter(colleague, HR)
    colleague.goes_to(firm.subtheme_of(PART))
    with colleague.saved(PART):
        colleague.types(f"#{PART} [name=note]", "Van personeelszaken.")

    assert firm.answer(PART).note == "Van personeelszaken."


def test_a_department_head_fills_in_her_part_on_her_phone(
    firm: Firm, boss: Visitor, new_visitor: Callable[..., Visitor]
) -> None:
    boss.goes_to(firm.subtheme_of(PART))
    boss.goes_on_with("a[href$='/uitzetten/']")
    assert_everybody_can_use(boss.page)
    boss.types("[name=email]", HEAD)
    boss.goes_on_with(SUBMIT)

    head = new_visitor(**PHONE)
    comes_in_with_the_letter(head, HEAD)
    head.goes_to("/")
    head.goes_on_with("main a[href$='/mijn-deel/']")
    assert_everybody_can_use(head.page)
    head.goes_on_with("main a.btn-primary")
    with head.saved(PART):
        head.types(f"#{PART} [name=note]", "Zo gaat het in de winkel.")
    head.goes_on_with("form[action$='/klaar/'] button")

    boss.goes_to(firm.url("rie:overview"))
    boss.sees_text("main", HEAD)
    boss.sees_text("main", "Klaar sinds")
