"""Somebody of personnel who makes a plan of action, runs it for a year and finds out whether it helped."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from apps.actions.models import Action, ActionStatus, AsMeant, Decision, MisfitReason
from apps.organisations.models import Membership
from tests.journeys.accessibility import WIDE, assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitor import Visitor
from tests.rie.samples import PDF

SAVE = "main form button.btn-primary"
PLAN = ".rail a[href$='/plan/'] >> visible=true"
PROPOSED = "main input[name=measure]"


class Planner:
    """One method per step. ``looks`` at a page makes sure that everybody could use it there and then."""

    def __init__(self, visitor: Visitor, firm: Firm) -> None:
        self.visitor = visitor
        self.firm = firm
        self.page = visitor.page
        self.keyboard = Keyboard(visitor.page)

    def looks(self) -> None:
        assert_everybody_can_use(self.page, widths=(WIDE,))

    # Choosing

    def opens_a_risk_without_measure(self, code: str) -> None:
        self.visitor.goes_to(self.firm.url("actions:plan"))
        self.visitor.goes_on_with(f".row-risk a[href$='/plan/risico/{code}/']")

    def compares(self, *codes: str) -> None:
        for code in codes:
            self.visitor.clicks_on(f"[name=maatregel][value={code}]")
        self.visitor.goes_on_with("#compare button")
        expect(self.page.locator("table.compare thead th")).to_have_count(len(codes))
        self.looks()

    def puts_in_her_plan(self, code: str) -> None:
        self.visitor.goes_on_with(f"form[action$='/kies/']:has([value={code}]) button")
        self.visitor.sees_text("main", self.firm.measure(code))

    def says_it_does_not_fit(self, risk: str, code: str, *, reason: MisfitReason, note: str) -> None:
        self.visitor.goes_to(self.firm.url("actions:risk", risk))
        self.visitor.goes_on_with(f"a[href*='/maatregel/{code}/past-niet/']")
        self.visitor.clicks_on(f"[name=reason][value={reason}]")
        self.visitor.types("[name=note]", note)
        self.visitor.goes_on_with(SAVE)
        self.visitor.sees_text("#measures", note)

    def lets_a_plan_be_proposed(self) -> set[str]:
        """Returns the codes of the measures."""
        self.visitor.goes_on_with(PLAN)
        self.visitor.goes_on_with("main a[href$='/plan/voorstel/']")
        return self._proposed()

    def wishes(self, *names: str) -> set[str]:
        """Returns the codes of the measures that fit these wishes; the page says what is different."""
        self.visitor.clicks_on(f"details:has([name={names[0]}]) > summary")
        for name in names:
            self.visitor.clicks_on(f"[name={name}]")
        self.visitor.goes_on_with(f"form:has([name={names[0]}]) button")
        self.visitor.sees("section[aria-labelledby=changed]")
        self.looks()
        return self._proposed()

    def sees_the_difference(self, *, came_in: set[str], went_out: set[str]) -> None:
        for code in came_in | went_out:
            self.visitor.sees_text("section[aria-labelledby=changed]", self.firm.measure(code))

    def adopts_it(self) -> None:
        self.visitor.goes_on_with(".next-bar button")

    def _proposed(self) -> set[str]:
        return {box.get_attribute("value") for box in self.page.locator(PROPOSED).all()}

    # Carrying out

    def opens_the_action(self, title: str) -> None:
        self.visitor.goes_on_with(PLAN)
        self.visitor.goes_on_with(self.page.get_by_role("link", name=title, exact=True))

    def gives_it_to(self, owner: Membership, helper: Membership, *, due_on: str, budget: str) -> None:
        self.visitor.goes_on_with("main a[href$='/wijzig/']")
        self.visitor.picks("[name=owner_id]", str(owner.pk))
        self.visitor.types("[name=due_on]", due_on)
        if not self.page.locator("[name=budget]").is_visible():
            self.visitor.clicks_on("details.more > summary")
        self.visitor.clicks_on(f"[name=co_owners][value='{helper.pk}']")
        self.visitor.types("[name=budget]", budget)
        self.visitor.goes_on_with(SAVE)

    def adds_steps(self, *texts: str) -> None:
        for text in texts:
            self.visitor.types("#steps > form [name=text]", text)
            self.visitor.goes_on_with("#steps > form button")
        expect(self._ticks()).to_have_count(len(texts))

    def ticks_the_first_step_with_the_keyboard(self) -> None:
        self.page.reload()
        self.keyboard.follows("#steps button.tick")
        expect(self._ticks().first).to_have_attribute("aria-pressed", "true")
        expect(self._ticks().last).to_have_attribute("aria-pressed", "false")

    def writes_a_remark(self, text: str) -> None:
        self.visitor.types("#comments [name=text]", text)
        self.visitor.goes_on_with("#comments form button")
        self.visitor.sees_text("#comments li", text)

    def keeps_a_file(self, name: str) -> None:
        file = {"name": name, "mimeType": "application/pdf", "buffer": PDF}
        self.page.locator("#files [name=file]").set_input_files([file])
        self.visitor.goes_on_with("#files form button")
        self.visitor.sees_text("#files li", name)

    def moves_it_with_the_keyboard(self, action: Action, to: ActionStatus) -> None:
        """On the board: Tab to the button on its card, and Enter."""
        self.visitor.goes_on_with(PLAN)
        self.visitor.goes_on_with(".filters a[href*='/plan/bord/']")
        self.keyboard.follows(f"#action-{action.pk} button[value$=':{to}']")

    def sees_it_in_the_column(self, action: Action, status: ActionStatus) -> None:
        self.visitor.sees(f"section[data-status={status}] #action-{action.pk}")
        self.looks()

    def says_what_came_out_of_it(self, result: str, *, spent: str) -> None:
        self.visitor.types("[name=result]", result)
        self.visitor.types("[name=spent]", spent)
        self.visitor.goes_on_with(SAVE)
        self.visitor.sees_text("main", result)

    def _ticks(self) -> Locator:
        return self.page.locator("#steps button.tick")

    # Finding out

    def opens_does_it_help(self) -> None:
        self.visitor.goes_to(self.firm.url("actions:plan"))
        self.visitor.goes_on_with("main a[href$='/plan/resultaat/']")

    def looks_back(self, risk: str, *, changed: str, answer: dict[str, str]) -> None:
        """From the chain of the risk: what changed, and how it is now."""
        self.visitor.goes_on_with(f"#{risk} a[href$='/terugkijken/']")
        self.visitor.clicks_on(f"[name=as_meant][value={AsMeant.YES}]")
        self.visitor.types("[name=changed]", changed)
        self.visitor.clicks_on(f"[name=decision][value={Decision.KEEP}]")
        for name, value in answer.items():
            self.visitor.picks(f"[name={risk}-{name}]", value)
        self.looks()
        self.visitor.goes_on_with(SAVE)

    def writes_down_that_employees_know(self, how: str) -> None:
        self.visitor.goes_on_with(".next-bar a[href$='/plan/informatie/']")
        self.visitor.types("[name=how]", how)
        self.visitor.clicks_on("[name=is_whole_plan]")
        self.visitor.goes_on_with("main form:has([name=how]) button")
        self.visitor.sees_text("main .rows", how)
        self.looks()

    def links_of_the_chain(self, risk: str) -> list[str]:
        """How each of the four is: ``done``, ``busy``, ``missing`` or ``not_yet``."""
        links = self.page.locator(f"#{risk} .links li").all()
        return [link.get_attribute("class").removeprefix("link-") for link in links]

    def classes_of(self, risk: str) -> list[str]:
        """The class it had, and the one it has now."""
        badges = self.page.locator(f"#{risk} .priority").all()
        return [badge.get_attribute("class").rpartition("priority-")[2] for badge in badges]
