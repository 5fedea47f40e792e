"""Three people around a toets: the employer who submits, her works council, and the adviser who reads."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse
from playwright.sync_api import Locator, expect

from apps.organisations.models import Practice
from apps.review.findings import WHOLE
from tests.journeys.accessibility import WIDE, assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitor import Visitor

SAVE = "main form button.btn-primary"
SUBMIT = "main a[href$='/toets/indienen/']"
ROUND = "nav.filters a"


class Person:
    """One method per step. ``looks`` at a page makes sure that everybody could use it there and then."""

    def __init__(self, visitor: Visitor, firm: Firm) -> None:
        self.visitor = visitor
        self.firm = firm
        self.page = visitor.page
        self.keyboard = Keyboard(visitor.page)

    def looks(self) -> None:
        assert_everybody_can_use(self.page, widths=(WIDE,))

    def reads_her_newest_message(self) -> None:
        """She opens it, which leads to the page it is about."""
        self.visitor.goes_to(reverse("organisations:inbox"))
        self.looks()
        self.visitor.goes_on_with("main ol.rows li:has(.tag-first) >> nth=0 >> form button")

    def opens_the_review(self) -> None:
        self.visitor.goes_to(self.firm.url("review:review"))

    def downloads_the_report_of_the_review(self, folder: Path) -> Path:
        with self.page.expect_download() as download:
            self.visitor.clicks_on("main a[href$='/toetsverslag/'] >> nth=0")
        file = folder / download.value.suggested_filename
        download.value.save_as(file)
        return file

    def checks(self, file: Path, *, verdict: str) -> None:
        """On the page for whoever receives such a file."""
        self.visitor.goes_to(reverse("reports:verify"))
        self.page.locator("[name=file]").set_input_files(file)
        self.visitor.goes_on_with(SAVE)
        self.visitor.sees_text("#verdict", verdict)
        self.looks()


class Employer(Person):
    """Submits, answers, changes and submits again."""

    def looks_what_is_missing(self) -> None:
        self.opens_the_review()
        self.looks()
        self.visitor.goes_on_with(SUBMIT)

    def settles(self, code: str) -> None:
        """What was still to discuss, on the page to which the list of what is missing leads."""
        self.visitor.sees("#S02")
        self.visitor.sees_no("[name=practice]")
        self.looks()
        self.visitor.goes_on_with("#S02 li a")
        self.answers(code, "in_order")

    def answers(self, code: str, verdict: str) -> None:
        with self.visitor.saved(code):
            self.visitor.clicks_on(self.visitor.card(code).locator(f"[name=verdict][value={verdict}]"))

    def writes_a_cause(self, code: str, text: str) -> None:
        """On the page of the statement."""
        self.visitor.goes_to(self.firm.subtheme_of(code))
        with self.visitor.saved(code):
            self.visitor.types(self.visitor.card(code).locator("[name=root_cause]"), text)
            self.keyboard.press("Tab")

    def asks_for_consent(self) -> None:
        self.visitor.goes_to(self.firm.url("review:consent"))
        self.looks()
        self.visitor.goes_on_with("form[action$='/instemming/vragen/'] button")

    def submits(self, practice: Practice, *, note: str, wished_on: str) -> None:
        self.opens_the_review()
        self.visitor.goes_on_with(SUBMIT)
        self.visitor.sees_no("[name=no_consent_reason]")
        self.visitor.picks("[name=practice]", str(practice.pk))
        self.visitor.types("[name=note]", note)
        self.visitor.types("[name=wished_on]", wished_on)
        self.looks()
        self._sends_the_version()

    def submits_again(self, *, note: str, no_consent_reason: str) -> None:
        """To the same practice, which the page proposes; the works council read another version."""
        self.opens_the_review()
        self.visitor.goes_on_with(SUBMIT)
        self.visitor.types("[name=no_consent_reason]", no_consent_reason)
        self.visitor.types("[name=note]", note)
        self.looks()
        self._sends_the_version()

    def _sends_the_version(self) -> None:
        self.visitor.goes_on_with("form[action$='/toets/indienen/'] button.btn-primary")
        self.visitor.sees("#rounds")

    def answers_a_finding(self, number: int, text: str) -> None:
        self.visitor.goes_on_with("main a[href$='/toets/bevindingen/']")
        self.looks()
        finding = f"#f-{number}"
        expect(self.page.locator(f"{finding} details")).to_have_attribute("open", "")
        self.visitor.types(f"{finding} [name=text]", text)
        self.visitor.goes_on_with(f"{finding} form button")
        self.visitor.sees_text(f"{finding} .finding-talk", text)


class Council(Person):
    """Reads one fixed version, remarks and consents."""

    def opens_what_she_is_asked(self, address: str) -> None:
        self.visitor.goes_to(address)
        self.looks()

    def remarks(self, risk: str, text: str) -> None:
        place = f"#r-{risk}"
        self.visitor.types(f"{place} [name=text]", text)
        self.visitor.goes_on_with(f"{place} form button")
        self.visitor.sees_text(f"{place} ul", text)

    def consents(self) -> None:
        self.visitor.clicks_on("#decide [name=decision][value=consented]")
        self.visitor.goes_on_with("#decide form button")
        self.looks()


class Adviser(Person):
    """Reads a version, writes findings and judges."""

    def opens_the_next_unread(self, *, tag: str) -> None:
        self.visitor.goes_to(reverse("review:queue"))
        self.visitor.sees_text("main ol.rows li .tag >> nth=0", tag)
        self.looks()
        self.visitor.goes_on_with("main p.actions a.btn-primary[href$='/lezen/']")

    def starts_reading(self) -> None:
        self.visitor.goes_on_with("form[action$='/lezen/beginnen/'] button")
        self.visitor.sees_no("form[action$='/lezen/beginnen/']")

    def goes_to_the_risks_with_the_keyboard(self) -> None:
        """From the list of keys, to the first risk, and with ``j`` to the second one."""
        self.page.locator("[data-keys] > summary").focus()
        self.keyboard.press("Enter", "Tab", "Enter")
        expect(self._risk(0)).to_be_focused()
        self.keyboard.press("j")
        expect(self._risk(1)).to_be_focused()

    def accepts_with_the_keyboard(self) -> str:
        """The risk that has the focus. Returns its code; the page comes back at the same risk."""
        with self.page.expect_navigation():
            self.keyboard.press("a")
        expect(self._risk(1)).to_be_focused()
        expect(self._risk(1).locator("form[data-accept]")).to_have_count(0)
        return self._risk(1).get_attribute("id").removeprefix("r-")

    def starts_a_finding_with_the_keyboard(self) -> str:
        """About the risk above the one that has the focus. Returns its code."""
        code = self._risk(0).get_attribute("id").removeprefix("r-")
        self.keyboard.press("k")
        with self.page.expect_navigation():
            self.keyboard.press("f")
        self.visitor.sees_value("[name=about]", f"r-{code}")
        return code

    def _risk(self, number: int) -> Locator:
        return self.page.locator("[data-risks] [data-risk]").nth(number)

    def writes_the_finding(
        self, *, criterion: str, weight: str, advice: str, observation: str = "", block: str = ""
    ) -> None:
        """``block``: the name of a text of the practice, instead of an observation of her own."""
        self.visitor.clicks_on(f"[name=criterion][value={criterion}]")
        self.visitor.clicks_on(f"[name=weight][value={weight}]")
        self.visitor.types("[name=observation]", observation)
        if block:
            tool = self.page.locator("div:has(> [name=observation]) .text-block-tool")
            tool.locator("select").select_option(label=block)
            tool.locator("button").click()
        self.visitor.types("[name=advice]", advice)
        self.looks()
        self.visitor.goes_on_with("#finding-form button.btn-primary")

    def starts_a_finding_about_the_whole(self) -> None:
        self.goes_back_to_reading()
        self.visitor.goes_on_with("#bevindingen a[href$='/bevindingen/nieuw/']")
        self.visitor.sees_value("[name=about]", WHOLE)

    def goes_back_to_reading(self) -> None:
        self.visitor.goes_on_with("main a[href$='/lezen/'] >> nth=0")

    def fills_in_the_checklist(self, answers: dict[str, str]) -> None:
        self.goes_back_to_reading()
        self.visitor.goes_on_with(f"{ROUND}[href$='/checklist/']")
        for point, state in answers.items():
            self.visitor.clicks_on(f"[name={point}][value={state}]")
        self.looks()
        self.visitor.goes_on_with("main form button.btn-primary")

    def agrees_on(self, day: str) -> None:
        self.goes_back_to_reading()
        self.visitor.goes_on_with("main a[href$='/afspraak/']")
        self.visitor.types("[name=agreed_on]", day)
        self.looks()
        self.visitor.goes_on_with(SAVE)

    def returns_it(self, comment: str, *, expected_on: str) -> None:
        self.visitor.goes_on_with(f"{ROUND}[href$='/terug/']")
        self.visitor.types("[name=return_comment]", comment)
        self.visitor.types("[name=expected_on]", expected_on)
        self.looks()
        self.visitor.goes_on_with(SAVE)

    def looks_at_what_changed(self) -> list[str]:
        """Returns the codes of the risks that the filter leaves."""
        self.visitor.goes_on_with("main nav.filters a[href*='toon=gewijzigd']")
        self.looks()
        risks = self.page.locator("[data-risks] [data-risk]").all()
        return [risk.get_attribute("id").removeprefix("r-") for risk in risks]

    def sees_old_and_new(self, code: str, old: str, new: str) -> None:
        line = self.page.locator(f"#was-{code} tbody tr").filter(has_text=new)
        expect(line.locator("td").nth(0)).to_have_text(old)
        expect(line.locator("td").nth(1)).to_have_text(new)

    def closes_the_finding(self, number: int, *, answer: str) -> None:
        """From the risk it is about, after she read the answer of the firm."""
        self.visitor.goes_on_with(f"#bevindingen li a.tag >> nth={number - 1}")
        self.visitor.sees_text(".finding-talk", answer)
        self.looks()
        self.visitor.goes_on_with("form[action$='/sluiten/'] button")
        self.visitor.sees("form[action$='/heropenen/']")

    def writes_down_her_visit(self, *, day: str, spoken_with: str, seen: str) -> None:
        self.goes_back_to_reading()
        self.visitor.goes_on_with(f"{ROUND}[href$='/bezoek/']")
        self.visitor.types("[name=visited_on]", day)
        self.visitor.types("[name=spoken_with]", spoken_with)
        self.visitor.types("[name=seen]", seen)
        self.visitor.goes_on_with("#add form button")
        self.visitor.sees_text("section[aria-labelledby=visits]", seen)
        self.looks()

    def concludes(self, *, texts: dict[str, str], choices: dict[str, str], certificate: str) -> None:
        self.visitor.goes_on_with(f"{ROUND}[href$='/afronden/']")
        for name, value in choices.items():
            self.visitor.clicks_on(f"[name={name}][value={value}]")
        for name, value in texts.items():
            self.visitor.types(f"[name={name}]", value)
        self.visitor.picks("[name=certificate_type]", certificate)
        self.looks()
        self.visitor.goes_on_with("main form button.btn-primary")
