"""Every measure has an example that keeps to its rules, and the pages show it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from apps.actions.measure_examples import all_examples, example_for
from apps.actions.measure_examples.loader import load_examples
from apps.actions.measure_examples.schema import MAX_LENGTH, sentences
from apps.organisations.models import Role
from apps.rie.content.loader import load_psa
from apps.rie.content.yamlfile import ContentError
from apps.rie.models import Measure
from tests.actions.conftest import Firm
from tests.actions.running import desk_of, make_action
from tests.factories import MembershipFactory
from tests.rie.screen import text_of

CODES = sorted(all_examples())

# Each with why it may not stand in a story that was made up to show how work can be arranged.
FORBIDDEN = {
    "about somebody's health": r"ziek(te|meld\w*|enhuis)?\b|gezondheid|burn-?out|overspannen"
    r"|verzuim|diagnose|medicijn|therapie\b|slaap|slapen|depress|trauma|zwanger|angst|paniek|huilen|stress",
    "a claim that it works": r"aantoonbaar|bewezen|bewijs|onderzoek (toont|laat)|blijkt uit|wetenschap"
    r"|gegarandeerd|altijd succes|daalde|halveerde|verdubbelde|minder uitval",
    "an invented figure": r"\d|%|procent|€|\beuro\b|\bkeer (zo|minder)\b",
    "a rule of law": r"verplicht|arbowet|arbobesluit|boete|artikel|volgens de wet|\bmoet van de\b",
    "a debriefing after a traumatic event": r"debriefing|groepssessie|groepsgesprek|herbele\w*|ventile\w*",
    "not in the language of the product": r"\b(jij|jouw|jullie|jou|je)\b|psychosocia|implement|faciliteer",
}
# Everything else with a capital inside a sentence would be the name of a person, a place or a firm.
CAPITALS = {"AI", "HR", "PAGO", "RI&E", "ICT-bedrijf", "Slachtofferhulp", "Arbeidsinspectie"}


def inner_capitals(text: str) -> set[str]:
    """Words with a capital that do not open a sentence or a quotation."""
    words = re.findall(r"""(?<![.!?])(?<![.!?]["”])\s([A-Z][\w&-]*)""", text)
    return set(words)


@pytest.mark.django_db
def test_every_measure_of_every_published_version_has_an_example() -> None:
    published = set(Measure.objects.values_list("code", flat=True))
    written = {entry.spec.code for entry in load_psa().measures}

    assert len(published | written) >= 80
    assert {code for code in published | written if not example_for(code)} == set()


@pytest.mark.django_db
def test_no_example_is_left_for_a_measure_that_never_was() -> None:
    assert set(CODES) <= set(Measure.objects.values_list("code", flat=True))


def test_a_code_that_is_in_no_catalogue_has_no_example() -> None:
    assert example_for("M00") == ""
    assert example_for("") == ""


@pytest.mark.parametrize("code", CODES)
def test_an_example_is_short(code: str) -> None:
    text = example_for(code)
    assert len(text) <= MAX_LENGTH
    assert 2 <= sentences(text) <= 4
    longest = max(re.split(r"(?<=[.!?;:])\s", text), key=lambda part: len(part.split()))
    assert len(longest.split()) <= 22, longest


@pytest.mark.parametrize("code", CODES)
def test_an_example_keeps_to_the_work_and_claims_nothing(code: str) -> None:
    found = {
        why: hit.group()
        for why, pattern in FORBIDDEN.items()
        if (hit := re.search(pattern, example_for(code), re.IGNORECASE))
    }
    assert found == {}


@pytest.mark.parametrize("code", CODES)
def test_an_example_names_nobody_and_no_firm(code: str) -> None:
    assert inner_capitals(example_for(code)) - CAPITALS == set()


def test_the_lists_of_the_tests_above_find_what_they_are_for() -> None:
    bad = "Bij bakker Jansen daalde het verzuim aantoonbaar met 30 procent. Verplicht, na een debriefing."
    assert inner_capitals(bad) == {"Jansen"}
    for why in list(FORBIDDEN)[:5]:
        assert re.search(FORBIDDEN[why], bad, re.IGNORECASE), why


def test_no_two_examples_open_or_end_in_the_same_way() -> None:
    opened = Counter(" ".join(text.split()[:3]) for text in all_examples().values())
    ended = Counter(" ".join(text.split()[-4:]) for text in all_examples().values())
    first = Counter(text.split()[0] for text in all_examples().values())
    assert max(opened.values()) == 1
    assert max(ended.values()) == 1
    assert max(first.values()) <= len(CODES) // 8


@pytest.mark.parametrize("code", ["M72", "M73", "M74", "M75", "M79"])
def test_after_a_traumatic_event_nobody_is_treated_or_asked_on(code: str) -> None:
    kept = r"niemand vroeg door|Niet doorvragen|Behandelen doen zij niet|nodig is|opvang en nazorg"
    assert re.search(kept, example_for(code))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Wat werkt hier niet? Dat vroeg de chef.", 2),
        ("Zij vroegen: waarom? en nog een keer.", 1),
        ("Het team koos: “Zo niet.” 's Avonds ook. Eén keer lukte het.", 3),
        ('Het team koos één zin: "Zo niet."', 1),
    ],
)
def test_sentences_are_counted_at_their_end(text: str, count: int) -> None:
    assert sentences(text) == count


LONG = "Een kapper hing een vel op met de taken van de week en besprak dat. "


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("examples:\n  X1: iets\n", "examples.X1"),
        ("examples:\n  M01: Te kort.\n", "line 2, examples.M01"),
        (f"examples:\n  M01: {LONG * 8}\n", "at most 450 characters"),
        (f"examples:\n  M01: {(LONG * 2).replace('. ', ' ')}.\n", "2 to 4 sentences, and this has 1"),
        (f"examples:\n  M01: {LONG * 5}\n", "2 to 4 sentences, and this has 5"),
        (f"examples:\n  M01: {LONG * 2}\n  M01: {LONG * 2}\n", "stands here twice"),
        ("examples: {}\n", "examples"),
        (f"examples:\n  M01: {LONG * 2}\nvoorbeelden: x\n", "voorbeelden: this key is not known"),
        ("- M01\n", "line 1"),
        ("", "is empty"),
    ],
)
def test_a_mistake_is_told_with_the_file_and_the_place(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "nl.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ContentError) as failure:
        load_examples(path)
    assert all(problem.startswith("nl.yaml") for problem in failure.value.problems)
    assert told in str(failure.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "nl.yaml"
    path.write_text("examples:\n  M01: Te kort.\n  M02: Ook.\n", encoding="utf-8")
    with pytest.raises(ContentError) as failure:
        load_examples(path)
    assert len(failure.value.problems) == 2


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.HR, Role.WORKS_COUNCIL])
def test_the_page_of_a_measure_shows_its_example_and_says_that_it_is_made_up(
    firm: Firm, browser_of, role: Role
) -> None:
    answer = browser_of(role).get(firm.url("measure", "M16"))

    shown = text_of(answer)
    assert "How it can go" in shown
    assert example_for("M16") in shown
    assert "We made this example up" in shown
    assert '<p lang="nl">' in shown, "a screen reader speaks Dutch, also on an English page"


@pytest.mark.usefixtures("english")
def test_the_page_of_an_action_shows_the_example_of_its_measure(firm: Firm) -> None:
    desk = desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.HR))
    measure = firm.assessment.content.measures["M16"]
    action = make_action(firm, measure_id=measure.id)

    page = desk.page(action)

    help_text = page.split("What is this measure?")[1].split("</details>")[0]
    assert "How it can go (made up):" in help_text
    assert f'<span lang="nl">{example_for("M16")}</span>' in help_text


@pytest.mark.usefixtures("english")
def test_an_action_of_the_firms_own_has_no_example(firm: Firm) -> None:
    desk = desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.HR))

    assert "How it can go" not in desk.page(make_action(firm))


@pytest.mark.usefixtures("english")
def test_an_example_costs_no_query(firm: Firm, browser_of, queries) -> None:
    browser, counts = browser_of(), []
    for code in ("M16", "M74"):
        browser.get(firm.url("measure", code))
        with queries() as captured:
            browser.get(firm.url("measure", code))
        counts.append(len(captured.statements))
    assert counts[0] == counts[1] <= 12
