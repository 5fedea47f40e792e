"""The owner of a small shop who makes her first RI&E, from the front door to the PDF."""

from __future__ import annotations

import re
from pathlib import Path

from django.core import mail
from playwright.sync_api import expect

from tests.journeys import shop
from tests.journeys.accessibility import NARROWEST, WIDE, assert_everybody_can_use, assert_fits
from tests.journeys.visitor import PASSWORD, Visitor

NEXT = ".next-bar a.btn-primary"
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)


def code_in_mail() -> str:
    """The code in the letter that came last. The server is a thread of the tests, so its post is ours."""
    return CODE.search(mail.outbox[-1].body).group()


class Shopkeeper:
    """One method per step. ``looks`` at a page makes sure that everybody could use it there and then."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    def looks(self) -> None:
        assert_everybody_can_use(self.page, widths=(WIDE,))

    # Getting in

    def finds_the_front_door(self) -> None:
        self.visitor.goes_to("/")
        self.looks()
        self.visitor.goes_on_with("main a.btn-primary")

    def makes_an_account(self) -> None:
        self.looks()
        self.visitor.types("[name=email]", "eigenaar@delinde.example")
        self.visitor.types("[name=password1]", PASSWORD)
        self.visitor.types("[name=password2]", PASSWORD)
        self.visitor.goes_on_with("main form button[type=submit]")
        self.looks()
        self.visitor.types("[name=code]", code_in_mail())
        self.visitor.goes_on_with("main form button[type=submit] >> nth=0")
        self.visitor.sees("header form[action*=logout]")

    def describes_her_firm(self) -> None:
        self.looks()
        self.visitor.goes_on_with("main a.btn-primary")
        self.looks()
        for name, text in shop.FIRM.items():
            self.visitor.types(f"[name={name}]", text)
        self.visitor.picks("[name=sector]", shop.SECTOR)
        self.visitor.goes_on_with("main form button.btn-primary")

    # Filling in

    def takes_a_first_look(self) -> None:
        """The verkenning: every question answered by clicking, saved along the way."""
        for question, options in shop.PROFILE.items():
            for option in options:
                self.visitor.clicks_on(f"input[name={question}][value={option}]")
        number = len(shop.PROFILE)
        expect(self.page.locator("#save-profile progress")).to_have_attribute("value", str(number))
        self.looks()
        self.visitor.goes_on_with(NEXT)

    def answers_every_statement(self) -> int:
        """Page after page, without waiting for anything. Returns the number of statements."""
        number = 0
        while self.page.locator("article.card-answer").count():
            codes = [card.get_attribute("id") for card in self.page.locator("article.card-answer").all()]
            for code in codes:
                self._answers(code)
            number += len(codes)
            if shop.PROBLEMS.keys() & set(codes):
                self.looks()
            assert_fits(self.page, NARROWEST)
            self.visitor.goes_on_with(NEXT)
        return number

    def _answers(self, code: str) -> None:
        problem = shop.PROBLEMS.get(code)
        card = self.visitor.card(code)
        verdict = problem.verdict if problem else "in_order"
        self.visitor.clicks_on(card.locator(f"input[name=verdict][value={verdict}]"))
        if problem:
            for name, value in problem.lists.items():
                self.visitor.picks(card.locator(f"[name={name}]"), value)
            for name, text in problem.texts.items():
                self.visitor.types(card.locator(f"[name={name}]"), text)

    def hears_her_employees(self) -> None:
        self.looks()
        self.visitor.goes_on_with("main .actions a.btn-primary")
        self.looks()
        for name, text in shop.CONSULTATION.items():
            self.visitor.types(f"[name={name}]", text)
        self.visitor.goes_on_with("button[name=next]")

    # Risks and plan

    def sees_her_risks(self) -> list[str]:
        """The codes of her risks, from the top of the page down; every risk says why."""
        self.looks()
        rows = self.page.locator("li.row-risk").all()
        assert all(row.locator("p.muted").first.inner_text().strip() for row in rows)
        return [row.get_attribute("id") for row in rows]

    def priority_of(self, code: str) -> str:
        badge = self.page.locator(f"li#{code} .priority")
        return badge.get_attribute("class").rpartition("priority-")[2]

    def looks_at_one_theme(self, theme: str) -> list[str]:
        self.visitor.goes_on_with(f".filters a[href$='thema={theme}']")
        codes = [row.get_attribute("id") for row in self.page.locator("li.row-risk").all()]
        self.visitor.goes_on_with(".filters a >> nth=0")
        return codes

    def gives_another_priority(self, code: str, priority: str, note: str) -> None:
        self.visitor.goes_on_with(f"li#{code} a[href$='/prioriteit/']")
        self.looks()
        self.visitor.clicks_on(f"[name=chosen][value={priority}]")
        self.visitor.types("[name=note]", note)
        self.visitor.goes_on_with("main form button.btn-primary")
        self.visitor.sees_text(f"li#{code}", note)

    def lets_a_plan_be_proposed(self) -> None:
        self.visitor.goes_on_with(NEXT)
        self.looks()
        self.visitor.goes_on_with("a[href$='/plan/voorstel/']")
        self.looks()

    def adopts_it_without_the_last_measure(self) -> None:
        """Untick one, put the others in the plan."""
        boxes = self.page.locator("input[name=measure]")
        number = boxes.count()
        self.visitor.clicks_on(boxes.last)
        self.visitor.goes_on_with(".next-bar button")
        expect(self.page.locator("li[id^=action-]")).to_have_count(number - 1)
        self.looks()

    def assigns_the_first_action(self, *, due_on: str, budget: str) -> None:
        self.visitor.goes_on_with("li[id^=action-] a[href$='/wijzig/'] >> nth=0")
        self.looks()
        owner = self.page.locator("[name=owner_id] option").nth(1).get_attribute("value")
        self.visitor.picks("[name=owner_id]", owner)
        self.visitor.types("[name=due_on]", due_on)
        self.visitor.types("[name=budget]", budget)
        self.visitor.goes_on_with("main form button.btn-primary")
        self.looks()
        self.visitor.goes_on_with(".eyebrow a")

    def open_risks(self) -> list[str]:
        """The codes of the risks for which the plan has nothing yet."""
        links = self.page.locator("li.row-risk a[href*='/plan/risico/']").all()
        return [link.get_attribute("href").rstrip("/").rpartition("/")[2] for link in links]

    def chooses_a_measure_for(self, code: str) -> None:
        self.visitor.goes_on_with(f"li.row-risk a[href$='/plan/risico/{code}/']")
        self.looks()
        self.visitor.goes_on_with("form[action$='/kies/'] button >> nth=0")

    def settles(self, code: str, reason: str) -> None:
        self.visitor.goes_on_with(f"li.row-risk a[href$='/plan/risico/{code}/']")
        self.visitor.types("[name=reason]", reason)
        self.visitor.goes_on_with("form[action$='/geen/'] button")
        self.visitor.sees_text("main", reason)

    # The report

    def makes_the_report(self) -> None:
        self.visitor.goes_on_with(NEXT)
        self.looks()
        self.visitor.goes_on_with("form[action$='/maak/full/'] button")
        self.visitor.sees("a[href$='/pdf/']")
        assert_everybody_can_use(self.page, dark=True)

    def downloads_it(self, folder: Path) -> Path:
        with self.page.expect_download() as download:
            self.visitor.clicks_on("a[href$='/pdf/']")
        file = folder / download.value.suggested_filename
        download.value.save_as(file)
        return file
